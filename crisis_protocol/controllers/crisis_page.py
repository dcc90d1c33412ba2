from markupsafe import Markup

from odoo.http import request


class CrisisPage:
    """What all pages without a login have in common.

    They show what one link is for and nothing else. Only a pressed button (POST)
    changes anything: mail scanners and previews that fetch a link (GET, HEAD) do not.
    """

    def _must_wait(self):
        """Return the answer for who has tried too many links, or None."""
        tries = request.env["crisis.page.try"]
        seconds = tries._wait(request.httprequest.remote_addr)
        return self._slow_page(seconds) if seconds else None

    def _dead_page(self):
        """Answer a link that is forged, too old or of no use any more."""
        tries = request.env["crisis.page.try"]
        seconds = tries._note(request.httprequest.remote_addr)
        if seconds:
            return self._slow_page(seconds)
        return self._page("crisis_protocol.page_dead", request.env.lang)

    def _no_case(self, document):
        """Return the answer where a link leads to no case that still runs, or None."""
        if not document:
            return self._dead_page()
        lang = document._page_lang()
        request.update_context(lang=lang)
        if document.is_closed or not document.active:
            document = document.with_context(lang=lang)
            return self._page(
                "crisis_protocol.page_ended", lang, {"document": document}
            )
        return None

    def _slow_page(self, seconds):
        response = self._page(
            "crisis_protocol.page_slow",
            request.env.lang,
            {"minutes": seconds // 60 + 1},
        )
        response.status_code = 429
        response.headers["Retry-After"] = str(seconds)
        return response

    def _is_pressed(self):
        return request.httprequest.method == "POST"

    def _again(self):
        """Show the page anew after a press, so that a reload presses nothing."""
        return self._guarded(request.redirect(request.httprequest.path, code=303))

    def _page(self, template, lang, values=None):
        """Return a page in that language.

        :param dict values: what the template shows
        """
        request.update_context(lang=lang)
        values = values or {}
        cases = values.get("document") or request.env["crisis.document"]
        if "notices" in values:
            cases = values["notices"].document_id
        layout = {
            "is_drill": any(case.is_drill for case in cases),
            "doctype": Markup("<!DOCTYPE html>"),
            "lang": lang,
            "title": request.env._("Crisis Protocol"),
        }
        return self._guarded(request.render(template, layout | values))

    def _guarded(self, response):
        """A link with a token in it must not leak to other sites, caches, searches."""
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["X-Frame-Options"] = "DENY"
        return response
