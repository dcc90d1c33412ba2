from datetime import datetime
from unittest.mock import patch

from lxml import html

from odoo.tests import tagged
from odoo.tools.translate import code_translations

from .common_promise import PromiseCase

# 14:30 in Berlin, 16:30 in Istanbul, 8:30 in New York
DUE = datetime(2026, 3, 2, 13, 30)
SENTENCE = "You will hear from us again by %s."


@tagged("post_install", "-at_install")
class TestPromiseInMessage(PromiseCase):
    """The message names the promised time, as the customer reads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ("de_DE", "tr_TR"):
            cls.env["res.lang"]._activate_lang(lang)
        cls.agent.tz = "Europe/Istanbul"

    def setUp(self):
        super().setUp()
        for lang, words in (("de_DE", "Bis %s!"), ("tr_TR", "En geç %s!")):
            # what the files of translations say is not the matter here
            known = code_translations.get_python_translations("crisis_protocol", lang)
            spoken = {**known, SENTENCE: words}
            key = ("crisis_protocol", lang)
            self.enterContext(
                patch.dict(code_translations.python_translations, {key: spoken})
            )
        self.enterContext(self._minute(10))

    def _last_line(self, message):
        """Return the last line of a message, as it is read."""
        text = html.fragments_fromstring(message.body)[-1].text_content()
        return " ".join(text.split())

    def _line(self, chosen=None, **contact):
        """Return the end of a message to a contact like this.

        :param str chosen: the language chosen for the case; else it is his own
        """
        self.contact.write(contact)
        document = self._file_at_start(contact_id=self.contact.id)
        if chosen:
            document.lang = chosen
        promise, message = self._send(DUE, document)
        self.assertEqual(promise.date_due, DUE)
        return self._last_line(message)

    def test_at_the_end(self):
        """The time stands at the end, after what the agent wrote."""
        promise, message = self._send(DUE)
        body = html.fromstring(message.body).text_content()
        self.assertLess(
            body.index("We look into it."), body.index("You will hear from us again")
        )
        self.assertTrue(self._last_line(message).startswith("You will hear from us"))
        self.assertEqual(promise.message_id, message)

    def test_it_is_in_the_mail_that_leaves(self):
        """The customer reads it in his mail, not only we in the chatter."""
        self._send(DUE)
        mails = self._new_mails.filtered(
            lambda mail: self.contact in mail.recipient_ids
        )
        self.assertTrue(mails)
        self.assertIn("You will hear from us again", mails.body_html)

    def test_in_his_language(self):
        """Words and date are in the customer's language, not in the agent's."""
        line = self._line(lang="de_DE", tz="Europe/Berlin")
        self.assertEqual(line, "Bis 02.03.26, 14:30!")
        line = self._line(lang="tr_TR", tz="Europe/Istanbul")
        self.assertTrue(line.startswith("En geç 2.03.2026 16:30"), line)

    def test_in_his_time_zone(self):
        """The hour is that of his own clock."""
        line = self._line(lang="de_DE", tz="America/New_York")
        self.assertEqual(line, "Bis 02.03.26, 08:30!")

    def test_time_zone_unknown(self):
        """Where his zone is not known, it is that of the one who promises."""
        line = self._line(lang="de_DE", tz=False)
        self.assertEqual(line, "Bis 02.03.26, 16:30!")

    def test_language_chosen_for_the_case(self):
        """The language of the case goes before that of the contact."""
        line = self._line(chosen="de_DE", lang="tr_TR", tz="Europe/Berlin")
        self.assertEqual(line, "Bis 02.03.26, 14:30!")

    def test_send_later(self):
        """A message that is sent later promises when it is sent, like any other."""
        action = self.document.action_write_customer()
        with self._form(action, self.document) as form:
            form.body = "<p>We look into it.</p>"
            form.crisis_promise_date = DUE
        composer = form.record
        composer.scheduled_date = "2026-03-02 09:40:00"
        composer.action_schedule_message()
        self.assertFalse(self.document.date_last_word, "nothing was said yet")
        self.assertFalse(self.document.promise_ids)
        with self._minute(41), self.mock_mail_gateway():
            self.env["mail.scheduled.message"]._post_messages_cron()
        self.env.invalidate_all()
        message = self.document.message_ids[0]
        self.assertIn("You will hear from us again", message.body)
        promise = self.document.promise_ids
        self.assertEqual((promise.date_due, promise.state), (DUE, "open"))
        self.assertEqual(promise.promised_by_id, self.agent)

    def test_without_customer_nothing_is_named(self):
        """No time is named to colleagues alone, although one is proposed."""
        action = self.document.action_write_customer()
        with self._form(action, self.document) as form:
            form.body = "<p>Have a look.</p>"
            form.partner_ids = self.supervisor.partner_id
        with self.mock_mail_gateway():
            form.record.action_send_mail()
        self.assertFalse(self.document.promise_ids)
        self.assertNotIn("hear from us", self.document.message_ids[0].body)

    def test_what_the_agent_typed_stays_text(self):
        """The line is put behind the text; nothing of the text becomes markup."""
        self.contact.name = "<b>Elif</b>"
        _promise, message = self._send(DUE)
        self.assertNotIn("<b>Elif", message.body)
        self.assertIn("We look into it.", message.body)
