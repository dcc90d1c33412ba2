from odoo.tests import HttpCase, tagged

from .common import TicketCase


@tagged("post_install", "-at_install")
class TestTourTicket(HttpCase, TicketCase):
    def test_ticket_to_case_and_back(self):
        """A ticket becomes a case, and is closed with it, all by the agent."""
        self._tour("declare", f"/odoo/helpdesk-tickets/{self.ticket.id}")
        case = self.ticket.crisis_case_id
        self.assertEqual(case.name, self.ticket.name)
        self.assertEqual((case.user_id, case.contact_id), (self.agent, self.contact))
        self.assertTrue(case.close_sources)
        self.assertEqual(self.ticket.stage_id, self.new)

        self._complete(case.with_user(self.agent))
        case.with_user(self.agent).stage_id = self._stage("own_follow_up")
        self._tour("close", f"/odoo/crises/{case.id}")
        self.assertTrue(case.is_closed)
        self.assertEqual(self.ticket.stage_id, self.done)

    def _tour(self, name, url):
        tour = f"crisis_ticket_{name}_tour"
        self.start_tour(url, tour, login=self.agent.login, timeout=90)
        self.env.invalidate_all()
