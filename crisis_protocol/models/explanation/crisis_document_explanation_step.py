from odoo import fields, models

from ...tools.steps import insert_step


class CrisisDocument(models.Model):
    """What the line on top says of the explanation: review, send, did he accept?"""

    _inherit = "crisis.document"

    next_step_kind = fields.Selection(
        selection_add=[
            ("explain", "Send the explanation"),
            ("answer", "Ask whether he accepts it"),
            ("review", "Review the explanation"),
        ]
    )

    def _next_step_questions(self):
        return insert_step(
            super()._next_step_questions(), "_ask_anew", before="_ask_explanation"
        )

    def _gate_preview_depends(self):
        return [
            *super()._gate_preview_depends(),
            "explanation_accepted",
            "date_explanation_confirmed",
        ]

    def _ask_anew(self):
        """That he does not accept it comes before all that is missing besides."""
        if self.explanation_accepted == "no" and not self.date_explanation_confirmed:
            return "explanation", self.env._(
                "The customer does not accept the explanation. Write it so that he can."
            )
        return None

    def _ask_gate(self):
        """A gate that wants the explanation sent or answered leads the way there."""
        asked = super()._ask_gate()
        kind = asked[0] if asked else None
        if kind not in ("explain", "answer"):
            return asked
        if not self.date_explanation_sent:
            lacks = self._explanation_lacks()
            if lacks:
                return self._explanation_step(lacks)
            return "explain", self.env._("Send the explanation to the customer.")
        return kind, self._ask_answer_words() if kind == "answer" else asked[1]

    def _explanation_step(self, lacks):
        """Return the step of an explanation that may not leave yet.

        Who reviews it is led to it; who wrote it can only wait.
        """
        if not self.date_explanation_confirmed:
            return "explanation", lacks
        return ("review" if self.can_review_explanation else "none"), lacks

    def _next_step_dialogs(self):
        dialogs = super()._next_step_dialogs()
        return dialogs | {"review": dialogs["explanation"]}

    def _ask_answer_words(self):
        if self.explanation_asked_count:
            return self.env._(
                "Asked once, the customer did not say whether he accepts the "
                "explanation. Ask him again."
            )
        return self.env._("Does the customer accept the explanation? Ask him.")
