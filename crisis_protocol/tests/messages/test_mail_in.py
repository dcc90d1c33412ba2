from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_mail import CrisisMailCase

ELIF = '"Elif" <elif@akdeniz.example.com>'


@tagged("post_install", "-at_install")
class TestMailIn(CrisisMailCase):
    """A mail to the team's address opens a document; no mail is lost."""

    def test_known_sender(self):
        """A known sender's mail is filed for him, in the team, under its protocol."""
        self.team.protocol_id = self.customer_protocol
        document = self._receive(ELIF, "Bad news", html="<p>On channel 5</p>")
        self.assertEqual(len(document), 1)
        self.assertEqual(document.name, "Bad news")
        self.assertIn("On channel 5", document.description)
        self.assertEqual(document.commercial_partner_id, self.customer)
        self.assertEqual(document.contact_id, self.contact)
        self.assertEqual(document.team_id, self.team)
        self.assertEqual(document.company_id, self.company)
        self.assertEqual(document.protocol_id, self.customer_protocol)
        self.assertEqual(
            document.stage_id, self.customer_protocol._start_stage(document.grade)
        )
        self.assertTrue(document.reference)
        self.assertTrue(document.date_last_customer_message)
        self.assertFalse(document.date_last_word)

    def test_team_is_asked_to_answer(self):
        """Nobody is responsible yet, so the supervisor is asked once to answer."""
        document = self._receive(ELIF, "Bad news")
        self.assertFalse(document.user_id)
        activity = self._answer_activities(document)
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.supervisor)

    def test_agents_see_it(self):
        """What came by mail is seen by the team's agents, not by those of others."""
        document = self._receive(ELIF, "Bad news")
        found = document.with_user(self.agent).search([("id", "=", document.id)])
        self.assertEqual(found, document)
        others = document.with_user(self.other_agent).search([("id", "=", document.id)])
        self.assertFalse(others)

    def test_unknown_sender(self):
        """A sender nobody knows becomes a contact with name and address."""
        document = self._receive('"Can Öz" <can@new.example.com>', "Yanlış haber")
        self.assertEqual(document.partner_id.name, "Can Öz")
        self.assertEqual(document.partner_id.email, "can@new.example.com")
        again = self._receive("can@new.example.com", "Once more")
        self.assertEqual(again.partner_id, document.partner_id)

    def test_sender_without_name(self):
        """A bare address is name enough for a new contact."""
        document = self._receive("nobody@new.example.com", "Help")
        self.assertEqual(document.partner_id.name, "nobody@new.example.com")

    def test_internal_sender(self):
        """A colleague may forward a mail to the address: it opens a document, too."""
        sender = self.other_agent.email_formatted
        document = self._receive(sender, "Fwd: the customer is angry")
        self.assertEqual(document.name, "the customer is angry")
        self.assertEqual(len(self._answer_activities(document)), 1)

    def test_turkish_subject(self):
        """An encoded subject is read letter by letter, İ and ı included."""
        subject = "ACİL: İstanbul’daki ığdır haberi çıkmadı, şikâyetçiyiz"
        document = self._receive(ELIF, subject)
        self.assertEqual(document.name, subject)

    def test_without_subject(self):
        """A mail with no or a blank subject opens a document that has a topic."""
        for subject in (None, "", "   "):
            with self.subTest(subject=subject):
                document = self._receive(ELIF, subject)
                self.assertEqual(len(document), 1)
                self.assertTrue(document.name.strip())

    def test_endless_subject(self):
        """A subject longer than a topic may be is cut, not refused."""
        document = self._receive(ELIF, "Haber yok " * 60)
        self.assertTrue(document.name.startswith("Haber yok"))

    def test_script_is_removed(self):
        """Scripts in a mail reach neither the document nor its messages."""
        html = (
            "<p onclick='steal()'>Words</p><script>steal()</script>"
            "<img src='x' onerror='steal()'><a href='javascript:steal()'>here</a>"
        )
        document = self._receive(ELIF, "<script>steal()</script>", html=html)
        stored = [document.description, *document.message_ids.mapped("body")]
        self.assertIn("Words", document.description)
        for text in stored:
            self.assertNotIn("<script", text)
            self.assertNotIn("steal()", text.replace("&lt;script&gt;steal()", ""))

    def test_attachments(self):
        """Attached files hang on the document."""
        document = self._receive(ELIF, "Our bulletin", files={"bülten.pdf": b"%PDF-1"})
        file = self.env["ir.attachment"].search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )
        self.assertEqual(file.name, "bülten.pdf")
        self.assertEqual(file.raw, b"%PDF-1")
        self.assertEqual(file.with_user(self.agent).raw, b"%PDF-1")

    def test_mail_of_another_company(self):
        """The mail of a desk is filed and numbered in the desk's company."""
        document = self._receive(ELIF, "There", to=self.foreign_team.alias_email)
        self.assertEqual(document.company_id, self.company_2)
        self.assertEqual(document.team_id, self.foreign_team)
        self.assertEqual(len(self._answer_activities(document)), 1)

    def test_protocol_of_another_company_is_not_taken(self):
        """A team without a protocol of mails never files under a foreign one."""
        foreign = self.env["crisis.protocol"].create(
            {
                "name": "Theirs",
                "company_id": self.company_2.id,
                "sequence": -100,
                "stage_ids": [(0, 0, {"name": "Begin"})],
            }
        )
        self.team.protocol_id = False
        document = self._receive(ELIF, "Which protocol?")
        self.assertEqual(len(document), 1)
        self.assertNotEqual(document.protocol_id, foreign)

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_same_mail_twice(self):
        """A mail that is delivered twice opens one document."""
        raw = self._raw_mail(ELIF, "Once")
        for _delivery in range(2):
            with self.mock_mail_gateway():
                self.env["mail.thread"].message_process(False, raw)
        found = self.env["crisis.document"].search_count([("name", "=", "Once")])
        self.assertEqual(found, 1)

    def test_nobody_is_answered_behind_our_back(self):
        """Filing a mail sends nothing to the customer."""
        self._receive(ELIF, "Bad news")
        recipients = self._new_mails.recipient_ids | self._new_mails.partner_ids
        self.assertNotIn(self.contact, recipients)
        self.assertNotIn("akdeniz", str(self._new_mails.mapped("email_to")))


