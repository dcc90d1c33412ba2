from odoo import http
from odoo.http import request

from .crisis_page import CrisisPage


class CrisisOverController(CrisisPage, http.Controller):
    """Three large buttons: still going on, better, over (S0-42, S0-46)."""

    _path = "/crisis/over"

    @http.route(
        ["/crisis/over/<string:token>", "/crisis/over/at/<string:handle>"],
        type="http",
        auth="public",
        methods=["GET", "POST"],
        sitemap=False,
        max_content_length=4 * 1024 * 1024,
    )
    def over(self, token="", handle="", answer="", words="", **_values):
        """Ask how it stands; a pressed button is the customer's answer.

        The buttons of the mail lead here with an answer chosen, which is noted only
        when it is pressed here again.
        """
        find = request.env["crisis.document"]._from_over_token
        ended, visit = self._enter(token, handle, find)
        if ended:
            return ended
        token, document, partner, asked_id = visit
        answers = dict(document._over_labels())
        if self._is_pressed() and answer in answers:
            document._note_over_answer(answer, words, partner, asked_id)
            return self._again()
        is_answered = (
            document.date_customer_answer and document.customer_answer_asked == asked_id
        )
        return self._page(
            "crisis_protocol.over_page",
            document.env.lang,
            {
                "token": token,
                "document": document,
                "partner": partner,
                "answers": answers,
                "chosen": answer if answer in answers else "",
                "answered": is_answered and document.customer_answer,
                "answered_on": document._page_time(
                    document.date_customer_answer, partner
                ),
                "title": request.env._("How do things stand?"),
            },
        )
