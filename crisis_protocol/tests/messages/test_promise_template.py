from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_promise import PromiseCase

WORDS = "You will hear from us again by"
PLACE = '<p class="o_crisis_next_word">You will hear from us again by noon.</p>'


@tagged("post_install", "-at_install")
class TestPromiseInTemplate(PromiseCase):
    """A template says where the time of the next word stands; it is always true."""

    def setUp(self):
        super().setUp()
        self.enterContext(self._minute(10))

    def _write(self, body=None, due=None, document=None, **vals):
        """Send the stage's message, changed like this; return promise and body."""
        document = document or self.document
        action = document.action_write_customer()
        with self._form(action, document) as form:
            if body is not None:
                form.body = body
            if due is not None:
                form.crisis_promise_date = due
            for name, value in vals.items():
                setattr(form, name, value)
        with self.mock_mail_gateway():
            form.record.action_send_mail()
        document.invalidate_recordset()
        return document.promise_ids, document.message_ids[0].body

    def test_named_once_in_its_place(self):
        """The stage's message names the promised time once, before the greeting."""
        promise, body = self._write()
        self.assertEqual(promise.date_due, self._moment(10 + self.interval))
        self.assertEqual(body.count(WORDS), 1)
        self.assertIn(self.document._promise_line(promise.date_due), body)
        self.assertLess(body.index(WORDS), body.index("Kind regards"))

    def test_another_time_is_named_instead(self):
        """Who promises another time than the proposed one names that one."""
        promise, body = self._write(due=self._moment(200))
        proposed = self.document._promise_line(self._moment(10 + self.interval))
        self.assertEqual(promise.date_due, self._moment(200))
        self.assertIn(self.document._promise_line(self._moment(200)), body)
        self.assertNotIn(proposed, body)
        self.assertEqual(body.count(WORDS), 1)

    def test_no_time_is_named_without_a_promise(self):
        """Who takes the proposed time away sends no time; the rest stays."""
        text = f"<div><p>Your file is here.</p>{PLACE}<p>Kind regards</p></div>"
        promise, body = self._write(text, due=False)
        self.assertFalse(promise)
        self.assertNotIn(WORDS, body)
        self.assertIn("Kind regards", body)

    def test_a_promise_asks_for_its_time(self):
        """Who writes that he gets back has to say by when."""
        with self.assertRaisesRegex(UserError, "Next Word By"):
            self._write("<p>I will get back to you.</p>", due=False)
        self.assertFalse(self.document.promise_ids)

    def test_no_time_is_named_to_colleagues(self):
        """The stage's message to a colleague names no time."""
        promise, body = self._write(partner_ids=self.supervisor.partner_id)
        self.assertFalse(promise)
        self.assertNotIn(WORDS, body)

    def test_once_it_is_over(self):
        """A customer who says it is over is promised nothing by itself."""
        self._says_over(self.document, "yes")
        promise, body = self._write()
        self.assertFalse(promise)
        self.assertNotIn(WORDS, body)

    def test_text_around_it_stays(self):
        """Whatever stands around the sentence leaves as it was typed."""
        for due in (self._moment(200), False):
            document = self._file_at_start(contact_id=self.contact.id)
            body = f"<div>Before{PLACE}behind<p>below</p></div>"
            _promise, sent = self._write(body, due, document)
            with self.subTest(due=due):
                for words in ("Before", "behind", "below"):
                    self.assertIn(words, sent)
                self.assertNotIn("noon", sent)

    def test_typed_signs_stay_text(self):
        """Signs that look like markup stay what they are."""
        body = f"5 &lt; 6 &amp; &lt;b&gt;loud&lt;/b&gt;{PLACE}<p>7 &lt; 8</p>"
        for due in (self._moment(200), False):
            document = self._file_at_start(contact_id=self.contact.id)
            _promise, sent = self._write(body, due, document)
            with self.subTest(due=due):
                self.assertIn("5 &lt; 6 &amp;", sent)
                self.assertIn("&lt;b&gt;loud", sent)
                self.assertIn("7 &lt; 8", sent)

    def test_name_of_the_place_in_the_text(self):
        """A text that happens to hold the name of the place is sent, too."""
        promise, sent = self._write("<p>o_crisis_next_word</p>", self._moment(200))
        self.assertTrue(promise)
        self.assertEqual(sent.count(WORDS), 1)

    def test_two_sentences_become_one(self):
        """A text with the sentence twice names the time once."""
        promise, sent = self._write(f"<div>{PLACE}{PLACE}</div>", self._moment(200))
        self.assertTrue(promise)
        self.assertEqual(sent.count(WORDS), 1)
        self.assertNotIn("noon", sent)

    def test_many_at_once(self):
        """A message to many cases at once names no time that nobody watches."""
        documents = self.document | self._file_at_start(contact_id=self.contact.id)
        template = self.document.stage_id.sudo().mail_template_id
        for mode in ("mass_mail", "comment"):
            composers = self.env["mail.compose.message"].with_user(self.agent)
            composer = composers.create(
                {
                    "model": documents._name,
                    "res_ids": documents.ids,
                    "composition_mode": mode,
                    "template_id": template.id,
                }
            )
            with self.mock_mail_gateway():
                composer.action_send_mail()
            self.env.invalidate_all()
            for document in documents:
                with self.subTest(mode=mode):
                    body = document.message_ids[0].body
                    self.assertIn("Kind regards", body)
                    self.assertEqual(WORDS in body, bool(document.promise_ids))

    # Sent later ----------------------------------------------------------------

    def _later(self, promised, sent):
        action = self.document.action_write_customer()
        with self._form(action, self.document) as form:
            form.crisis_promise_date = self._moment(promised)
        form.record.scheduled_date = str(self._moment(sent))
        return form.record.action_schedule_message()

    def test_not_for_a_time_before_it_is_sent(self):
        """Nobody promises a word for a time before the customer reads of it."""
        for promised in (50, 60):
            with self.subTest(promised=promised):
                with self.assertRaises(UserError), self.cr.savepoint():
                    self._later(promised, sent=60)
        self.assertFalse(self.document.promise_ids)

    def test_case_that_ends_before_it_is_sent(self):
        """A message that leaves after the end makes no promise."""
        self._later(120, sent=60)
        with self._minute(30):
            self._end(self.document)
        with self._minute(61), self.mock_mail_gateway():
            self.env["mail.scheduled.message"]._post_messages_cron()
        self.env.invalidate_all()
        self.assertFalse(self.document.promise_ids)
