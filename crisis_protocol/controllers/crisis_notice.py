from markupsafe import Markup

from odoo import http
from odoo.http import request


class CrisisNoticeController(http.Controller):
    """The page behind “I have read this”: no login, and nothing but that."""

    @http.route(
        "/crisis/notice/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        sitemap=False,
    )
    def notice(self, token, note="", **_values):
        """Show what has to be confirmed; a press of the button confirms it.

        Only the button does: mail scanners and previews that open the link change
        nothing.
        """
        notices, partner = request.env["crisis.notice"]._from_token(token)
        lang = notices._reader_lang(partner)
        request.update_context(lang=lang)
        notices = notices.with_context(lang=lang)
        if notices and partner and request.httprequest.method == "POST":
            notices._confirm(partner, note.strip()[:2000])
        response = request.render(
            "crisis_protocol.notice_page",
            {
                "notices": notices,
                "partner": partner,
                "is_open": "open" in notices.mapped("state"),
                "is_done": "done" in notices.mapped("state"),
                "title": request.env._("Confirmation"),
                "doctype": Markup("<!DOCTYPE html>"),
                "lang": lang,
            },
        )
        # a link with a token in it must not leak to other sites or caches
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response
