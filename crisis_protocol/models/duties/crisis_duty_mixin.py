from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...tools.constants import DUTY_STATES
from ...tools.persons import parts_missed


class CrisisDutyMixin(models.AbstractModel):
    """Somebody owes something on a document, by a date and time.

    What is owed, and how it is done, is each kind's own; life, activity, ladder and
    owner are the same for all of them and stand in the files `crisis_duty_*`. See
    “Add a kind of duty” in CONTRIBUTING.md.
    """

    _name = "crisis.duty.mixin"
    _inherit = ["crisis.input.mixin", "crisis.figure.mixin"]
    _description = "Duty"
    # what is open comes first: it has no date of its end
    _order = "date_done desc, date_due, id"
    _rec_name = "type_id"

    _figures = frozenset({"outcome", "minutes_late"})
    _said_once = frozenset({"document_id"})
    # The field of the document that lists the duties of this kind: each has one.
    _document_field = None

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
    state = fields.Selection(DUTY_STATES, default="open", required=True, readonly=True)
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
                self._of_own_addon(f"mail_activity_type_{duty._type_name()}")
            )

    def _type_name(self):
        """Return the end of the external id of the activity type that shows it."""
        return self._kind_name()

    @api.model
    def _kind_name(self):
        """Return the short name of this kind of duty: `control`, `promise`."""
        return self._name.removeprefix("crisis.").replace(".", "_")

    @api.model
    def _of_own_addon(self, name):
        """Return the external id of what the addon of this kind brings with it."""
        return f"{self._original_module}.{name}"

    @api.depends("state", "date_due", "date_planned", "date_done")
    def _compute_is_late(self):
        """What is open is late by its own time, what is done by the one rule."""
        now = fields.Datetime.now()
        for duty in self:
            # a form may be empty for a while
            due = duty.state == "open" and duty.date_due
            is_overdue = bool(due) and due < now
            duty.is_late = is_overdue or duty._measured()[0] == "late"

    @api.depends("type_id", "document_id")
    def _compute_display_name(self):
        for duty in self:
            # whoever is asked to take a case over may not read it yet
            document = duty.document_id.sudo()
            duty.display_name = f"{duty._label()} · {document.display_name}"

    def _label(self):
        """Return what is owed, in a few words, in the reader's language."""
        return self.type_id.name or ""

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

    @api.ondelete(at_uninstall=False)
    def _unlink_no_proof(self):
        """What was done, and what was told, is proof: nobody deletes it (S0-49).

        Neither does a privacy look-up: it is the contact that is erased.
        """
        for duty in self.filtered(lambda duty: duty._is_proof()):
            raise UserError(
                self.env._(
                    "“%s” is proof of what was done, and stays. To erase a person, "
                    "delete the contact or write over its name and addresses.",
                    duty.display_name,
                )
            )

    def _is_proof(self):
        """Whether this shows what somebody did or left undone."""
        return self.state != "open"

    def _write_as_system(self, vals):
        """Write what only Odoo itself may write, such as when a duty was done."""
        return self.sudo().write(vals)

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
                        state=duty._choice("state"),
                        time=duty._time(duty.date_done or duty.write_date),
                        user=duty.done_by_id._crisis_name() or self.env._("the system"),
                    )
                )

    def _finish(self, feedback, **vals):
        """Note that the duties are done, now, by the current user.

        :param str feedback: what came of it; stands in the chatter
        :raise UserError: if somebody was faster
        """
        self._check_open()
        done = {"date_done": fields.Datetime.now(), "done_by_id": self.env.uid}
        self._write_as_system({"state": "done", **done, **vals})
        self._close_activities(feedback)

    def _close_activities(self, feedback):
        # they are the owner's, whoever does it for him
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
        self.env["mail.activity"]._sync_duty_activities(self)

    def _note_cancelled(self, reason, is_personal):
        self._write_as_system(
            {
                "state": "cancelled",
                "date_done": fields.Datetime.now(),
                "done_by_id": is_personal and self.env.uid,
                "cancel_reason": reason,
            }
        )

    def _end_with_case(self):
        """End what is open on cases that end: late ones were missed."""
        now = fields.Datetime.now()
        late = self.filtered(lambda duty: duty.date_due < now)
        late._write_as_system({"state": "missed", "date_done": now})
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
        view = self._of_own_addon(f"{self._table}_view_form_do")
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

    def _choice(self, name):
        """Return the label of a selection, as the reader reads it."""
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name], "")

    def _clock(self, moment):
        """Return a time of today as the hour alone, any other with its date."""
        local, now = (
            fields.Datetime.context_timestamp(self, one)
            for one in (moment, fields.Datetime.now())
        )
        return f"{local:%H:%M}" if local.date() == now.date() else self._time(moment)

    def _time(self, moment):
        """Return a date and time as the reader writes it, in his time zone."""
        return format_datetime(self.env, moment, tz=str(self.env.tz), dt_format="short")