@tagged("post_install", "-at_install")
class TestOddMails(CrisisMailCase):
    """However odd a mail is, it is filed: a customer in need is not sent away."""

    def _assert_filed(self, sender=ELIF, subject="Help", **options):
        document = self._receive(sender, subject, **options)
        self.assertEqual(len(document), 1)
        self.assertEqual(document.team_id, self.team)
        return document

    def test_contact_of_another_company(self):
        """Who is a contact of another company may write to this one."""
        (self.customer | self.contact).company_id = self.company_2
        document = self._assert_filed()
        self.assertEqual(document.company_id, self.company)

    def test_endless_text(self):
        """A text of megabytes is filed; the thread has it as it came."""
        document = self._assert_filed(html=f"<p>{'ş' * 5_000_000}</p>")
        bodies = document.message_ids.mapped("body")
        self.assertTrue(any("ş" * 1000 in body for body in bodies))

    def test_empty_mail(self):
        """A mail that says nothing is still somebody who wrote."""
        document = self._assert_filed(html="", subject="")
        self.assertTrue(document.name)

    def test_team_without_supervisor(self):
        """Where nobody is in charge, the mail waits for anyone of the team."""
        self.team.supervisor_id = False
        document = self._assert_filed()
        self.assertEqual(len(self._answer_activities(document)), 1)

    def test_archived_protocol(self):
        """A protocol that was archived does not turn mails away."""
        protocol = self.own.copy({"name": "Retired"})
        self.team.protocol_id = protocol
        protocol.active = False
        self._assert_filed()

    def test_protocol_without_stages(self):
        """A protocol that is not finished does not turn mails away."""
        self.team.protocol_id = self.env["crisis.protocol"].create({"name": "Draft"})
        self._assert_filed()

    def test_language_of_the_sender_is_not_installed(self):
        """A sender whose language we do not have is filed like any other."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.contact.lang = "fr_FR"
        self.env.cr.execute("UPDATE res_lang SET active = FALSE WHERE code = 'fr_FR'")
        self.env.registry.clear_all_caches()
        self.addCleanup(self.env.registry.clear_all_caches)
        self.env.invalidate_all()
        self.assertNotEqual(self._assert_filed().lang, "fr_FR")
