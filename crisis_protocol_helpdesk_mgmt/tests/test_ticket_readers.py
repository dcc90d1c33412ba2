from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crisis_protocol.tests.messages.common_mail import CrisisMailCase
from odoo.addons.mail.tests.common import mail_new_test_user

from .common import TicketCase


@tagged("post_install", "-at_install")
class TestTicketReaders(TicketCase, CrisisMailCase):
    """Who reads on tickets what is said about the case, and who does not.

    `loner` works on the cases of the desk and has no rights at the helpdesk; `can`
    belongs to the company of `rival`.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loner = mail_new_test_user(
            cls.env,
            login="crisis_loner",
            groups="crisis_protocol.group_crisis_agent",
            email="loner@example.com",
        )
        cls.team.member_ids += cls.loner
        cls.can = cls.env["res.partner"].create(
            {
                "name": "Can",
                "parent_id": cls.rival.commercial_partner_id.id,
                "email": "can@ege.example.com",
            }
        )

    def _bodies(self, ticket, user):
        ticket.invalidate_recordset()  # what another may read is no answer for him
        return " ".join(ticket.with_user(user).message_ids.mapped("body"))

    def _answer(self, ticket, partner, body="Good morning, we are at it."):
        return ticket.with_user(self.clerk).message_post(
            body=body,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=partner.ids,
        )

    def test_agent_without_helpdesk(self):
        """His word and its file stand on the ticket, which he sees no more for that."""
        case = self._declare(self.ticket, post_on_sources=True)
        file = self._attach(case, "bulletin.pdf")
        case.with_user(self.loner).message_post(
            body="Good morning, here it is.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.contact.ids,
            attachment_ids=file.ids,
        )
        self.assertIn("here it is", self._bodies(self.ticket, self.visitor))
        self.assertEqual(self._files(self.ticket).mapped("name"), ["bulletin.pdf"])
        self.assertNotIn(self.loner.partner_id, self.ticket.message_partner_ids)
        self.assertFalse(self.ticket.with_user(self.loner).has_access("read"))

    def test_letter_stays_private(self):
        """What was written to one person alone does not stand where others read it."""
        case = self._declare(self.ticket, post_on_sources=True)
        row = self.env["crisis.stakeholder"].create(
            {
                "document_id": case.id,
                "partner_id": self.contact.id,
                "audience": "customer",
                "subject": "For you alone",
                "body": "<p>Good morning Elif, between us.</p>",
            }
        )
        row.with_user(self.agent)._send()
        self.assertIn("between us", self._bodies(case, self.agent))
        self.assertNotIn("between us", self._bodies(self.ticket, self.visitor))

    def test_ticket_that_others_read(self):
        """No word stands where a portal user of another customer could read it."""
        unknown = self._new_ticket(
            "Unknown", partner_id=False, partner_email="who@example.com"
        )
        unknown.message_subscribe(self.can.ids)
        case = self._declare(self.ticket | unknown, post_on_sources=True)
        self._tell(case)
        self.assertIn("we are at it", self._bodies(self.ticket, self.visitor))
        self.assertNotIn("we are at it", self._bodies(unknown, self.rival))

    def test_another_customer_of_the_same_case(self):
        """What he writes is told to the case; it is not its customer who waits."""
        other = self._new_ticket("Of Ege", partner_id=self.can.id)
        case = self._declare(self.ticket | other)
        other.message_post(
            body="Hello from Ege",
            author_id=self.can.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertIn("Hello from Ege", case.message_ids[0].body)
        self.assertFalse(case.date_unanswered or case.date_last_customer_message)
        self._answer(other, self.can)
        self.assertFalse(case.date_last_word)

    def test_files_of_an_answer(self):
        """What the customer attaches on the ticket stands on the case, too."""
        case = self._declare(self.ticket)
        file = self._attach(self.ticket, "screen.png")
        self.ticket.message_post(
            body="Look",
            author_id=self.contact.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            attachment_ids=file.ids,
        )
        copied = case.message_ids[0].attachment_ids
        self.assertEqual(copied.mapped("name"), ["screen.png"])
        self.assertEqual(copied, self._files(case))

    def test_held_back(self):
        """What the protocol lets not pass does not pass on the ticket, either."""
        other = self._new_ticket("Of Ege", partner_id=self.can.id)
        case = self._declare(self.ticket | other)
        case.protocol_id.phrase_check = "block"
        with self.assertRaises(UserError):
            self._answer(self.ticket, self.contact, "Whatever.")
        with self.assertRaises(UserError):
            self.env["mail.scheduled.message"].with_user(self.clerk).create(
                {
                    "model": self.ticket._name,
                    "res_id": self.ticket.id,
                    "body": "Whatever.",
                    "author_id": self.clerk.partner_id.id,
                    "partner_ids": [Command.set(self.contact.ids)],
                    "scheduled_date": "2030-01-01 10:00:00",
                }
            )
        self.assertTrue(self._answer(other, self.can, "Whatever."))

    def test_mail_of_a_colleague_is_held_back(self):
        """Who answers from his mail program gets it back; the mail is not lost."""
        case = self._declare(self.ticket)
        asked = self.ticket.message_post(
            body="When do I get it?",
            author_id=self.contact.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )
        case.protocol_id.phrase_check = "block"
        self._receive(
            self.clerk.email_formatted,
            "Re: report",
            html="<p>Whatever.</p>",
            to=self.ticket_team.alias_email,
            reply_to_message=asked,
        )
        mail = self.ticket.message_ids.filtered(lambda m: "Whatever" in m.body)
        self.assertTrue(mail.subtype_id.internal)
        self.assertNotIn("Whatever", self._bodies(self.ticket, self.visitor))
        notice = self.env["mail.message"].search(
            [("partner_ids", "in", self.clerk.partner_id.ids)], limit=1
        )
        self.assertIn("Not passed on", notice.subject)
        self.assertTrue(case.date_unanswered)
