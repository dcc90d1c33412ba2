from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TicketCase


@tagged("post_install", "-at_install")
class TestTicketDeclare(TicketCase):
    """A ticket turns out to be a crisis (issue 5: ticket to case and back)."""

    def test_what_is_known_is_handed_over(self):
        """Title, text, reporter, files, and how the ticket came in."""
        self._attach(self.ticket, "empty.pdf")
        case = self._declare(self.ticket)
        self.assertEqual(case.name, self.ticket.name)
        self.assertIn("In the customer's words", case.description)
        self.assertEqual(case.partner_id, self.customer)
        self.assertEqual(case.contact_id, self.contact)
        self.assertEqual(case.company_id, self.ticket.company_id)
        self.assertEqual(self._files(case).mapped("name"), ["empty.pdf"])
        trail = case.message_ids[0].body
        for text in (self.ticket.number, "Phone", "First line", self.contact.email):
            self.assertIn(text, trail)
        self.assertIn(case.reference, self.ticket.message_ids[0].body)

    def test_many_tickets_one_case(self):
        """Several tickets of a list become one case; one more is added later."""
        tickets = self.ticket | self._new_ticket("The report is empty again")
        case = self._declare(tickets)
        self.assertEqual(case.ticket_ids, tickets)
        late = self._new_ticket("Still empty")
        self.assertEqual(self._declare(late, mode="add"), case)
        case = case.with_user(self.agent)
        self.assertEqual(case.ticket_count, 3)
        self.assertTrue(case.has_sources)
        self.assertIn("Still empty", case.message_ids[0].body)
        found = self.env["helpdesk.ticket"].search(case.action_open_tickets()["domain"])
        self.assertEqual(found, tickets | late)

    def test_list_action(self):
        """The action on the list does what the button does, for all that are ticked."""
        tickets = self.ticket | self._new_ticket("The report is empty again")
        action = self.env.ref(
            "crisis_protocol_helpdesk_mgmt.helpdesk_ticket_action_declare_crisis"
        )
        context = {"active_model": tickets._name, "active_ids": tickets.ids}
        opened = action.with_user(self.agent).with_context(**context).run()
        self.assertEqual(opened["res_model"], "crisis.declare")
        wizards = self.env["crisis.declare"].with_user(self.agent)
        wizard = wizards.with_context(**opened["context"]).create({})
        self.assertEqual(wizard._sources(), tickets)

    def test_reporter_without_contact(self):
        """Of a ticket with an address only, the one whose address it is is proposed."""
        vals = {"partner_id": False, "partner_name": "Elif (telephone)"}
        ticket = self._new_ticket("By mail", **vals)
        self.assertEqual(self._declare(ticket).contact_id, self.contact)
        unknown = self._new_ticket("Unknown", **vals, partner_email="who@example.com")
        self.assertFalse(unknown._crisis_partner())
        self.contact.copy({"email": self.contact.email})
        twice = self._new_ticket("Two of them", **vals)
        self.assertFalse(twice._crisis_partner())

    def test_without_team(self):
        """A ticket of no team becomes a crisis, and is closed with it, like any."""
        ticket = self._new_ticket("Nobody's", team_id=False)
        case = self._declare(ticket, close_sources=True)
        self._close(case)
        self.assertTrue(ticket.stage_id.closed)

    def test_markup_stays_text(self):
        """What somebody typed into the portal form is no markup on the case."""
        ticket = self._new_ticket(
            "<script>steal()</script>", partner_name="<b>Elif</b>"
        )
        case = self._declare(ticket)
        self.assertNotIn("<script", case.message_ids[0].body)
        self.assertNotIn("<b>Elif", case.message_ids[0].body)

    def test_production_tasks_have_a_project(self):
        """A task of the case is nobody's private one, whatever the context says."""
        case = self._declare(self.ticket)
        case.with_user(self.agent).with_context(
            default_project_id=False
        )._inform_production(self.unit)
        self.assertTrue(case.task_ids)
        self.assertEqual(case.task_ids.project_id, self.project)

    def test_declared_already(self):
        """A ticket with an open case names it; many are named all at once."""
        other = self._new_ticket("Another")
        case = self._declare(self.ticket | other)
        with self.assertRaises(UserError) as refusal:
            (self.ticket | other).with_user(self.agent).action_declare_crisis()
        self.assertEqual(str(refusal.exception).count(case.reference), 2)
