from odoo import fields, models


class CrisisOwedWord(models.Model):
    """The explanation has a time of its own, and so has the answer (S0-19, S0-22).

    Sending it does the one, what the customer says to it the other.
    """

    _inherit = "crisis.owed.word"

    kind = fields.Selection(
        selection_add=[
            ("explanation", "Explanation to the customer"),
            ("acceptance", "Whether he accepts the explanation"),
        ],
        ondelete={"explanation": "cascade", "acceptance": "cascade"},
    )

    def action_do(self):
        """Go on with the explanation: write, review, send it, or ask what he says."""
        self.ensure_one()
        document = self.document_id
        if self.kind == "acceptance":
            return document.action_explanation_answer()
        if self.kind != "explanation":
            return super().action_do()
        if document.explanation_is_ready:
            return document.action_send_explanation()
        name, view = document._next_step_dialogs()["explanation"]
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": document._name,
            "res_id": document.id,
            "view_mode": "form",
            "views": [(self.env.ref(view).id, "form")],
            "target": "new",
        }
