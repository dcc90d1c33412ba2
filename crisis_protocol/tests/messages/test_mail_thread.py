from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import Form, tagged

from .common_mail import CrisisMailCase

ELIF = '"Elif" <elif@akdeniz.example.com>'


@tagged("post_install", "-at_install")
class TestCustomerAnswers(CrisisMailCase):
    """What a customer writes is never hidden from the one who has to answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file()
        cls.document.with_user(cls.agent).message_post(
            body="We look into it",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=cls.contact.ids,
        )
        cls.word = cls.document.message_ids[0]

    def _answer(self, parent=None, sender=ELIF):
        opened = self._receive(
            sender, "Re: your case", reply_to_message=parent or self.word
        )
        self.assertFalse(opened, "an answer must not open a document")

    def _assert_asked(self, document, user):
        activity = self._answer_activities(document)
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, user)

    def test_answer_lands_on_the_document(self):
        """An answer lands on its document, and the responsible is asked once."""
        with self.mock_datetime_and_now(datetime(2026, 3, 2, 9, 30)):
            self._answer()
            self._answer()
        message = self.document.message_ids[0]
        self.assertEqual(message.author_id, self.contact)
        self.assertTrue(self.document.date_last_customer_message)
        self._assert_asked(self.document, self.agent)

    def test_answer_to_an_internal_note(self):
        """An answer that Odoo files as an internal note is not hidden, either."""
        note = self.document.with_user(self.agent).message_post(
            body="Your number is in the subject",
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            partner_ids=self.contact.ids,
        )
        self._answer(note)
        self.assertTrue(self.document.message_ids[0].subtype_id.internal)
        self._assert_asked(self.document, self.agent)

    def test_nobody_responsible(self):
        """Without a responsible, the supervisor is asked to answer."""
        self._lighten(self.document, user_id=False)
        self._answer()
        self._assert_asked(self.document, self.supervisor)

    def test_unknown_person_of_the_customer(self):
        """An answer from an address that nobody knows counts as well."""
        self._answer(sender="assistant@akdeniz.example.com")
        self.assertTrue(self.document.date_last_customer_message)
        self._assert_asked(self.document, self.agent)

    def test_answer_on_a_closed_case(self):
        """A mail on a closed case waits for the responsible; it stays closed."""
        document = self._at("own_closed")
        word = document.message_post(
            body="Thank you",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.contact.ids,
        )
        self._answer(word)
        self.assertTrue(document.is_closed)
        waiting = document.mail_duty_ids.filtered(lambda d: d.state == "open")
        self.assertEqual(waiting.kind, "after_close")
        self.assertEqual(waiting.user_id, self.agent)
        self.assertFalse(self._answer_activities(document))

    def test_answer_on_the_portal(self):
        """What the customer writes in the web counts like his mail."""
        self._customer_writes(self.document, message_type="comment")
        self.assertTrue(self.document.date_last_customer_message)
        self._assert_asked(self.document, self.agent)

    def test_colleague_answers_by_mail(self):
        """A colleague's mail into the thread is not the customer's."""
        self._answer(sender=self.supervisor.email_formatted)
        self.assertFalse(self.document.date_last_customer_message)
        self.assertFalse(self._answer_activities(self.document))

    def test_system_messages_ask_nobody(self):
        """Changes that Odoo logs are neither a customer's mail nor our word."""
        document = self._file()
        document.write({"level_id": self.env.ref("crisis_protocol.level_severe").id})
        self.flush_tracking()
        self.assertFalse(document.date_last_customer_message)
        self.assertFalse(document.date_last_word)
        self.assertFalse(self._answer_activities(document))


@tagged("post_install", "-at_install")
class TestWordToCustomer(CrisisMailCase):
    """Only what reaches the customer is a word to him, and it answers his mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file().with_user(cls.agent)

    def setUp(self):
        super().setUp()
        earlier = fields.Datetime.now() - timedelta(minutes=1)
        self.document.sudo()._on_word_of_customer(earlier)
        self.assertTrue(self._answer_activities(self.document))

    def _assert_word(self, is_word):
        self.assertEqual(bool(self.document.date_last_word), is_word)
        self.assertEqual(not self._answer_activities(self.document), is_word)

    def test_comment_to_the_contact(self):
        """A message to the contact is a word and ends what asked for it."""
        with self.mock_mail_gateway():
            self.document.message_post(
                body="We look into it",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.contact.ids,
            )
        self._assert_word(True)
        self.assertIn(self.contact, self._new_mails.recipient_ids)

    def test_comment_to_a_following_customer(self):
        """A message that the customer gets as a follower is a word, too."""
        self.document.message_subscribe(self.contact.ids)
        self.document.message_post(
            body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self._assert_word(True)

    def test_internal_note(self):
        """An internal note is no word, also where the customer follows."""
        self.document.message_subscribe(self.contact.ids)
        self.document.message_post(
            body="He is angry", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        self._assert_word(False)

    def test_message_between_colleagues(self):
        """What we write to each other is no word to the customer."""
        self.document.message_post(
            body="Who knows channel 5?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=(self.manager | self.supervisor).partner_id.ids,
        )
        self._assert_word(False)

    def test_message_to_somebody_else(self):
        """A message to another company is no word to this customer."""
        channel = self.env["res.partner"].create(
            {"name": "Channel 5", "email": "5@x.y"}
        )
        self.document.message_post(
            body="Send us the item",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=channel.ids,
        )
        self._assert_word(False)

    def test_spoke_outside_odoo(self):
        """What was said by telephone is a word, logged by a button."""
        self.document.action_log_word("We are looking into it.")
        self._assert_word(True)
        self.assertTrue(self.document.message_ids[0].body)

    def test_answer_from_the_own_mailbox(self):
        """An agent who answers the customer from his mailbox has answered."""
        self.document.message_subscribe(self.contact.ids)
        question = self._customer_writes(self.document, "Where is it?")
        self._receive(self.agent.email_formatted, "Re: case", reply_to_message=question)
        mails = self.document.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertEqual(mails[0].author_id, self.agent.partner_id)
        self._assert_word(True)

    def test_composer_with_the_template(self):
        """The button opens the stage's message; sent, it is a word (S0-59)."""
        action = self.document.action_write_customer()
        self.assertFalse(self.document.date_last_word)
        composer = self._composer(action)
        self.assertEqual(composer.template_id, self.document.stage_id.mail_template_id)
        self.assertEqual(composer.partner_ids, self.contact)
        self.assertIn(self.document.name, composer.subject)
        self.assertIn("Elif", composer.body)
        with self.mock_mail_gateway():
            composer.action_send_mail()
        self._assert_word(True)
        self.assertEqual(self._new_mails.recipient_ids, self.contact)

    def test_composer_speaks_the_customer_s_language(self):
        """Subject and text stand in the customer's language, not in the agent's."""
        self.env["res.lang"]._activate_lang("tr_TR")
        template = self.document.sudo().stage_id.mail_template_id
        template.with_context(lang="tr_TR").write(
            {
                "subject": "Konu: {{ object.name }}",
                "body_html": "<p>Sayın <t t-out='object.contact_id.name'/></p>",
            }
        )
        self.document.lang = "tr_TR"
        composer = self._composer(self.document.action_write_customer())
        self.assertEqual(composer.subject, f"Konu: {self.document.name}")
        self.assertIn("Sayın Elif", composer.body)

    def _composer(self, action):
        self.assertEqual(action["res_model"], "mail.compose.message")
        composers = self.env["mail.compose.message"].with_user(self.agent)
        with Form(composers.with_context(**action["context"])) as form:
            return form.save()
