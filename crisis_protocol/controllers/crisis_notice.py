from odoo import http
from odoo.http import request

from .crisis_page import CrisisPage


class CrisisNoticeController(CrisisPage, http.Controller):
    """The page behind “I have read this”: no login, and nothing but that."""

    _path = "/crisis/notice"

    @http.route(
        ["/crisis/notice/<string:token>", "/crisis/notice/at/<string:handle>"],
        type="http",
        auth="public",
        methods=["GET", "POST"],
        sitemap=False,
    )
    def notice(self, token="", handle="", note="", **_values):
        """Show what has to be confirmed; a press of the button confirms it."""
        if wait := self._must_wait():
            return wait
        token = self._token(token, handle)
        if not token:
            return self._expired_page()
        notices, partner = request.env["crisis.notice"]._from_token(token)
        if not notices or not partner:
            return self._dead_page()
        if exchanged := self._exchange(token):
            return exchanged
        lang = notices._reader_lang(partner)
        request.update_context(lang=lang)
        notices = notices.with_context(lang=lang)
        if self._is_pressed():
            notices._confirm(partner, note.strip()[:2000])
        return self._page(
            "crisis_protocol.notice_page",
            lang,
            {
                "token": token,
                "notices": notices,
                "partner": partner,
                "is_open": "open" in notices.mapped("state"),
                "is_done": "done" in notices.mapped("state"),
                "title": request.env._("Confirmation"),
            },
        )
