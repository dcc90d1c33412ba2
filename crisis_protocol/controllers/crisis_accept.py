from odoo import http
from odoo.http import request

from .crisis_page import CrisisPage


class CrisisAcceptController(CrisisPage, http.Controller):
    """Two large buttons: the explanation is enough, or not yet (S0-26)."""

    _path = "/crisis/accept"

    @http.route(
        ["/crisis/accept/<string:token>", "/crisis/accept/at/<string:handle>"],
        type="http",
        auth="public",
        methods=["GET", "POST"],
        sitemap=False,
        max_content_length=4 * 1024 * 1024,
    )
    def accept(self, token="", handle="", answer="", words="", **_values):
        """Ask whether the explanation is enough; a pressed button is his answer.

        The buttons of the mail lead here with an answer chosen, which is noted only
        when it is pressed here again.
        """
        find = request.env["crisis.document"]._from_accept_token
        ended, visit = self._enter(token, handle, find)
        if ended:
            return ended
        token, document, partner, version = visit
        answers = document._accept_labels()
        if self._is_pressed() and answer in answers:
            document._note_accept_answer(answer, words, partner, version)
            return self._again()
        return self._page(
            "crisis_protocol.accept_page",
            document.env.lang,
            {
                "token": token,
                "document": document,
                "answers": answers,
                "chosen": answer if answer in answers else "",
                "may_answer": document._may_accept(version),
                "title": request.env._("Is the explanation enough?"),
            },
        )
