from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from ...tools.inside import Inside, handed_inside

# Where an activity stands, and what it is.
RECORDS = frozenset({"activity_type_id", "res_model_id"})
PLACE = RECORDS | {"res_id", "res_model"}


class MailActivity(models.Model):
    """An activity may mirror a duty of a crisis document.

    The duty is the truth: it knows the time, the activity only the day. What is done
    to one of the two is done to both.
    """

    _inherit = "mail.activity"

    crisis_duty_model = fields.Char(readonly=True, export_string_translation=False)

    # ------------------------------------------------------------------
    # Duty to activity
    # ------------------------------------------------------------------

    @api.model
    def _sync_duty_activities(self, *kinds, notify=False):
        """Show each open duty as one activity of its owner, and no other.

        :param kinds: recordsets of duties, one for each kind
        :param bool notify: tell new owners, as Odoo does when somebody assigns
        """
        # these activities are the system's: they follow the duties, whoever acts
        quietly = self.sudo().with_context(
            mail_activity_quick_update=not notify, crisis_mirroring=Inside()
        )
        missing, needless = [], quietly.browse()
        for duties in kinds:
            # who ends one need not see the case, on which its words depend
            duties = duties.sudo()
            open_duties = duties.filtered(lambda duty: duty.state == "open")
            needless |= (duties - open_duties).activity_id.filtered("active")
            for duty in open_duties:
                if duty.activity_id.active:
                    duty._update_activity(quietly)
                else:
                    missing.append(duty)
        if needless:
            quietly.browse(needless.ids).unlink()
        types = self.env["mail.activity.type"].union(*(d.type_id for d in missing))
        for lang in {duty.user_id.lang for duty in missing}:
            types.with_context(lang=lang or self.env.lang).mapped("name")
        activities = quietly.create([duty._activity_values() for duty in missing])
        for duty, activity in zip(missing, activities, strict=True):
            duty._write_as_system({"activity_id": activity.id})

    def _crisis_duties(self):
        """Return the duties that these activities show, as {activity: duty}."""
        found = {}
        kinds = {model._name for model in self.env["crisis.duty.mixin"]._duty_models()}
        # a duty holds also against who sees the activity, and neither it nor its case
        mirrored = self.sudo().filtered(lambda a: a.crisis_duty_model in kinds)
        for name, activities in mirrored.grouped("crisis_duty_model").items():
            # `mirrored` has the system's rights
            duties = activities.env[name].search(
                [("activity_id", "in", activities.ids), ("state", "=", "open")]
            )
            found |= {duty.activity_id: duty for duty in duties}
        return {self.browse(activity.id): duty for activity, duty in found.items()}

    # ------------------------------------------------------------------
    # Activity to duty
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_duty(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._without_duty(vals)
        if vals.get("active") is False:
            self._refuse_to_drop_duties()
        if not PLACE.isdisjoint(vals):
            self._refuse_to_move_duties(vals)
        is_ours = handed_inside(self.env, "crisis_mirroring")
        moves = {"user_id", "date_deadline"} & vals.keys() and not is_ours
        duties = self._crisis_duties() if moves else {}
        for duty in duties.values():
            duty._lock_cases()
        result = super().write(vals)
        for activity, duty in duties.items():
            duty._follow_activity(activity)
        return result

    def _action_done(self, feedback=False, attachment_ids=None):
        """Ask for what a duty needs before it is done.

        :raise RedirectWarning: with the button that opens the duty's dialog
        """
        handled = self.browse()
        for activity, duty in self._crisis_duties().items():
            duty._lock_cases()
            if not duty.with_user(self.env.user)._do_from_activity(feedback):
                raise RedirectWarning(
                    self.env._(
                        "“%s” needs more than a tick. Say what came of it.",
                        duty.with_env(self.env)._label(),
                    ),
                    duty.with_env(self.env).action_do(),
                    self.env._("Open it"),
                )
            handled |= activity
        # that it is done Odoo itself says
        rest = (self - handled).with_context(crisis_speaks=Inside())
        return super(MailActivity, rest)._action_done(feedback, attachment_ids)

    def _without_duty(self, vals):
        """Only Odoo itself says that an activity shows a duty."""
        if self.env.su:
            return vals
        return {name: vals[name] for name in vals if name != "crisis_duty_model"}

    @api.model
    def default_get(self, fields):
        """Nor does a default of anybody say so."""
        fields = [name for name in fields if name != "crisis_duty_model"]
        return super().default_get(fields)

    def unlink(self):
        """Ask the rule below: a client may send the key that skips it."""
        asking = self if self.env.su else self.with_context(_force_unlink=False)
        return super(MailActivity, asking).unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_no_duty(self):
        self._refuse_to_drop_duties()

    def _refuse_to_drop_duties(self):
        """Refuse to drop the activity of an open duty without a reason.

        :raise RedirectWarning: with the button that asks for it
        """
        if handed_inside(self.env, "crisis_mirroring"):
            return  # what is over shows no open duty
        if handed_inside(self.env, "crisis_owner_leaves"):
            return
        for duty in self._crisis_duties().values():
            if duty.document_id.exists():
                raise RedirectWarning(
                    self.env._("To cancel “%s”, say why.", duty._label()),
                    duty.with_env(self.env).action_cancel(),
                    self.env._("Say why"),
                )

    def _refuse_to_move_duties(self, vals):
        """Refuse to show a duty on another record, or as something else.

        :raise UserError: saying so
        """
        if handed_inside(self.env, "crisis_mirroring"):
            return
        for activity in self._crisis_duties():
            mirrored = activity.sudo()  # whoever sees it need not see its case
            for name in PLACE & vals.keys():
                value = mirrored[name]
                if vals[name] != (value.id if name in RECORDS else value):
                    raise UserError(
                        self.env._(
                            "“%s” is owed on its case. It can be moved in time, passed "
                            "on, done or cancelled, but stays there.",
                            activity.display_name,
                        )
                    )

    def action_do_crisis_duty(self):
        """Do the duty that this activity shows.

        :return: the action of its dialog, or True if nothing more has to be said
        """
        self.ensure_one()
        self.check_access("read")
        duty = self._crisis_duties().get(self)
        if not duty or duty.with_user(self.env.user)._do_from_activity(self.feedback):
            return True
        return duty.with_env(self.env).action_do()

    def action_cancel_crisis_duty(self):
        """Ask why the duty that this activity shows need not be done."""
        self.ensure_one()
        self.check_access("read")
        duty = self._crisis_duties().get(self)
        return duty.with_env(self.env).action_cancel() if duty else True

    def _to_store_defaults(self, target):
        return [*super()._to_store_defaults(target), "crisis_duty_model"]
