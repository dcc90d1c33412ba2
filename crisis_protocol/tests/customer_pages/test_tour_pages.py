import re
import tempfile
from base64 import b64decode
from html import unescape
from pathlib import Path

from odoo.tests import tagged

from ..common_phone import WIDTH, PhoneCase

PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestTourPages(PhoneCase):
    """The customer's pages in a real browser, on a telephone, by touch."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.news = cls._file(
            name="Bad news is out",
            protocol_id=cls.customer_protocol.id,
            level_id=cls.level.id,
        )
        # read now: while the browser loads a page, the database answers to that alone
        cls.keys = {
            question.field_name: f"q{question.id}"
            for question in cls.customer_protocol.question_ids
        }

    def _mailed(self, document, template, path):
        """Send a message as the agent does; return its links to one of our pages."""
        template = self.env.ref(f"crisis_protocol.mail_template_{template}")
        action = document.with_user(self.agent).action_write_customer()
        context = action["context"] | {"default_template_id": template.id}
        composer = self.env["mail.compose.message"].with_user(self.agent)
        with self.mock_mail_gateway():
            composer.with_context(**context).create({})._action_send_mail()
        body = self._mails[0]["body"]
        links = re.findall(r'href="([^"]+)"', body)
        return [unescape(link) for link in links if path in link]

    def _key(self, field_name):
        return self.keys[field_name]

    def _picture(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name, "front page.png")
        path.write_bytes(PNG)
        return path

    def _assert_fits(self, phone):
        self.assertLessEqual(phone.width(), WIDTH, "nothing is cut off")

    def _press_still(self, phone, words):
        """Follow the first button of the mail and press it on the page."""
        still, better, over = self._mailed(self.document, "ask_over", "/crisis/over/")
        self.assertTrue(better.endswith("=better") and over.endswith("=over"))
        phone.open(still)
        phone.sees("Press once more to confirm")
        self._assert_fits(phone)
        phone.type("#words", words)
        phone.tap("button[value=still]")
        phone.sees("Thank you, it is noted")
        phone.sees(words)
        self._assert_fits(phone)

    def _assert_still(self, control, words):
        self.assertEqual((control.state, control.result), ("done", "problem"))
        self.assertEqual(control.customer_words, words)
        self.assertEqual(control.asked_partner_id, self.contact)
        self.assertEqual(self.document.customer_says_over, "no")
        said = self.document.message_ids.filtered(lambda m: words in m.body)
        self.assertIn(self.contact, said.author_id)
        self.assertTrue(self.document.date_unanswered)

    def _answer(self, phone):
        """Follow the link of the mail, answer three questions and add a picture."""
        (link,) = self._mailed(
            self.news, "information_customer", "/crisis/information/"
        )
        phone.open(link)
        phone.sees("What we need to know")
        self._assert_fits(phone)
        phone.type(f"[name={self._key('presentation')}]", "A table, ünlü & <short>")
        phone.type(f"[name={self._key('timing')}]", "By noon")
        phone.tap(f"label[for={self._key('inform_oral')}-no]")
        picture = f"[name={self._key('has_picture')}_files]"
        phone.choose_file(picture, self._picture())
        phone.tap("button[type=submit]")
        phone.sees("This has arrived")
        self._assert_fits(phone)

    def _assert_answered(self):
        news = self.news
        self.assertEqual(news.presentation, "A table, ünlü & <short>")
        self.assertEqual(news.timing, "By noon")
        self.assertEqual((news.inform_oral, news.has_picture), ("no", "yes"))
        self.assertEqual(news.picture_ids.name, "front page.png")
        self.assertEqual(news.picture_ids.raw, PNG)
        self.assertEqual(news.answer_ids.partner_id, self.contact)
        self.assertEqual(set(news.answer_ids.mapped("state")), {"taken"})

    def test_still_going_on(self):
        """From the mail to “still going on” with words, it is two taps."""
        control = self._open(self.document, "customer")
        with self._phone() as phone:
            self._press_still(phone, "İki haber hâlâ eksik")
        self._assert_still(control, "İki haber hâlâ eksik")

    def test_information(self):
        """Three answers and a picture are given by touch."""
        with self._phone() as phone:
            self._answer(phone)
        self._assert_answered()

    def test_without_javascript(self):
        """Both pages work the same where JavaScript is switched off."""
        control = self._open(self.document, "customer")
        with self._phone(runs_scripts=False) as phone:
            self._press_still(phone, "Two items are missing")
            self._answer(phone)
        self._assert_still(control, "Two items are missing")
        self._assert_answered()
