import re

from odoo.tests import tagged

from .common_page import PageCase


@tagged("post_install", "-at_install")
class TestPageAccept(PageCase):
    """Whether the explanation is enough, he says himself by a press (S0-26)."""

    def setUp(self):
        super().setUp()
        self.document.write(
            {
                "explanation": "<p>The keyword list was not read twice.</p>",
                "remedy": "<p>From today two people read it.</p>",
                "root_cause": "Nobody read the keyword list twice",
            }
        )

    def _send(self):
        """Send the explanation; return where the buttons of the mail lead."""
        with self.mock_mail_gateway():
            self._send_explanation(self.document)
        body = next(m["body"] for m in self._mails if "read twice" in m["body"])
        return re.findall(r'href="[^"]*(/crisis/accept/[^"]+)"', body)

    def test_mail_has_the_buttons(self):
        """The message that explains asks; to follow a button records nothing."""
        enough, not_yet = self._send()
        before = self._trail()
        page = self._get(enough)
        self.assertIn("Press once more to confirm", page.text)
        self.assertIn('value="yes"', page.text)
        self.assertNotIn('value="no"', page.text)
        self.assertIn("What is still missing?", self._get(not_yet).text)
        self.assertEqual(self._trail(), before)
        self.assertEqual(self.document.explanation_accepted, "not_asked")

    def test_enough(self):
        """His press is the answer that the close waits for, and rests on his word."""
        self._send()
        response = self._press(self._accept(), answer="yes")
        self.assertIn("Thank you, it is noted", response.text)
        document = self.document
        self.assertEqual(document.explanation_accepted, "yes")
        self.assertEqual(
            document.explanation_answer_words, "The explanation is enough for us"
        )
        word = document.explanation_word_id
        self.assertEqual(word.message_id.author_id, self.contact)
        self.assertEqual(word.direction, "customer")
        self.assertFalse(document.date_unanswered, "nobody waits for an answer")
        self.assertEqual(document.customer_says_over, "not_asked")

    def test_not_enough(self):
        """A refusal makes the explanation a draft again, and asks for an answer."""
        self._send()
        path = self._accept()
        self._press(path, answer="no", words="Who reads it at night?")
        document = self.document
        self.assertEqual(document.explanation_accepted, "no")
        self.assertEqual(document.explanation_refusal, "Who reads it at night?")
        self.assertTrue(document.date_unanswered)
        self.assertFalse(document.date_explanation_confirmed)
        page = self._get(path)
        self.assertIn("We are working on it", page.text)
        self.assertNotIn("<form", page.text)

    def test_refusal_is_the_next_step(self):
        """That it is not enough stands on top in any stage; nobody unknown says it."""
        self._send()
        self._press(self._accept(), answer="no", words="Tek cümle yetmez")
        self.assertEqual(self.document.next_step_kind, "explanation")
        self.assertIn("does not accept", self.document.next_step)
        public = self.env.ref("base.public_partner")
        self.assertNotIn(public, self.document.sudo().message_ids.author_id)

    def test_mind_changed(self):
        """Who has accepted it may still say what is missing."""
        self._send()
        path = self._accept()
        self._press(path, answer="yes")
        page = self._get(path)
        self.assertNotIn('value="yes"', page.text)
        self._press(path, answer="no", words="We have read it again")
        self.assertEqual(self.document.explanation_accepted, "no")

    def test_same_press_twice(self):
        """Pressed twice, or loaded anew, it is one answer."""
        self._send()
        path = self._accept()
        self._press(path, answer="yes", words="Fine with us")
        before = self._trail()
        csrf = re.search(r'csrf_token" value="([^"]+)', self._get(path).text)[1]
        self._post(path, csrf_token=csrf, answer="yes", words="Fine with us")
        self.assertEqual(self._trail(), before)

    def test_not_sent(self):
        """Nothing is accepted that he does not have."""
        page = self._get(self._accept())
        self.assertIn("This explanation has changed", page.text)
        self.assertNotIn("<form", page.text)
        answered = self.document._note_accept_answer(
            "yes", "", self.contact, self.document.explanation_version
        )
        self.assertFalse(answered)
        self.assertEqual(self.document.explanation_accepted, "not_asked")

    def test_link_of_an_earlier_explanation(self):
        """Who presses in an old mail accepts nothing of the new one."""
        self._send()
        old = self._accept()
        self._press(old, answer="no", words="That is not the cause")
        self.document.explanation = "<p>Two people were away, so nobody read twice.</p>"
        self._send()
        page = self._get(old)
        self.assertIn("This explanation has changed", page.text)
        self.assertNotIn("<form", page.text)
        self._press(self._accept(), answer="yes")
        self.assertEqual(self.document.explanation_accepted, "yes")
