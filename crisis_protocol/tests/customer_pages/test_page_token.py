import logging
import time

from odoo.tests import tagged

from ..duties.common_notice_page import NoticePageCase
from .common_page import CSRF, PageCase


class TokenCase:
    """What holds for each link alike."""

    def _assert_exchanged(self, path, form="<form"):
        """Open a link as a browser does, and return the page that it comes to."""
        token = path.rpartition("/")[2].partition("?")[0]
        first = self.url_open(path, allow_redirects=False)
        self.assertEqual(first.status_code, 303)
        self.assertNotIn(token, first.headers["Location"])
        (cookie,) = [c for c in self.opener.cookies if c.value == token]
        self.assertIn("/at/", cookie.path)
        self.assertLessEqual(cookie.expires, self._soon())
        said = first.headers["Set-Cookie"]
        self.assertIn("HttpOnly", said)
        self.assertIn("SameSite=Lax", said)
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn(token, page.url)
        self.assertIn(form, page.text)
        return page

    def _soon(self):
        return time.time() + 9 * 3600


@tagged("post_install", "-at_install")
class TestPageToken(TokenCase, PageCase):
    """The token of a link leaves the address at once, and stands in no log."""

    def test_exchanged(self):
        """Behind the link stands an address that is worth nothing by itself."""
        before = self._trail()
        for path in (self._over(), f"{self._over()}?answer=over", self._information()):
            self._assert_exchanged(path)
        self.assertEqual(self._trail(), before)
        chosen = self._get(f"{self._over()}?answer=over")
        self.assertIn("Press once more to confirm", chosen.text)

    def test_address_alone(self):
        """Who finds the address without the cookie sees nothing, and tries nothing."""
        page = self._get(self._over())
        self.opener.cookies.clear()
        for _time in range(30):
            alone = self._get(page.url)
        self.assertEqual(alone.status_code, 200)
        self.assertIn("Please open the link again", alone.text)
        self.assertNotIn(self.document.name, alone.text)

    def test_cookie_is_gone(self):
        """What somebody has typed is not lost when his cookie is."""
        path = self._over()
        page = self._get(path)
        csrf = CSRF.search(page.text)[1]
        token = path.rpartition("/")[2]
        for cookie in [c for c in self.opener.cookies if "/at/" in c.path]:
            self.opener.cookies.clear(cookie.domain, cookie.path, cookie.name)
        self._post(page.url, csrf_token=csrf, answer="still", words="No", link=token)
        self.assertEqual(self.document.customer_answer, "still")

    def test_link_of_another(self):
        """A form that brings the token of another link along is none of this one."""
        page = self._get(self._over())
        csrf = CSRF.search(page.text)[1]
        other = self._over(self.other).rpartition("/")[2]
        self._post(page.url, csrf_token=csrf, answer="still", link=other)
        self.assertFalse(self.document.customer_answer)
        self.assertFalse(self.other.sudo().customer_answer)

    def test_two_pages_at_once(self):
        """Two links that are open side by side stay two."""
        mine, others = self._get(self._over()), self._get(self._over(self.other))
        self.assertNotEqual(mine.url, others.url)
        csrf = CSRF.search(mine.text)[1]
        self._post(mine.url, csrf_token=csrf, answer="still", words="No")
        self.assertEqual(self.document.customer_answer, "still")
        self.assertFalse(self.other.sudo().customer_answer)

    def test_access_log(self):
        """The one request that has the token in it is logged without it."""
        path = self._over()
        token = path.rpartition("/")[2]
        with self.assertLogs("werkzeug", logging.INFO) as log:
            self._press(path, answer="still")
        lines = "\n".join(log.output)
        self.assertIn("/crisis/over/***", lines)
        self.assertIn("/crisis/over/at/", lines)
        self.assertNotIn(token, lines)


@tagged("post_install", "-at_install")
class TestNoticeToken(TokenCase, NoticePageCase):
    """So it is with the link that a manager confirms."""

    def test_exchanged(self):
        """Opened, it is confirmed by nobody; pressed behind it, it is."""
        page = self._assert_exchanged(self._path())
        self._assert_open()
        self._post(page.url, csrf_token=CSRF.search(page.text)[1])
        self.assertEqual(self.notice.state, "done")
