from datetime import timedelta
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.constants import OUTCOMES
from ...tools.message_text import lines

KINDS = [("receipt", "Receipt of the order"), ("delivery", "Delivery")]


class CrisisDelivery(models.Model):
    """A production unit owes something on its order, at a time (S0-40, S0-60, S0-78).

    First that it says the order has arrived, then what is ordered: once, or again and
    again. Each delivery is made when the one before is over, as the brief of the case
    wants it. Whether it came in time is worked out against the order, not against
    what the unit said later.
    """

    _name = "crisis.delivery"
    _description = "Delivery"
    _inherit = "crisis.duty.mixin"

    _document_field = "delivery_ids"
    _timeline_kind = "production"
    _open_fields = frozenset({"note", "link", "attachment_ids", "refusal"})

    task_id = fields.Many2one(
        "project.task",
        "Order",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    unit_id = fields.Many2one(
        "crisis.unit",
        compute="_compute_unit_id",
        store=True,
        precompute=True,
        help="Who owes it, or did it: giving the order to another unit changes only "
        "what is open.",
    )
    kind = fields.Selection(KINDS, required=True, readonly=True, default="delivery")
    number = fields.Integer(
        "No.", readonly=True, aggregator=None, help="Which of a row; 0: the only one."
    )
    date_ordered = fields.Datetime(
        "Ordered On",
        readonly=True,
        help="When the unit was told that this is wanted.",
    )
    note = fields.Text("What Was Delivered")
    link = fields.Char(help="Where it can be seen.")
    attachment_ids = fields.Many2many("ir.attachment", string="Files")
    refusal = fields.Text("Why It Can't Be Done")
    outcome = fields.Selection(
        OUTCOMES, compute="_compute_outcome", store=True, help="Worked out, never set."
    )
    minutes_late = fields.Integer(
        "Late By (min)", compute="_compute_outcome", store=True, aggregator="avg"
    )
    told_message_id = fields.Many2one(
        "mail.message",
        "Passed On With",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The message with which the customer got it.",
    )
    untold_reason = fields.Text("Why Not Passed On", readonly=True)

    _task_open_idx = models.Index("(task_id, date_due) WHERE state = 'open'")

    @api.depends("task_id.crisis_unit_id")
    def _compute_unit_id(self):
        for delivery in self.filtered(lambda d: d.state == "open"):
            delivery.unit_id = delivery.task_id.crisis_unit_id

    @api.depends("kind")
    def _compute_type_id(self):
        return super()._compute_type_id()

    @api.depends("unit_id", "number")
    def _compute_display_name(self):
        return super()._compute_display_name()

    @api.depends("date_planned", "state", "date_done")
    def _compute_outcome(self):
        for delivery in self:
            delivery.outcome, delay = delivery._measured()
            delivery.minutes_late = delay.total_seconds() // 60

    def _type_name(self):
        return "delivery" if self.kind == "delivery" else "delivery_receipt"

    def _label(self):
        name = super()._label()
        # the desk need not see the task
        unit = self.unit_id.name or self.task_id.sudo().name
        return f"{name} {self.number}: {unit}" if self.number else f"{name}: {unit}"

    @api.constrains("link")
    def _check_link(self):
        """The link reaches the customer: only what a browser opens safely."""
        for delivery in self:
            link = delivery.link or ""
            if link and not self._is_link(link):
                raise ValidationError(
                    self.env._("“%s”: a link begins with https://.", link[:100])
                )

    @api.model
    def _is_link(self, link):
        try:
            parts = urlsplit(link)
        except ValueError:  # brackets that are no address
            return False
        return parts.scheme in ("http", "https") and bool(parts.netloc)

    # ------------------------------------------------------------------
    # The plan
    # ------------------------------------------------------------------

    @api.model
    def _planned_duty_values(self, documents):
        owed = []
        informed = documents.filtered(lambda d: d.date_production_informed)
        for document in informed.filtered(lambda d: d.active and not d.is_closed):
            for task in document.task_ids.filtered("crisis_is_order"):
                owed += document._owed_on_order(task)
        return owed

    @api.model
    def _plan_key(self, document_id, values):
        return document_id, values["task_id"], values["kind"]

    def _plan_key_values(self):
        return {"task_id": self.task_id.id, "kind": self.kind}

    @api.model
    def _reconcile(self, documents, present=None):
        """What the next delivery has overtaken is missed, not moved."""
        if present:
            present._expire_overdue(fields.Datetime.now())
            present = present.filtered(lambda delivery: delivery.state == "open")
        return super()._reconcile(documents, present)

    def _replan(self, vals):
        planned = self.date_planned
        result = super()._replan(vals)
        if self.date_planned != planned:
            self._on_planned()
        for name in ("number", "date_ordered"):
            if self[name] != vals[name]:
                self._write_as_system({name: vals[name]})
        return result

    def _on_planned(self):
        """The task shows in Odoo's own lists when it is due next."""
        deliveries = self.filtered(lambda delivery: delivery.kind == "delivery")
        for due, due_then in deliveries.grouped("date_due").items():
            tasks = due_then.task_id.filtered(lambda t, d=due: t.date_deadline != d)
            tasks.with_context(tracking_disable=True).write({"date_deadline": due})
        return super()._on_planned()

    @api.depends("document_id.repeat_hours", "document_id.date_repeat_until")
    def _compute_date_step(self):
        return super()._compute_date_step()

    def _expiry(self):
        """A delivery of a row is missed as soon as the next one is due."""
        document = self.document_id
        if self.kind == "receipt" or not document.repeat_hours or not self.date_planned:
            return None
        following = self.date_planned + timedelta(hours=document.repeat_hours)
        if document.date_repeat_until and following > document.date_repeat_until:
            return None
        return max(following, self.date_due)

    def _expire(self):
        result = super()._expire()
        for delivery in self:
            document = delivery.document_id._in_desk_language()
            body = document.env._(
                "Not delivered in time: %s", delivery.with_env(document.env)._label()
            )
            note = document._message_log(body=body)
            # its own row in the timeline tells it
            note.subtype_id = self.env.ref("crisis_protocol.mt_production")
            delivery.task_id._message_log(body=body)
        return result

    # ------------------------------------------------------------------
    # Whose it is
    # ------------------------------------------------------------------

    def _planned_owner(self):
        """The one who works on the order, else his unit, else who leads the case."""
        people = self._people()
        return people[:1] or super()._planned_owner()

    def _people(self):
        """Return who of the unit can answer, those who have the order first."""
        # the desk need not see the task
        task = self.task_id.sudo()
        people = task.user_ids | task.crisis_unit_id._people_in(self.company_id)
        return people.filtered(lambda user: user.active and not user.share)

    def _concerned(self):
        return super()._concerned() | self._people()

    def _stand_in(self, presence, user):
        """In a unit, colleagues stand in for each other."""
        there = [
            one
            for one in user | self._people()
            if not presence.is_away(one, self.date_due)
        ]
        return there[0] if there else super()._stand_in(presence, user)

    def _has_role(self, user):
        return user in self._people() or super()._has_role(user)

    def _can_be_done_by(self, user):
        """Working on an order takes no rights on the case, but a part in the order."""
        if not user.has_group("crisis_protocol.group_crisis_production"):
            return False
        is_of_desk = user.has_group("crisis_protocol.group_crisis_agent")
        return is_of_desk or user in self._people()

    @api.model
    def _people_domain(self, users):
        return super()._people_domain(users) | Domain(
            "task_id.user_ids", "in", users.ids
        )

    def _on_changed(self, before):
        """Production may move and pass on what it owes without rights on the case."""
        return super(CrisisDelivery, self.sudo())._on_changed(
            {duty.sudo(): values for duty, values in before.items()}
        )

    def _activity_values(self):
        """Production sees the task, not the case: so does its activity."""
        return super()._activity_values() | {
            "res_model_id": self.env["ir.model"]._get_id("project.task"),
            "res_id": self.task_id.id,
            "res_name": self.task_id.display_name,
        }

    def _latest_due(self):
        """The unit says when it can; later than ordered is late, and is told."""
        return None

    def _check_cancel(self):
        if not self.env.user.has_group("crisis_protocol.group_crisis_agent"):
            raise UserError(
                self.env._("Only the desk may cancel it. Say “Can't” and why instead.")
            )
        return super()._check_cancel()

    # ------------------------------------------------------------------
    # Figures and story
    # ------------------------------------------------------------------

    @api.model
    def _figure_kinds(self):
        return {
            "receipt": self.env._("Receipt of an order"),
            "delivery": self.env._("Delivery"),
        }

    @api.model
    def _figure_kind_sql(self):
        return SQL("%s::text", self._column("kind"))

    def _tell_end(self):
        title, words = super()._tell_end()
        if self.state == "cancelled":
            words = words or self.refusal or ""
        return title, words

    def _tell_done(self):
        unit = self.unit_id.name or self.task_id.name
        if self.kind == "receipt":
            return self.env._("%s confirmed the order.", unit), ""
        if self.outcome == "late":
            title = self.env._(
                "%(unit)s delivered %(minutes)s minutes late.",
                unit=unit,
                minutes=self.minutes_late,
            )
        else:
            title = self.env._("%s delivered in time.", unit)
        return title, lines(self.note, self.link)
