from odoo import fields, models

from ...tools.constants import ANSWERS_OVER


class CrisisControl(models.Model):
    """Control 2 by mail: the customer himself says how it stands (S0-42, S0-46)."""

    _inherit = "crisis.control"

    customer_answer = fields.Selection(
        ANSWERS_OVER,
        "Customer's Choice",
        readonly=True,
        help="What the customer answered himself, on the page without a login.",
    )

    def _said_in(self):
        return "page" if self.customer_answer else super()._said_in()

    def _take_answer(self, answer, words, partner):
        """Be done by what the customer answered himself.

        :param str answer: one of `ANSWERS_OVER`
        :param str words: what he wrote, or the words of the button
        """
        self.ensure_one()
        self._check_open()
        result = "problem" if answer == "still" else "clean"
        self._write_as_system(
            {
                "state": "done",
                "date_done": fields.Datetime.now(),
                # the customer answers, and may not look up his own user
                "done_by_id": partner.sudo().user_ids[:1].id,
                "result": result,
                "is_counted": self._counts(result),
                "asked_partner_id": partner.id,
                "channel": "email",
                "customer_words": words,
                "customer_says_over": answer == "over",
                "customer_answer": answer,
            }
        )
        self.env["mail.activity"]._sync_duty_activities(self)
        self.document_id._on_control(self)
