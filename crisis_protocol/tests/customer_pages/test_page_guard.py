import base64
from datetime import datetime, timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import freeze_all_time

from ...models.customer_pages.crisis_document_answer import INFORMATION_HOURS
from ...models.customer_pages.crisis_document_is_over import OVER_HOURS, OVER_SCOPE
from ...models.customer_pages.crisis_page_try import LIMIT, PATIENCE
from ...tools import page_token
from .common_page import CSRF, PageCase

HOSTILE = {
    "script": "<script>steal()</script><img src=x onerror=steal()>",
    "sql": "'; DROP TABLE crisis_document; --",
    "emoji": "🙈 \u202eolleh\u202c ﷽ Z̷͑a̵̛l̴̈́g̸o",
    "null": "before\x00after",
    "template": "{{ 7*7 }} <t t-out='7*7'/> %(name)s {0}",
    "endless": "ş" * 500_000,
}


@tagged("post_install", "-at_install")
class TestPageGuard(PageCase):
    """A link that is no good shows nothing and does nothing."""

    def _paths(self):
        return self._over(), self._information(), self._accept()

    def test_looking_changes_nothing(self):
        """Scanners and previews that fetch a link change nothing, however they ask."""
        before = self._trail()
        for path in self._paths():
            for query in ("", "?answer=over&words=Gone", "?remark=Hello&csrf_token=x"):
                self.assertEqual(self._get(path + query).status_code, 200)
                response = self._get(path + query, method="HEAD")
                self.assertEqual(response.status_code, 200)
            for method in ("PUT", "DELETE"):
                self.assertEqual(self._get(path, method=method).status_code, 405)
        self.assertEqual(self._trail(), before)

    def test_without_the_forms_token(self):
        """Another site can't press the buttons for him."""
        before = self._trail()
        for path in self._paths():
            for data in ({}, {"csrf_token": "x"}):
                with mute_logger("odoo.http"):
                    response = self._post(path, answer="over", remark="x", **data)
                self.assertEqual(response.status_code, 400)
        self.assertEqual(self._trail(), before)

    def test_link_does_not_leak(self):
        """Neither caches nor other sites nor search machines learn of the link."""
        for path in (*self._paths(), "/crisis/over/wrong"):
            response = self._get(path)
            self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertIn("noindex", response.headers["X-Robots-Tag"])
            self.assertNotIn("<script", response.text)

    def test_tampered(self):
        """A link with other contents, cut, or typed by a stranger is dead."""
        csrf = CSRF.search(self.url_open(self._over()).text)[1]
        before = self._trail()
        for path in self._paths():
            page, _slash, token = path.rpartition("/")
            raw = base64.urlsafe_b64decode(token + "===")
            other = [self.other.id, self.customer.id, "", 0]
            typed = [
                raw[:41] + str(other).replace("'", '"').encode(),
                raw[:1] + b"\xff" * 8 + raw[9:],
                raw[:9] + bytes(32) + raw[41:],
                b"\x02" + raw[1:],
            ]
            typed = [base64.urlsafe_b64encode(t).decode().rstrip("=") for t in typed]
            for wrong in [*typed, token[:-3], "a", "çığ-ö", "%00", "A" * 4000]:
                with self.subTest(page=page, wrong=wrong[:40]):
                    self._assert_dead(self._get(f"{page}/{wrong}"))
            dead = f"{page}/{typed[0]}"
            self._assert_dead(self._post(dead, csrf_token=csrf, answer="over"))
        self.assertEqual(self._trail(), before)

    def test_for_another_page(self):
        """A link to one page opens no other one."""
        over, information, accept = (path.rpartition("/")[2] for path in self._paths())
        self._assert_dead(self._get(f"/crisis/over/{information}"))
        self._assert_dead(self._get(f"/crisis/information/{over}"))
        self._assert_dead(self._get(f"/crisis/accept/{over}"))
        self._assert_dead(self._get(f"/crisis/over/{accept}"))
        self._assert_dead(self._get(f"/crisis/notice/{over}"))

    def test_well_signed_nonsense(self):
        """Even what carries our signature has to be what such a link says."""
        for values in ([], [1], "text", {"a": 1}, [self.document.id, 0, "", 0]):
            token = page_token.sign(self.env, OVER_SCOPE, values, 1)
            self._assert_dead(self._get(f"/crisis/over/{token}"))

    def test_another_case(self):
        """A press on one case's page changes no other case."""
        before = self._trail()
        self._press(self._over(self.other), answer="still", words="Mine")
        self.assertEqual(self.other.customer_answer, "still")
        self.assertEqual(self._trail(), before)

    def test_expired(self):
        """After its time a link is dead; until then it is good."""
        now = datetime.now()
        for make, hours in (
            (self._over, OVER_HOURS),
            (self._information, INFORMATION_HOURS),
        ):
            with freeze_all_time(now - timedelta(hours=hours, minutes=1)):
                old = make()
            with freeze_all_time(now - timedelta(hours=hours - 1)):
                young = make()
            self._assert_dead(self._get(old))
            self.assertIn("<form", self._get(young).text)

    def test_contact_of_another_customer(self):
        """When the case goes to another customer, the old one's link is dead."""
        paths = self._paths()
        self.document.write({"partner_id": self.other.partner_id.id})
        for path in paths:
            self._assert_dead(self._get(path))

    def test_case_is_gone(self):
        """The link of a case that was deleted is dead, not an error."""
        document = self._file(level_id=self.level.id)
        paths = self._over(document), self._information(document)
        document.with_user(self.supervisor).unlink()
        for path in paths:
            self._assert_dead(self._get(path))

    def test_case_of_another_company(self):
        """Cases of all companies have pages, each with its own people."""
        document = self._file(
            self.foreign_agent, company_id=self.company_2.id, level_id=self.level.id
        )
        self.assertEqual(document.company_id, self.company_2)
        self._press(self._over(document.with_user(self.foreign_agent)), answer="still")
        self.assertEqual(document.sudo().customer_answer, "still")
        control = document.sudo().control_ids.filtered("customer_answer")
        self.assertEqual(control.result, "problem")

    def test_hostile_words(self):
        """Whatever is typed stays text, and long words are cut, not refused."""
        timing = self.own.question_ids.filtered(lambda q: q.field_name == "timing")
        for name, typed in HOSTILE.items():
            with self.subTest(name):
                path = self._over()
                response = self._press(path, answer="still", words=typed)
                self.assertEqual(response.status_code, 200)
                self.assertNotIn("<script", response.text)
                document = self._file(level_id=self.level.id)
                response = self._press(
                    self._information(document),
                    **{f"q{timing.id}": typed, "remark": typed},
                )
                self.assertEqual(response.status_code, 200)
                self.assertNotIn("<script", response.text)
                for message in (document | self.document).message_ids:
                    self.assertNotIn("<script", message.body or "")
                    self.assertNotIn("<img", message.body or "")
                if name == "sql":
                    self.assertEqual(document.timing, typed)
                if name == "null":
                    self.assertEqual(document.timing, "beforeafter")
                if name == "endless":
                    self.assertFalse(document.timing)
                    self.assertIn("Send it as a file", response.text)


