from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.crisis_protocol.tools.steps import insert_step


class CrisisDocument(models.Model):
    """What is to be brought, asked in the line on top, and owed once it is said."""

    _inherit = "crisis.document"

    wants_errand = fields.Boolean("Something Has To Be Brought", copy=False)
    errand = fields.Char("What Is To Be Brought", copy=False, plans_duties=True)
    next_step_kind = fields.Selection(
        selection_add=[("errand_what", "Say what is brought"), ("errand", "Bring it")]
    )

    def _snapshots(self):
        return insert_step(
            super()._snapshots(), "_errands_before", before="_plans_before"
        )

    def _errands_before(self, vals):
        if "errand" not in vals:
            return None
        return {document: document.errand for document in self}

    def _change_steps(self):
        # said before the duty is there, so that its activity stands below it
        return insert_step(
            super()._change_steps(), "_react_to_errand", before="_react_to_plan"
        )

    def _react_to_errand(self, change):
        """Say in the chatter what is brought, so that nobody brings it twice."""
        before = change.before["_errands_before"] or {}
        for document in self.filtered(lambda d: d.errand != before.get(d, d.errand)):
            document._message_log(body=document.errand or "–")

    def _gate_preview_depends(self):
        return [*super()._gate_preview_depends(), "errand_ids.state"]

    def _next_step_questions(self):
        # before anything else is asked of the case: somebody waits at the door
        questions = super()._next_step_questions()
        return insert_step(questions, "_ask_errand", before="_ask_gate")

    def _ask_errand(self):
        if self.wants_errand and not self.errand:
            return "errand_what", self.env._("Nobody has said what is brought.")

    def _next_step_dialogs(self):
        view = "crisis_protocol_sixth_duty.crisis_document_view_form_errand_what"
        title = self.env._("What is brought")
        return super()._next_step_dialogs() | {"errand_what": (title, view)}

    def action_do_errand(self):
        """Open the errand that keeps the case from being closed.

        :raise UserError: if somebody was faster
        """
        self.ensure_one()
        errand = self.errand_ids.filtered(lambda e: e.state == "open")[:1]
        if not errand:
            raise UserError(self.env._("This is done already. Look again."))
        return errand.action_do()
