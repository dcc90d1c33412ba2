from odoo import fields, models


class CrisisDocument(models.Model):
    """What the line on top says of the explanation: review, send, did he accept?"""

    _inherit = "crisis.document"

    next_step_kind = fields.Selection(
        selection_add=[
            ("explain", "Send the explanation"),
            ("answer", "Ask whether he accepts it"),
        ]
    )

    def _ask_gate(self):
        """A gate that wants the explanation sent or answered leads the way there."""
        asked = super()._ask_gate()
        kind = asked[0] if asked else None
        if kind not in ("explain", "answer"):
            return asked
        if self.explanation_accepted == "no" and not self.date_explanation_confirmed:
            return "explanation", self.env._(
                "The customer does not accept the explanation. Write it so that he can."
            )
        if not self.date_explanation_sent:
            lacks = self._explanation_lacks()
            if lacks:
                return "explanation", lacks
            return "explain", self.env._("Send the explanation to the customer.")
        return kind, self._ask_answer_words() if kind == "answer" else asked[1]

    def _ask_answer_words(self):
        if self.explanation_asked_count:
            return self.env._(
                "Asked once, the customer did not say whether he accepts the "
                "explanation. Ask him again."
            )
        return self.env._("Does the customer accept the explanation? Ask him.")
