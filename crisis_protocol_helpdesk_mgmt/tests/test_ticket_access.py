from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import TicketCase


@tagged("post_install", "-at_install")
class TestTicketAccess(TicketCase):
    """The rules of both sides hold: those of the tickets, those of the cases."""

    def test_who_declares(self):
        """It takes a right on the ticket and one to file: neither is enough alone."""
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.clerk).action_declare_crisis()
        self.assertFalse(
            self.other_agent.has_group("helpdesk_mgmt.group_helpdesk_user")
        )
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.other_agent).action_declare_crisis()
        self.assertTrue(self._declare(self.ticket))

    def test_buttons(self):
        """Who can't declare sees neither button nor action."""
        for user, expected in ((self.agent, True), (self.clerk, False)):
            views = self.ticket.with_user(user).get_views(
                [(False, "form"), (False, "list")], {"toolbar": True}
            )["views"]
            toolbar = views["list"]["toolbar"].get("action", [])
            names = [action["name"] for action in toolbar]
            with self.subTest(user=user.login):
                arch = views["form"]["arch"]
                self.assertEqual("action_declare_crisis" in arch, expected)
                self.assertEqual("This is a crisis" in names, expected)

    def test_clerk_sees_the_number_only(self):
        """The helpdesk knows which case a ticket belongs to, and nothing of it."""
        case = self._declare(self.ticket)
        ticket = self.ticket.with_user(self.clerk)
        self.assertEqual(ticket.crisis_case_reference, case.reference)
        with self.assertRaises(AccessError):
            ticket.read(["crisis_case_id"])
        with self.assertRaises(AccessError):
            case.with_user(self.clerk).read(["name"])
        with self.assertRaises(AccessError):
            ticket.action_leave_crisis()

    def test_case_opens_no_ticket(self):
        """Who works on the case sees how many tickets there are, not what is in."""
        case = self._declare(self.ticket)
        case.user_id = self.other_agent
        self.env.invalidate_all()
        seen = case.with_user(self.other_agent)
        self.assertEqual(seen.ticket_count, 1)
        self.assertFalse(seen.ticket_ids)
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.other_agent).read(["name"])

    def test_portal_sees_nothing_of_it(self):
        """The customer reads his ticket on the portal, and nothing of the case."""
        case = self._declare(self.ticket)
        ticket = self.ticket.with_user(self.visitor)
        self.assertTrue(ticket.name)
        for name in ("crisis_case_id", "crisis_case_reference", "crisis_is_over"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                ticket.read([name])
        note = self.ticket.message_ids.filtered(
            lambda message: case.reference in (message.body or "")
        )
        self.assertTrue(note.is_internal and note.subtype_id.internal)

    def test_links_are_made_on_the_ticket(self):
        """Nobody links tickets through the document, past the rules of the ticket."""
        case = self._file()
        case.with_user(self.agent).write({"ticket_ids": [(4, self.ticket.id)]})
        self.assertFalse(self.ticket.crisis_case_id)
