from odoo.tests import tagged

from .common_notice_page import NoticePageCase


@tagged("post_install", "-at_install")
class TestNoticePageShown(NoticePageCase):
    """What the page shows, and what it keeps to itself."""

    def _end(self):
        self.document.with_user(self.supervisor).write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )
        self.env.flush_all()

    def test_ended_case(self):
        """When the case has ended, nobody is thanked for what he never read."""
        path = self._path()
        self._end()
        response = self._get(path)
        self.assertIn("The case has ended", response.text)
        self.assertNotIn("Thank you", response.text)
        self.assertNotIn("<form", response.text)

    def test_ended_case_is_not_confirmed(self):
        """A press on a page that was open before the end changes nothing."""
        path = self._path()
        csrf = self._csrf()
        self._end()
        self._post(path, csrf_token=csrf, note="Late")
        self.assertIn(self.notice.state, ("cancelled", "missed"))
        self.assertFalse(self.notice.note or self.notice.confirmed_by_id)

    def test_no_longer_needed(self):
        """Whom a supervisor lets off is not told that the case has ended."""
        self.document.level_id = self.severe
        notice = self._notice(self.document, self.manager.partner_id)
        path = self._path(notice)
        self._lighten(self.document.with_user(self.supervisor), level_id=self.mild.id)
        self.assertIn("<form", self._get(path).text, "a lower level lets nobody off")
        self._cancel(notice, self.supervisor)
        response = self._get(path)
        self.assertNotIn("<form", response.text)
        self.assertNotIn("The case has ended", response.text)
        self.assertNotIn("Thank you", response.text)

    def test_receivers_language(self):
        """The page speaks the receiver's language, not that of the browser."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.env.ref("crisis_protocol.notice_page").update_field_translations(
            "arch_db", {"tr_TR": {"Have you read this?": "Bunu okudunuz mu, acaba?"}}
        )
        self.office.lang = "tr_TR"
        response = self.url_open(self._path(), headers={"Accept-Language": "de"})
        self.assertIn("Bunu okudunuz mu, acaba?", response.text)
        self.assertIn('lang="tr-TR"', response.text)

    def test_modern_page(self):
        """The page says that it is HTML, or browsers show it as in the last century."""
        self.assertTrue(self._get().text.lstrip().lower().startswith("<!doctype html>"))

    def test_language_that_is_not_installed(self):
        """A receiver whose language we do not have reads the page all the same."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.office.lang = "fr_FR"
        self.env.cr.execute("UPDATE res_lang SET active = FALSE WHERE code = 'fr_FR'")
        self.env.registry.clear_all_caches()
        self.addCleanup(self.env.registry.clear_all_caches)
        self.env.invalidate_all()
        response = self._get()
        self.assertEqual(response.status_code, 200)
        self.assertIn("Have you read this?", response.text)

    def test_markup_stays_text(self):
        """What people typed as topic or name is shown as text."""
        typed = "<script>steal()</script>"
        self.document.name = f"Topic {typed}"
        self.office.name = f"Office {typed}"
        for response in (self._get(), self._press(note=f"Note {typed}")):
            self.assertIn("Topic &lt;script&gt;", response.text)
            self.assertIn("Office &lt;script&gt;", response.text)
            self.assertNotIn("<script>steal", response.text)

    def test_words_of_the_receiver_stay_text(self):
        """What the receiver typed reaches the chatter as text, too."""
        self._press(note="<img src=x onerror=steal()>")
        body = self.document.message_ids[:1].body
        self.assertIn("&lt;img", body)
        self.assertNotIn("<img", body)

    def test_nothing_of_the_case_but_its_topic(self):
        """Neither the customer's words nor other cases stand on the page."""
        self.document.write(
            {
                "description": "<p>Between us and the customer</p>",
                "root_cause": "Somebody slept",
            }
        )
        text = self._get().text
        self.assertIn(self.document.reference, text)
        secrets = (
            "Between us",
            "Somebody slept",
            self.customer.email,
            self.contact.email,
            self.agent.email,
            self.other.name,
            self.other.reference,
        )
        for secret in secrets:
            self.assertNotIn(secret, text)

    def test_link_does_not_leak(self):
        """Neither caches nor other sites nor search machines learn of the link."""
        for response in (self._get(), self._press()):
            self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertIn('content="noindex"', response.text)
            self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")

    def test_page_needs_nothing_from_elsewhere(self):
        """The page loads nothing from other sites, which would learn of the visit."""
        text = self._get().text
        for part in text.split('src="')[1:] + text.split('href="')[1:]:
            target = part.split('"')[0]
            self.assertTrue(target.startswith("/") and not target.startswith("//"))

    def test_other_methods(self):
        """What is neither looking nor pressing is refused."""
        for method in ("PUT", "DELETE"):
            response = self.url_open(self._path(), method=method)
            self.assertEqual(response.status_code, 405)
        self._assert_open()
