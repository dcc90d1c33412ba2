from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.constants import ANSWERS_EXPLANATION


class CrisisControl(models.Model):
    """Control 2 may ask whether the customer accepts the explanation (S0-26, S0-46)."""

    _inherit = "crisis.control"

    explanation_state = fields.Selection(related="document_id.explanation_state")
    explanation_accepted = fields.Selection(
        ANSWERS_EXPLANATION,
        "Accepts the Explanation",
        default="not_asked",
        help="Whether he accepts it, if he was asked.",
    )

    def _filter_handed_in(self, vals, more=frozenset()):
        return super()._filter_handed_in(vals, more | {"explanation_accepted"})

    def _check_evidence(self, result):
        """An answer to the explanation comes with his words.

        :raise UserError: saying what is missing
        """
        super()._check_evidence(result)
        answer = self.explanation_accepted or "not_asked"
        if answer == "not_asked":
            return
        if self.kind != "customer" or result == "unreached":
            raise UserError(
                self.env._("Only a customer who was reached answers the explanation.")
            )
        self.document_id._check_explanation_answer(
            answer,
            self.customer_words,
            fields.Datetime.now(),
            self.contradiction_reason,
        )

    def _summary(self, result):
        text = super()._summary(result)
        if self.kind != "customer" or self.explanation_accepted in (False, "not_asked"):
            return text
        label = self._fields["explanation_accepted"]._description_string(self.env)
        return f"{text}\n{label}: {self._choice('explanation_accepted')}"
