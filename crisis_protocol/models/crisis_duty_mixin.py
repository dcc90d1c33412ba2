from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import clean_context, format_datetime

from ..tools.persons import parts_missed

STATES = [
    ("open", "Open"),
    ("done", "Done"),
    ("missed", "Missed"),
    ("cancelled", "Cancelled"),
]
# Relapse checks come up to two years after the close.
FAREST = timedelta(days=3 * 365)
# What a person may change of an open duty, whatever its kind.
CHANGEABLE = {"user_id", "date_due"}


class CrisisDutyMixin(models.AbstractModel):
    """Somebody owes something on a document, by a date and time.

    What is owed, and how it is done, is each kind's own; life, activity, ladder and
    owner are the same for all of them and stand in the files `crisis_duty_*`.
    """

    _name = "crisis.duty.mixin"
    _inherit = "crisis.figure.mixin"
    _description = "Duty"
    # what is open comes first: it has no date of its end
    _order = "date_done desc, date_due, id"
    _rec_name = "type_id"

    _figures = frozenset({"outcome", "minutes_late"})
    # The field of the document that lists the duties of this kind.
    _document_field = None
    # What a person may say when he makes one by hand or changes an open one.
    _open_fields = frozenset()

    document_id = fields.Many2one(
        "crisis.document", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="document_id.company_id")
    team_id = fields.Many2one(
        related="document_id.team_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(related="document_id.partner_id", string="Customer")
    level_id = fields.Many2one(related="document_id.level_id")
    type_id = fields.Many2one(
        "mail.activity.type",
        "Duty",
        compute="_compute_type_id",
        store=True,
        precompute=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users", "Owner", index=True, domain="[('share', '=', False)]"
    )
    date_due = fields.Datetime("Due", required=True, index=True)
    date_done = fields.Datetime("Done On", readonly=True)
    done_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    state = fields.Selection(STATES, default="open", required=True, readonly=True)
    is_late = fields.Boolean("Late", compute="_compute_is_late")
    cancel_reason = fields.Text("Why Cancelled", readonly=True)
    activity_id = fields.Many2one(
        "mail.activity",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        export_string_translation=False,
    )

    _open_idx = models.Index("(document_id, date_due) WHERE state = 'open'")

    def _compute_type_id(self):
        for duty in self:
            duty.type_id = self.env["ir.model.data"]._xmlid_to_res_id(
                f"crisis_protocol.mail_activity_type_{duty._type_name()}"
            )

    def _type_name(self):
        """Return the end of the external id of the activity type that shows it."""
        raise NotImplementedError

    @api.depends("state", "date_due", "date_done")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for duty in self:
            end = duty.date_done or now
            duty.is_late = duty.state in ("open", "done") and duty.date_due < end

    @api.depends("type_id", "document_id")
    def _compute_display_name(self):
        for duty in self:
            # whoever is asked to take a case over may not read it yet
            document = duty.document_id.sudo()
            duty.display_name = f"{duty._label()} · {document.display_name}"

    def _label(self):
        """Return what is owed, in a few words, in the reader's language."""
        return self.type_id.sudo().name or ""

    @api.model
    def _is_figure(self, name, condition=None):
        """How much somebody missed is a figure; what he still owes is none."""
        if name == "state":
            return parts_missed(condition)
        return super()._is_figure(name, condition)

    @api.model
    def _duty_models(self):
        """Return a model for each kind of duty that is installed."""
        names = self.env.registry.descendants(["crisis.duty.mixin"], "_inherit")
        return [
            self.env[name] for name in sorted(names) if not self.env[name]._abstract
        ]

    # ------------------------------------------------------------------
    # The door: what people may hand in
    # ------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """Propose the time that the level of the case wants."""
        values = super().default_get(fields)
        document = self.env["crisis.document"].browse(values.get("document_id"))
        if document and "date_due" in fields:
            values.setdefault("date_due", self._default_due(document))
        return values

    @api.model
    def _default_due(self, document):
        """Return by when somebody owes this who was not given a time, naive UTC."""
        return document._deadline(document.level_id.notice_minutes)

    @api.model_create_multi
    def create(self, vals_list):
        """Begin duties. Those handed in are open, whatever the caller claims."""
        door = self
        if not self.env.su:
            names = ["document_id", *CHANGEABLE, *self._open_fields]
            proposed = self.default_get(names)
            # defaults of the context are handed in too
            door = self.with_context(clean_context(self.env.context))
            vals_list = [
                self._accept(proposed | vals, {"document_id"}) for vals in vals_list
            ]
            documents = self.env["crisis.document"].browse(
                filter(None, (vals.get("document_id") for vals in vals_list))
            )
            documents.check_access("write")
            documents._check_open()
            for vals in vals_list:
                if not vals.get("date_due"):
                    document = documents.browse(vals.get("document_id"))
                    vals["date_due"] = document and self._default_due(document)
                if not vals["date_due"]:
                    raise UserError(self.env._("A duty needs a date and time."))
        duties = super(CrisisDutyMixin, door).create(vals_list)
        if not (self.env.su and self.env.context.get("crisis_reconciling")):
            duties.document_id._assign_duties({self._name: duties})
        return duties

    def write(self, vals):
        """Change open duties; what is over stays as it was (the trail)."""
        if self.env.su:
            return super().write(vals)
        vals = self._accept(vals)
        if not vals:
            return True
        self._check_open()
        self._check_change(vals)
        before = {duty: (duty.user_id, duty.date_due) for duty in self}
        result = super().write(vals)
        if CHANGEABLE & vals.keys():
            self._on_changed(before)
        return result

    def _accept(self, vals, more=frozenset()):
        allowed = CHANGEABLE | self._open_fields | more
        return {name: value for name, value in vals.items() if name in allowed}

    def _check_change(self, vals):
        """Refuse changes that this kind does not allow.

        :raise UserError: saying what to do instead
        """
        if "date_due" in vals and not vals["date_due"]:
            raise UserError(self.env._("A duty needs a date and time."))
        if "user_id" in vals and not vals["user_id"]:
            raise UserError(self.env._("A duty needs an owner."))
        owner = self.env["res.users"].browse(vals.get("user_id"))
        if owner and not all(duty._can_be_done_by(owner) for duty in self):
            raise UserError(
                self.env._(
                    "%s has no right to do that. Choose somebody of the team.",
                    owner.sudo().name,
                )
            )

    def _keep(self, vals):
        """Write what only Odoo itself may write, such as when a duty was done."""
        return self.sudo().write(vals)

    def _on_changed(self, before):
        """Say on the document who moved or passed on what."""
        self._start_ladder_anew()
        self.env["mail.activity"]._mirror_crisis_duties(self, notify=True)
        for duty in self:
            owner, due = before[duty]
            lines = []
            if due != duty.date_due:
                lines.append(
                    self.env._(
                        "%(duty)s: moved from %(before)s to %(after)s",
                        duty=duty._label(),
                        before=duty._time(due),
                        after=duty._time(duty.date_due),
                    )
                )
            if owner != duty.user_id:
                lines.append(
                    self.env._(
                        "%(duty)s: passed from %(before)s to %(after)s",
                        duty=duty._label(),
                        before=owner.name or "–",
                        after=duty.user_id.name or "–",
                    )
                )
            if lines:
                duty.document_id._message_log(body=duty.document_id._list_html(lines))
        # whoever is away when it is due now does not get it
        self.document_id.sudo()._assign_duties({self._name: self.sudo()})

    @api.constrains("date_due")
    def _check_date_not_far(self):
        """Dates far off are slips of the hand, and no clock can work with them."""
        limit = fields.Datetime.now() + FAREST
        for duty in self:
            if duty.state == "open" and duty.date_due > limit:
                raise ValidationError(
                    self.env._("“%s” is too far ahead.", duty._time(duty.date_due))
                )

    # ------------------------------------------------------------------
    # Life
    # ------------------------------------------------------------------

    def _check_open(self):
        """Refuse to touch what is over.

        :raise UserError: saying who ended it, and when
        """
        for duty in self:
            if duty.state != "open":
                raise UserError(
                    self.env._(
                        "“%(duty)s” is over: %(state)s on %(time)s by %(user)s. Look "
                        "again.",
                        duty=duty._label(),
                        state=dict(
                            self._fields["state"]._description_selection(self.env)
                        )[duty.state],
                        time=duty._time(duty.date_done or duty.write_date),
                        user=duty.done_by_id.sudo().name or self.env._("the system"),
                    )
                )

    def _finish(self, feedback, **vals):
        """Note that the duties are done, now, by the current user.

        :param str feedback: what came of it; stands in the chatter
        :raise UserError: if somebody was faster
        """
        self._check_open()
        done = {"date_done": fields.Datetime.now(), "done_by_id": self.env.uid}
        self._keep({"state": "done", **done, **vals})
        self._close_activities(feedback)

    def _close_activities(self, feedback):
        activities = self.sudo().activity_id.filtered("active")
        activities.with_context(mail_activity_quick_update=True)._action_done(
            feedback=feedback
        )

    def _cancel(self, reason, is_personal=True):
        """End duties that need not be done.

        :param bool is_personal: somebody decided it; else Odoo found it unneeded,
            and the duty comes back as soon as it is needed again
        """
        self._note_cancelled(reason, is_personal)
        self.env["mail.activity"]._mirror_crisis_duties(self)

    def _note_cancelled(self, reason, is_personal):
        self._keep(
            {
                "state": "cancelled",
                "date_done": fields.Datetime.now(),
                "done_by_id": is_personal and self.env.uid,
                "cancel_reason": reason,
            }
        )

    def _settle(self):
        """End what is open on cases that end: late ones were missed."""
        now = fields.Datetime.now()
        late = self.filtered(lambda duty: duty.date_due < now)
        late._keep({"state": "missed", "date_done": now})
        (self - late)._note_cancelled(
            self.env._("The case has ended."), is_personal=False
        )

    def action_do(self):
        """Open the dialog in which this duty is done."""
        self.ensure_one()
        return self._dialog(self._label())

    def action_cancel(self):
        """Ask why the duty need not be done."""
        self.ensure_one()
        self._check_open()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel: %s", self._label()),
            "res_model": "crisis.duty.cancel",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_duty_model": self._name, "default_duty_id": self.id},
        }

    def _check_cancel(self):
        """Refuse a cancellation that this kind or this user is not allowed.

        :raise UserError: saying who may
        """

    def _dialog(self, name):
        view = f"crisis_protocol.{self._table}_view_form_do"
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref(view).id, "form")],
            "target": "new",
        }

    def _do_from_activity(self, feedback):
        """Do the duty because somebody marked its activity as done.

        :return: False if more has to be said first, in the dialog of `action_do`
        """
        return False

    def _time(self, moment):
        """Return a date and time as the reader writes it, in his time zone."""
        return format_datetime(self.env, moment, tz=str(self.env.tz), dt_format="short")
