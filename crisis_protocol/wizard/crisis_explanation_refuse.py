from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.sentence import is_sentence


class CrisisExplanationRefuse(models.TransientModel):
    """Asks why an explanation is not good enough, for the customer or the reviewer."""

    _name = "crisis.explanation.refuse"
    _description = "Explanation Not Accepted"

    document_id = fields.Many2one("crisis.document", required=True, ondelete="cascade")
    kind = fields.Selection(
        [("refuse", "Not accepted by the customer"), ("return", "Sent back")],
        required=True,
        default="refuse",
        export_string_translation=False,
    )
    words = fields.Text()

    def action_refuse(self):
        """Keep the words, and make the explanation a draft again.

        :raise UserError: without words, or if the user may not change the case
        """
        self.ensure_one()
        words = (self.words or "").strip()
        if not is_sentence(words):
            raise UserError(
                self.env._(
                    "Say in a sentence what is wrong, so that the next text is better."
                )
            )
        self.document_id.check_access("write")
        if self.kind == "return":
            self.document_id._return_explanation(words)
        else:
            self.document_id._note_explanation_answer(False, words)
        return {"type": "ir.actions.act_window_close"}