@tagged("post_install", "-at_install")
class TestPageTries(PageCase):
    """Who tries many links is slowed down; who has a good one is not."""

    def test_thousand_tries(self):
        """Of a thousand tries most are told to come back when the hour is over."""
        tries, refused = self.env["crisis.page.try"], 0
        with self._from_address("8.8.4.4"):
            for number in range(PATIENCE + 5):
                response = self._get(f"/crisis/over/wrong{number}")
                refused += response.status_code == 429
            self.assertEqual(refused, 5)
            self.assertIn("Please wait a moment", response.text)
            self.assertGreater(int(response.headers["Retry-After"]), 0)
            good = self._get(self._over())
            self.assertEqual(good.status_code, 200, "an honest neighbour goes on")
            waits = [tries._note("8.8.4.4") for _number in range(1000)]
            self.assertTrue(all(waits))
            self.assertEqual(self._get(self._over()).status_code, 429)
        with self._from_address("8.8.8.8"):
            self.assertEqual(self._get(self._over()).status_code, 200)
        self.assertEqual(self._get(self._over()).status_code, 200)

    def test_hour_is_over(self):
        """In the next hour everybody begins anew."""
        tries = self.env["crisis.page.try"]
        with self._minute(0):
            for _number in range(LIMIT + 1):
                tries._note("8.8.4.4")
            self.assertEqual(tries._wait("8.8.4.4"), 3600)
        with self._minute(59):
            self.assertEqual(tries._wait("8.8.4.4"), 60)
        with self._minute(60):
            self.assertEqual(tries._wait("8.8.4.4"), 0)
            self.assertEqual(tries._note("8.8.4.4"), 0)

    def test_networks(self):
        """The many addresses of one IPv6 network are one; our proxy is nobody."""
        tries = self.env["crisis.page.try"]
        for number in range(LIMIT):
            tries._note(f"2001:4860:0:1::{number:x}")
            tries._note("10.0.0.1")
            tries._note(None)
        self.assertTrue(tries._wait("2001:4860:0:1::ffff"))
        self.assertFalse(tries._wait("2001:4860:0:2::1"))
        self.assertFalse(tries._wait("10.0.0.1"), "a proxy speaks for everybody")
        self.assertFalse(tries._wait(None))

    def test_addresses_are_forgotten(self):
        """Addresses of strangers are kept no longer than they are of use."""
        tries = self.env["crisis.page.try"]
        with self._minute(0):
            tries._note("8.8.4.4")
        with self._minute(25 * 60):
            tries._note("8.8.8.8")
            tries._gc_tries()
        self.assertEqual(tries.search([]).mapped("network"), ["8.8.8.8/32"])
