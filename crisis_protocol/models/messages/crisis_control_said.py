from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.constants import WORDS_SAY
from ...tools.sentence import is_sentence

# Which result his words speak against.
AGAINST = {"goes_on": "clean", "over": "problem"}


class CrisisControl(models.Model):
    """Control 2 rests on what he said: who speaks for him, and what his words say.

    Where they say otherwise than the result, Odoo asks again, and keeps why it was
    noted all the same (S0-42, S0-46, S0-50).
    """

    _inherit = "crisis.control"

    words_say = fields.Selection(WORDS_SAY, compute="_compute_words_say")
    contradiction_reason = fields.Text(
        "Why All the Same",
        copy=False,
        help="Where his words say otherwise than the result.",
    )

    @api.depends("customer_words")
    def _compute_words_say(self):
        for control in self:
            said = self.env["crisis.expression"]._said(control.customer_words)
            control.words_say = control.kind == "customer" and said

    def _filter_handed_in(self, vals, more=frozenset()):
        return super()._filter_handed_in(vals, {"contradiction_reason", *more})

    def _is_contradicted(self, result):
        """Whether his words say otherwise than the result."""
        return result == AGAINST.get(self.words_say)

    def _check_customer_evidence(self, result):
        super()._check_customer_evidence(result)
        if result == "unreached":
            return
        self.document_id._check_speaks_for_customer(self.asked_partner_id)
        self._check_mail_has_come()
        if self._is_contradicted(result) and not is_sentence(self.contradiction_reason):
            raise UserError(self._asked_again(result))

    def _check_mail_has_come(self):
        """Who answered by mail has written since he was last asked.

        :raise UserError: where nothing of his came
        """
        if self.channel == "email" and not self.document_id._has_written_since_asked():
            raise UserError(
                self.env._(
                    "No mail of the customer has come since he was last asked. Choose "
                    "how you reached him, or forward his mail to this case."
                )
            )

    def _asked_again(self, result):
        words = " ".join(self.customer_words.split())
        if result == "clean":
            return self.env._(
                "The customer's words say that it goes on, or that he is not content: "
                "“%s”. Is it clean? Then answer “Why ‘Clean’ all the same?” in a "
                "sentence, and press it again. It is kept as an override.",
                words,
            )
        return self.env._(
            "The customer's words say that it is over: “%s”. Is it a problem? Then "
            "answer “Why ‘Problem’ all the same?” in a sentence, and press it again. "
            "It is kept as an override.",
            words,
        )
