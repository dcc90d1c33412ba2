from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CrisisLead(models.Model):
    """Somebody takes the lead of a case that is as severe as can be (S0-48, S1-02).

    The supervisor is asked. He leads with one press, or names who does; that he was
    made responsible by somebody else is no answer of his.
    """

    _name = "crisis.lead"
    _description = "Taking the Lead"
    _inherit = "crisis.duty.mixin"

    _document_field = "lead_ids"
    _open_fields = frozenset({"leader_id"})
    # Who was asked and has answered is asked again only once the case has come back.
    _planned_once_states = ("open", "done", "missed", "cancelled")

    leader_id = fields.Many2one(
        "res.users",
        "Who Leads",
        index="btree_not_null",
        domain=lambda self: self.env["crisis.handover"]._receiver_domain(),
        help="Empty: the supervisor himself.",
    )

    @api.model
    def _planned_duty_values(self, documents):
        return [
            {
                "document_id": document.id,
                "date_planned": self._default_due(document),
            }
            for document in documents.filtered("active")
            if document._is_lead_owed()
        ]

    def _on_planned(self):
        """He hears of it at once, by inbox or mail, not only by his activities."""
        told = {}
        for lead in self:
            for user in lead._planned_owner() - self.env.user:
                told.setdefault(user, {})[lead.document_id] = [lead._asked_line]
        self.env["crisis.document"]._notify_users(told)
        return super()._on_planned()

    def _asked_line(self):
        return self.env._(
            "This case is as severe as can be: you are asked to lead it, or to name "
            "who does, by %s.",
            self._time(self.date_due),
        )

    def _is_same_plan(self, vals):
        """It is wanted by when it was first asked for."""
        return True

    def _blocks_new_plan(self):
        """What was answered before the case came back is no answer of now."""
        reopened = self.document_id.date_reopened
        is_old = self.state != "open" and reopened and self.date_done < reopened
        return not is_old and super()._blocks_new_plan()

    def _planned_owner(self):
        return self.document_id.team_id.supervisor_id or super()._planned_owner()

    def _can_be_done_by(self, user):
        return self.document_id._can_be_responsible(user)

    def _check_cancel(self):
        if not self.env.user.has_group("crisis_protocol.group_crisis_supervisor"):
            raise UserError(
                self.env._("Only a supervisor may decide that nobody has to lead.")
            )
        return super()._check_cancel()

    def _check_change(self, vals):
        result = super()._check_change(vals)
        if "user_id" in vals and not self.env.user.has_group(
            "crisis_protocol.group_crisis_supervisor"
        ):
            raise UserError(
                self.env._("The supervisor is asked. Only he passes that on.")
            )
        return result

    # ------------------------------------------------------------------
    # The answer
    # ------------------------------------------------------------------

    def action_lead(self):
        """Take the lead: from now on the user is responsible.

        :raise AccessError: for anybody but a supervisor or who stands in for him
        """
        return self._decide(self.env.user)

    def action_name(self):
        """Let the one lead who is named; he may be responsible already.

        :raise UserError: if nobody is named, or who may not lead
        """
        self.ensure_one()
        self._check_mine()
        leader = self.leader_id
        if not leader:
            raise UserError(self.env._("Choose who leads."))
        if not self.document_id._can_be_responsible(leader):
            raise UserError(
                self.env._(
                    "%s does not work with crisis documents of this company and can't "
                    "take one.",
                    leader._crisis_name(),
                )
            )
        return self._decide(leader)

    def _decide(self, leader):
        self.ensure_one()
        self._check_mine()
        document, before = self.document_id, self.document_id.user_id
        self._note_leader(leader)
        if leader != before:
            document.write({"user_id": leader.id})
            document._pass_on_duties(before, leader)
        return {"type": "ir.actions.act_window_close"}

    def _note_leader(self, leader):
        """Note that the supervisor has said who leads."""
        self._finish(
            self.env._("%s leads this case.", leader._crisis_name()),
            leader_id=leader.id,
        )

    def _check_mine(self):
        self.check_access("write")
        self._check_open()
        user = self.env.user
        is_supervisor = user.has_group("crisis_protocol.group_crisis_supervisor")
        if self.user_id != user and not is_supervisor:
            raise AccessError(
                self.env._("Only %s can answer that.", self.user_id._crisis_name())
            )

    def _do_from_activity(self, feedback):
        """A tick is the press: the supervisor leads."""
        self.ensure_one()
        if self.user_id != self.env.user:
            return False
        self.action_lead()
        return True

    def _tell_done(self):
        leader = self._name_of(self.leader_id)
        return self.env._(
            "%(leader)s leads (%(who)s).",
            leader=leader,
            who=self._name_of(self.done_by_id),
        ), ""
