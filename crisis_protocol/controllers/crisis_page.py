import hashlib
import logging
import re

from markupsafe import Markup

from odoo.http import request

# How long a browser keeps what it got for the link: long enough to fill in a page.
VISIT_SECONDS = 8 * 3600
_PAGES = "accept|information|notice|over"
_TOKEN_IN_LOG = re.compile(rf"(/crisis/(?:{_PAGES})/)(?!at/)[^\s?\"]+")


class _NoTokens(logging.Filter):
    """Leave tokens out of the access log: who reads it could use them.

    A link is exchanged at once, so that its token stands in one request alone. That
    one is logged without it.
    """

    def filter(self, record):
        text = record.getMessage()
        if "/crisis/" in text:
            record.msg, record.args = _TOKEN_IN_LOG.sub(r"\1***", text), ()
        return True


for _name in ("werkzeug", "odoo.http"):
    logging.getLogger(_name).addFilter(_NoTokens())


class CrisisPage:
    """What all pages without a login have in common.

    They show what one link is for and nothing else. Only a pressed button (POST)
    changes anything: mail scanners and previews that fetch a link (GET, HEAD) do not.

    The token of a link is exchanged for a cookie and leaves the address: what stands
    there is read in histories, logs and over shoulders. Each link has an address and a
    cookie of its own, so that two open pages stay two. The form brings the token along
    in its body, so that nothing typed is lost where the cookie is gone.
    """

    # What comes before the token in a link of this kind.
    _path = None

    def _token(self, token, handle):
        """Return the token of this visit; empty if the browser has none any more.

        :param str token: as it stands in the link
        :param str handle: what stands in the address instead of it
        """
        if token:
            return token
        request_ = request.httprequest
        found = self._is_pressed() and request_.form.get("link")
        found = found or request_.cookies.get(f"crisis_{handle}") or ""
        return found if self._handle(found) == handle else ""

    def _handle(self, token):
        """Return what names a link and is worth nothing by itself."""
        return hashlib.sha256(token.encode()).hexdigest()[:16]

    def _enter(self, token, handle, find):
        """Open a link to one of the customer's pages.

        :param find: returns the case, the contact and what else a token carries
        :return: (answer, visit); with an answer the visit is over, else it is the
            token, the case in the language of its pages, the contact, and the rest
        """
        if wait := self._must_wait():
            return wait, None
        token = self._token(token, handle)
        if not token:
            return self._expired_page(), None
        document, *rest = find(token)
        if no_case := self._no_case(document):
            return no_case, None
        if not rest[0]:
            lang = document._page_lang()
            return self._page("crisis_protocol.page_moved", lang), None
        if exchanged := self._exchange(token):
            return exchanged, None
        document = document.with_context(lang=document._page_lang())
        return None, (token, document, *rest)

    def _exchange(self, token):
        """Return the answer that takes a good token out of the address, or None.

        What else the link says, such as the button that was chosen, goes along.
        """
        request_ = request.httprequest
        is_bare = not request_.path.startswith(f"{self._path}/at/")
        if self._is_pressed() or not is_bare:
            return None
        handle = self._handle(token)
        path = f"{self._path}/at/{handle}"
        query = request_.query_string.decode("ascii", "ignore")
        target = f"{path}?{query}" if query else path
        response = self._guarded(request.redirect(target, code=303))
        response.set_cookie(
            f"crisis_{handle}",
            token,
            max_age=VISIT_SECONDS,
            path=path,
            secure=request_.scheme == "https",
            httponly=True,
            samesite="Lax",
        )
        return response

    def _expired_page(self):
        """Ask to open the link anew: this address alone says nothing."""
        return self._page("crisis_protocol.page_expired", request.env.lang)

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

        :param dict values: what the template shows; with a form also the `token`
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
