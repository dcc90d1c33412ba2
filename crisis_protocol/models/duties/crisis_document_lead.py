from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.steps import insert_step


class CrisisDocument(models.Model):
    """At the highest level the supervisor leads, or says who does (S0-48, S1-02)."""

    _inherit = "crisis.document"

    lead_ids = fields.One2many(
        "crisis.lead", "document_id", "Who Leads", copy=False, readonly=True
    )
    next_step_kind = fields.Selection(selection_add=[("lead", "Take the lead")])

    def _is_lead_owed(self):
        """Whether the supervisor has to say who leads this case.

        Who has filed it himself and leads it need not be asked.
        """
        supervisor = self.team_id.supervisor_id
        is_his = supervisor == self.user_id == self.create_uid
        is_severe = self.level_id.supervisor_leads and not self.is_closed
        return is_severe and bool(supervisor) and not is_his

    def _open_lead(self):
        return self.lead_ids.filtered(lambda duty: duty.state == "open")[:1]

    def _react_to_leader(self, change):
        """A supervisor who says by himself who is responsible has answered."""
        if "user_id" not in change.handed_in:
            return
        for document in self.filtered("user_id"):
            lead = document._open_lead()
            if lead and lead.user_id == self.env.user:
                lead._note_leader(document.user_id)

    @api.depends_context("uid")
    def _compute_next_step(self):
        return super()._compute_next_step()

    def _next_step_questions(self):
        return insert_step(
            super()._next_step_questions(), "_ask_lead", before="_ask_read"
        )

    def _ask_lead(self):
        """He is asked first of all, and nobody else by this line."""
        if self._open_lead().user_id == self.env.user:
            return "lead", self.env._(
                "At this level you are asked to lead: take the lead, or name who does."
            )
        return None

    def _gate_preview_depends(self):
        return [*super()._gate_preview_depends(), "lead_ids.state", "lead_ids.user_id"]

    def action_take_lead(self):
        """Lead the case from now on, as its supervisor was asked to.

        :raise UserError: if nobody is asked any more
        """
        return self._lead_or_refuse().action_lead()

    def action_name_leader(self):
        """Ask the supervisor whom he lets lead."""
        return self._lead_or_refuse().action_do()

    def _lead_or_refuse(self):
        self.ensure_one()
        lead = self._open_lead()
        if not lead:
            raise UserError(self.env._("This is done already. Look again."))
        return lead
