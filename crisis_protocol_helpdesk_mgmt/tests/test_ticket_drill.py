from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TicketCase


@tagged("post_install", "-at_install")
class TestTicketDrill(TicketCase):
    """What customers reported is real: no ticket becomes part of a drill."""

    def test_joins_no_drill(self):
        """Neither by the dialog nor by writing; to a real case it may."""
        drill, real = self._file(is_drill=True), self._file()
        ticket = self.ticket.with_user(self.agent)
        wizards = self.env["crisis.declare"].with_user(self.agent)
        wizard = wizards.create(
            {
                "res_model": ticket._name,
                "res_ids": str(ticket.id),
                "partner_id": self.customer.id,
            }
        )
        self.assertIn(real, wizard.case_ids)
        self.assertNotIn(drill, wizard.case_ids)
        for user in (self.agent, self.env.user):
            with self.assertRaises(UserError), self.cr.savepoint():
                ticket.with_user(user).crisis_case_id = drill
        with self.assertRaises(UserError), self.cr.savepoint():
            self._new_ticket("Born in a drill", crisis_case_id=drill.id)
        ticket.crisis_case_id = real
        self.assertEqual(real.ticket_count, 1)
        self.assertFalse(drill.ticket_count)

    def test_its_people_are_told_all_the_same(self):
        """A customer who is also on a drill gets the answers on his ticket."""
        self._file(is_drill=True, contact_id=self.contact.id)
        with self.mock_mail_gateway():
            self.ticket.message_post(
                body="We look into it.",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.contact.ids,
            )
            self.flush_tracking()
        self.assertIn(self.contact.email, str([m["email_to"] for m in self._mails]))
        self.assertNotIn("DRILL", str([m["subject"] for m in self._mails]))
