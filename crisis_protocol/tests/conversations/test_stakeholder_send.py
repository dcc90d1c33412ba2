from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestStakeholderSend(CrisisCase):
    """Each one gets his own message, and it is kept who got what (S4-38…40)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.document = cls._file()
        cls.ministry, cls.paper, cls.mute = cls.env["res.partner"].create(
            [
                {"name": "Ministry", "email": "m@example.com", "lang": "de_DE"},
                {"name": "Paper", "email": "paper@example.com", "lang": "en_US"},
                {"name": "Mute", "lang": "en_US"},
            ]
        )
        cls.env.ref("crisis_protocol.mail_template_stakeholder_authority").with_context(
            lang="de_DE"
        ).write({"subject": "Auskunft", "body_html": "<p>Sehr geehrt</p>"})

    @classmethod
    def _row(cls, partner, audience, **vals):
        return (
            cls.env["crisis.stakeholder"]
            .with_user(cls.agent)
            .create(
                {
                    "document_id": cls.document.id,
                    "partner_id": partner.id,
                    "audience": audience,
                }
                | vals
            )
        )

    def _send(self, rows):
        with self.mock_mail_gateway():
            rows.action_send()
        rows.invalidate_recordset()
        return {mail["email_to"][0]: mail for mail in self._mails}

    def test_one_by_one(self):
        """Each mail has one receiver, and each is in his language."""
        rows = self._row(self.ministry, "authority") | self._row(self.paper, "partner")
        sent = self._send(rows)
        self.assertEqual(
            set(sent), {'"Ministry" <m@example.com>', '"Paper" <paper@example.com>'}
        )
        for mail in self._mails:
            self.assertEqual(mail["email_to"], [mail["headers"]["X-Msg-To-Add"]])
        german = sent['"Ministry" <m@example.com>']
        self.assertEqual(german["subject"], "Auskunft")
        self.assertIn("Sehr geehrt", german["body"])
        self.assertIn('lang="de_DE"', german["body"])
        english = sent['"Paper" <paper@example.com>']
        self.assertIn("Dear Paper", english["body"])
        self.assertNotIn(self.document.reference, english["body"])

    def test_record_of_who_got_what(self):
        """Row and chatter say who was written to, when and by whom."""
        row = self._row(self.ministry, "authority")
        self._send(row)
        self.assertEqual((row.state, row.sent_by_id), ("sent", self.agent))
        self.assertTrue(row.date_sent)
        self.assertEqual(row.message_id.partner_ids, self.ministry)
        self.assertIn("Ministry (Authorities)", self.document.message_ids[0].body)

    def test_third_party_is_no_customer(self):
        """A word to others is none to the customer, nor does the chatter show it."""
        self._send(self._row(self.ministry, "authority"))
        self.assertFalse(self.document.date_last_word)
        self.assertNotIn(
            "Sehr geehrt", "".join(self.document.message_ids.mapped("body"))
        )

    def test_customer_gets_a_word(self):
        """Who speaks for the customer hears a word, whatever group was chosen."""
        follower = self.env["res.partner"].create(
            {"name": "F", "email": "f@example.com", "parent_id": self.customer.id}
        )
        self.document.message_subscribe(follower.ids)
        for audience in ("customer", "partner"):
            with self.subTest(audience):
                self.document._write_past_reactions({"date_last_word": False})
                row = self._row(self.contact, audience)
                sent = self._send(row)
                self.assertTrue(self.document.date_last_word)
                self.assertIn(row.message_id, self.document.message_ids)
                self.assertEqual(
                    [name for name in sent if "f@example" in name],
                    [],
                    "another one's letter",
                )

    def test_one_fails_the_rest_goes(self):
        """Without an address it fails, with a reason; the others are sent."""
        rows = self._row(self.mute, "partner") | self._row(self.paper, "partner")
        self._send(rows)
        self.assertEqual(rows.mapped("state"), ["failed", "sent"])
        self.assertIn("mail address", rows[0].failure)
        self.mute.email = "mute@example.com"
        self._send(rows[0])
        self.assertEqual(rows[0].state, "sent")
        self.assertFalse(rows[0].failure)

    def test_not_delivered(self):
        """What bounced says so."""
        row = self._row(self.paper, "partner")
        self._send(row)
        self.assertFalse(row.failure)
        row.message_id.sudo().notification_ids.write(
            {"notification_status": "bounce", "failure_type": "mail_bounce"}
        )
        row.invalidate_recordset()
        self.assertTrue(row.failure)

    def test_all_of_the_case(self):
        """The button sends what waits, once."""
        self._row(self.ministry, "authority")
        self._row(self.paper, "partner")
        with self.mock_mail_gateway():
            self.document.action_send_stakeholders()
        self.assertEqual(len(self._mails), 2)
        self.assertFalse(self.document.unsent_stakeholder_count)
        with self.assertRaisesRegex(UserError, "sent already"):
            self.document.action_send_stakeholders()

    def test_sent_is_proof(self):
        """What was sent is neither changed nor deleted, by nobody."""
        row = self._row(self.paper, "partner")
        self._send(row)
        body = row.body
        for user in (self.agent, self.supervisor, self.manager):
            seen = row.with_user(user)
            with self.assertRaisesRegex(UserError, "already"):
                seen.write({"body": "<p>Other</p>"})
            with self.assertRaisesRegex(UserError, "already"):
                seen.unlink()
            with self.assertRaisesRegex(UserError, "already"):
                seen.action_send()
        self.paper.lang = "de_DE"
        self.document.name = "Another topic"
        row.invalidate_recordset()
        self.assertEqual(row.body, body)

    def test_case_of_a_sent_message(self):
        """Nor does the case go that somebody was written about."""
        self._send(self._row(self.paper, "partner"))
        with self.assertRaisesRegex(UserError, "written to"):
            self.document.with_user(self.supervisor).unlink()

    def test_after_the_crisis(self):
        """Those concerned are written to after the end, too (S3-60)."""
        closed = self._at("own_closed")
        row = self._row(self.paper, "partner", document_id=closed.id)
        self._send(row)
        self.assertEqual((row.state, row.message_id.res_id), ("sent", closed.id))

    def test_explanation_to_another_contact(self):
        """The explanation, sent from here, obeys the same rule."""
        row = self._row(self.contact, "customer")
        template = self.env.ref("crisis_protocol.mail_template_explanation_own")
        template.crisis_kind = "explanation"
        self.document.explanation = "<p>A misspelt keyword</p>"
        row.template_id = template
        self._send(row)
        self.assertEqual(row.state, "failed")
        self.assertIn("not confirmed", row.failure)
        self.document.action_confirm_facts()
        self._send(row)
        self.assertEqual(self.document.explanation_state, "sent")

    def test_follower_is_not_shown_to_the_customer(self):
        """Who follows the case from outside does not stand on the customer's mail."""
        self.document.message_subscribe(self.paper.ids)
        with self.mock_mail_gateway():
            self.document.message_post(
                body="Hello",
                partner_ids=self.contact.ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertIn("paper@example.com", str([m["email_to"] for m in self._mails]))
        for mail in self._mails:
            self.assertIn("elif@", mail["headers"]["X-Msg-To-Add"])
            self.assertNotIn("paper@", mail["headers"]["X-Msg-To-Add"])
