from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.inside import Inside


class CrisisDutyMixin(models.AbstractModel):
    """Which duties should be there, and whose they are.

    The reconciler compares what is owed with what is. It can run at any time and as
    often as it likes: what is over stays untouched, what somebody moved or passed on
    stays so until the plan itself changes.
    """

    _inherit = "crisis.duty.mixin"

    date_planned = fields.Datetime(
        readonly=True,
        help="When the plan wants it; the due time may have been moved since. Empty: "
        "made by hand.",
    )
    planned_user_id = fields.Many2one(
        "res.users",
        "Planned Owner",
        readonly=True,
        help="Whose it is by plan; somebody may have passed it on since.",
    )

    # States in which a duty counts as being there, and is not made again.
    _planned_once_states = ("open",)

    @api.model
    def _planned_duty_values(self, documents):
        """Return what the plan wants on the documents now, as values for `create`.

        Each with `document_id`, `date_planned`, and what `_plan_key` looks at.
        """
        return []

    @api.model
    def _plan_key(self, document_id, values):
        """Return what makes two planned duties the same."""
        return (document_id,)

    @api.model
    def _reconcile(self, documents, present=None):
        """Make what is missing, move what is planned otherwise, end what is needless.

        :param present: the duties of this kind that count as being there
        :return: the open duties of the documents
        """
        # what the plan wants is the system's to make, move and end, not the user's
        model = self.sudo().with_context(crisis_reconciling=Inside())
        owed = {
            self._plan_key(vals["document_id"], vals): vals
            for vals in model._planned_duty_values(documents)
        }
        present = model.browse(present.ids if present else [])
        needless = model.browse()
        for duty in present.filtered(lambda duty: duty._blocks_new_plan()):
            vals = owed.pop(
                self._plan_key(duty.document_id.id, duty._plan_key_values()), None
            )
            if duty.state != "open" or not duty.date_planned:
                continue
            if vals is None:
                needless |= duty
            else:
                duty._replan(vals)
        needless = needless.filtered(lambda duty: duty._may_lapse())
        needless._cancel(self.env._("No longer needed."), is_personal=False)
        made = model.create([model._as_felt(vals) for vals in owed.values()])
        made._on_planned()
        still_open = present.filtered(lambda duty: duty.state == "open")
        return (still_open | made).with_context(crisis_reconciling=None)

    def _may_lapse(self):
        """Whether it ends by itself, where the plan does not want it any more."""
        return True

    def _on_planned(self):
        """Do what the plan wants done at once with what it has just made."""

    def _blocks_new_plan(self):
        """What Odoo itself cancelled is made again when it is needed again."""
        return self.state != "cancelled" or bool(self.done_by_id)

    def _plan_key_values(self):
        """Return the values that `_plan_key` looks at, with ids for records."""
        return {}

    @api.model
    def _as_felt(self, vals):
        """Return the values of a planned duty, due no earlier than its clock began."""
        document = self.env["crisis.document"].browse(vals["document_id"])
        planned = document._felt(vals["date_planned"])
        return vals | {"date_planned": planned, "date_due": planned}

    @api.model
    def _overtaken(self, documents, now):
        """Return the documents on which a duty that is to come would be due by now.

        :param documents: read with the system's rights
        """
        still_open = documents._find_duties({self._name: ("open",)})[self._name]
        due = {
            self._plan_key(duty.document_id.id, duty._plan_key_values()): duty.date_due
            for duty in still_open
        }
        found = documents.browse()
        for vals in self._planned_duty_values(documents):
            key = self._plan_key(vals["document_id"], vals)
            if key in due and vals["date_planned"] <= now < due[key]:
                found |= documents.browse(vals["document_id"])
        return found

    def _replan(self, vals):
        planned = self.document_id._felt(vals["date_planned"], self.date_planned)
        if planned != self.date_planned and not self._is_same_plan(vals):
            self._write_as_system({"date_planned": planned, "date_due": planned})

    def _is_same_plan(self, vals):
        """Whether another planned time is no reason to move the duty."""
        return False

    def _planned_owner(self):
        """Return whose duty it is by plan, absences apart."""
        return self.document_id._responsible_or_supervisor()

    def _concerned(self):
        """Return whose being there or away matters for this duty."""
        return self._planned_owner()

    def _stand_in(self, presence, user):
        """Return who does it for the user, who may be away when it is due."""
        supervisor = self.document_id.team_id._acting_supervisor()
        found = presence.stand_in(
            user, lambda asked: self._is_out(presence, asked), supervisor
        )
        is_other = found and found not in (user, supervisor)
        if is_other and not self._can_be_done_by(found):
            return supervisor or found
        return found

    def _is_out(self, presence, user):
        """Whether the user can't do it: he is away when it is due, or has no role."""
        return presence.is_away(user, self.date_due) or not self._has_role(user)

    def _has_role(self, user):
        """Whether the user still has the role that doing this takes."""
        # whoever sets it off: production, too, or a customer
        return user.sudo().has_group("crisis_protocol.group_crisis_agent")

    def _can_be_done_by(self, user):
        """Whether a user has the rights that doing this takes."""
        # of another's companies one may read only those that are one's own, too
        companies = user.sudo().company_ids
        seen = self.with_user(user).with_context(allowed_company_ids=companies.ids)
        return seen.has_access("write")

    @api.model
    def _people_domain(self, users):
        """Return for which duties it matters whether these users are there."""
        ids = users.ids
        return (
            Domain("user_id", "in", ids)
            | Domain("planned_user_id", "in", ids)
            | Domain("document_id.user_id", "in", ids)
            | Domain("document_id.team_id.supervisor_id", "in", ids)
        )

    def _was_stood_in_for(self):
        stand_ins = self._planned_owner().crisis_substitute_id
        stand_ins |= self.document_id.team_id._acting_supervisor()
        return bool(self.user_id) and self.user_id in stand_ins

    def _assign(self, presence):
        """Give each open duty to whom it belongs now.

        Nobody who is away silently owns a duty: it goes to his substitute, else to
        the supervisor.

        :return: [(duty, the absent owner)] for those that an absence moved; without
            an owner for those whose own is back
        """
        moved = []
        for duty in self:
            planned = duty._stand_in(presence, duty._planned_owner())
            vals, owner = {}, duty.user_id
            if planned != duty.planned_user_id:
                if owner == duty.planned_user_id:
                    owner = planned
                vals["planned_user_id"] = planned.id
            if not owner:
                owner = planned
            elif duty._is_out(presence, owner):
                owner = duty._stand_in(presence, owner)
            if owner != duty.user_id:
                vals["user_id"] = owner.id
                if duty.user_id and duty._is_out(presence, duty.user_id):
                    moved.append((duty, duty.user_id))
                elif owner == duty._planned_owner() and duty._was_stood_in_for():
                    moved.append((duty, None))
            if vals:
                duty._write_as_system(vals)
        return moved
