from odoo import fields
from odoo.tests import tagged

from odoo.addons.crisis_protocol.tests.messages.common_mail import CrisisMailCase
from odoo.addons.mail.tests.common import freeze_all_time

from .common import TicketCase


@tagged("post_install", "-at_install")
class TestTicketWords(TicketCase, CrisisMailCase):
    """What is said on a ticket and on its case is said once, and counts for both."""

    def _mail_from(self, sender, ticket=None):
        """A mail from outside that answers on the ticket."""
        ticket = ticket or self.ticket
        parent = ticket.message_post(
            body="We look into it.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self._receive(
            sender,
            "Re: report",
            html="<p>It is still empty!</p>",
            to=self.ticket_team.alias_email,
            reply_to_message=parent,
        )
        return ticket.message_ids[0]

    def test_answers_of_the_customer(self):
        """Whoever of the customer answers by mail: contact, colleague or stranger."""
        case = self._declare(self.ticket)
        for sender in (
            self.contact.email_formatted,
            self.visitor.email_formatted,
            "Someone New <new@akdeniz.example.com>",
        ):
            with self.subTest(sender=sender):
                case._write_past_reactions({"date_unanswered": False})
                with freeze_all_time(fields.Datetime.now()):
                    message = self._mail_from(sender)
                self.assertIn("still empty", message.body)
                self.assertEqual(case.date_last_customer_message, message.date)
                self.assertTrue(case.date_unanswered)
                self.assertIn("still empty", case.message_ids[0].body)
        self.assertEqual(len(self._answer_activities(case)), 1)

    def test_stage_after_an_answer(self):
        """OCA moves a ticket that is answered; into a closed stage it can't go."""
        self.ticket_team.write(
            {
                "autoupdate_ticket_stage": True,
                "autopupdate_src_stage_ids": self.new.ids,
                "autopupdate_dest_stage_id": self.working.id,
            }
        )
        self._declare(self.ticket)
        self._mail_from(self.contact.email_formatted)
        self.assertEqual(self.ticket.stage_id, self.working)

    def test_answer_on_the_portal(self):
        """What the customer writes on his portal page counts as well."""
        case = self._declare(self.ticket)
        self.ticket.with_user(self.visitor).message_post(
            body="Any news?", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertTrue(case.date_unanswered)
        self.assertIn("Any news?", case.message_ids[0].body)

    def test_clerk_answers_on_the_ticket(self):
        """The helpdesk's answer is a word to the customer, without a right on the case.

        It is looked at like any other.
        """
        case = self._declare(self.ticket)
        self._mail_from(self.contact.email_formatted)
        with freeze_all_time(fields.Datetime.now()):
            message = self.ticket.with_user(self.clerk).message_post(
                body="Good morning, we work on it.",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.contact.ids,
            )
        self.assertFalse(case.date_unanswered)
        self.assertEqual(case.date_last_word, message.date)
        self.assertEqual(case.check_ids.message_id, message)

    def test_word_on_all_tickets_and_one_mail(self):
        """The word stands on each ticket, where the portal shows it; one mail goes out.

        A second contact with the same address gets no second one.
        """
        other = self._new_ticket("Empty again")
        twin = self.contact.copy({"email": self.contact.email, "name": "E."})
        (self.ticket | other).message_subscribe((self.contact | twin).ids)
        case = self._declare(self.ticket | other, post_on_sources=True)
        with self.mock_mail_gateway():
            self._tell(case)
        for ticket in self.ticket | other:
            message = ticket.with_user(self.visitor).message_ids[0]
            self.assertIn("we are at it", message.body)
            self.assertFalse(message.notified_partner_ids)
        self.assertEqual(len(self._mails), 1)

    def test_not_if_not_wanted(self):
        """Without the option the word stays on the case."""
        case = self._declare(self.ticket)
        before = self.ticket.message_ids
        self._tell(case)
        self.assertEqual(self.ticket.message_ids, before)
