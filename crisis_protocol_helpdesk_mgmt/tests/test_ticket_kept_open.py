from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import TicketCase


@tagged("post_install", "-at_install")
class TestTicketKeptOpen(TicketCase):
    """A ticket stays open as long as its crisis, whoever closes it and how."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.free = cls._new_ticket("No crisis")

    def _age(self, tickets, days):
        tickets.last_stage_update = fields.Datetime.now() - timedelta(days=days)

    def test_nobody_closes_it(self):
        """Neither at the helpdesk nor at the desk of the crisis; the sentence helps."""
        case = self._declare(self.ticket)
        for user in (self.clerk, self.agent, self.env.user):
            with self.subTest(user=user.login):
                with self.assertRaises(UserError) as refusal:
                    self.ticket.with_user(user).stage_id = self.done
                self.assertIn(case.reference, str(refusal.exception))
                self.assertFalse(self.ticket.closed)

    def test_all_other_moves_are_free(self):
        """It may be worked on; what is no crisis may be closed together with others."""
        self._declare(self.ticket)
        self.ticket.with_user(self.clerk).stage_id = self.working
        self.assertEqual(self.ticket.stage_id, self.working)
        self.free.with_user(self.clerk).stage_id = self.done
        self.assertTrue(self.free.closed)

    def test_moved_to_another_case(self):
        """Put into another case it is not closed by the way."""
        self._declare(self.ticket)
        other = self._file()
        with self.assertRaises(UserError):
            self.ticket.with_user(self.agent).write(
                {"crisis_case_id": other.id, "stage_id": self.done.id}
            )

    def test_closed_before(self):
        """What was closed when it became a crisis is left as it is."""
        self.free.stage_id = self.done
        self._declare(self.free)
        self.free.with_user(self.clerk).name = "Renamed"
        self.assertTrue(self.free.closed)

    def test_after_the_case(self):
        """When the case is over, or the ticket taken out of it, it closes as usual."""
        case = self._declare(self.ticket | self.free)
        self.free.with_user(self.agent).action_leave_crisis()
        self.free.with_user(self.clerk).stage_id = self.done
        self._no_crisis(case)
        self.ticket.with_user(self.clerk).stage_id = self.done
        self.assertTrue(self.ticket.closed and self.free.closed)

    def test_closed_with_the_case(self):
        """If wanted the case closes its tickets: of several teams, each its own way.

        If it comes back it opens what it has closed, and nothing else.
        """
        self.free.stage_id = self.done
        team = self.ticket_team.copy({"name": "Second line", "alias_name": "second"})
        other = self._new_ticket("Of the second line", team_id=team.id)
        solved = self.done.copy({"sequence": 0, "team_ids": team.ids, "name": "Solved"})
        case = self._declare(self.ticket | other | self.free, close_sources=True)
        self._close(case)
        self.assertEqual(self.ticket.stage_id, self.done)
        self.assertEqual(other.stage_id, solved)
        case._reopen_for_relapse("The report is empty again")
        self.assertFalse(self.ticket.closed or other.closed)
        self.assertTrue(self.free.closed)
        self.assertEqual(case.ticket_ids, self.ticket | other | self.free)
        self.assertIn(case.reference, self.ticket.message_ids[0].body)

    def test_left_alone_with_the_case(self):
        """Without the option, and where it was no crisis, tickets stay as they are."""
        kept = self._declare(self.ticket)
        mistaken = self._declare(self.free, close_sources=True)
        self._close(kept)
        self._no_crisis(mistaken)
        self.assertFalse(self.ticket.closed or self.free.closed)

    def test_automatic_closing(self):
        """OCA's closing of inactive tickets looks past crises, its warning too."""
        self._declare(self.ticket)
        self.ticket_team.write(
            {
                "close_inactive_tickets": True,
                "ticket_stage_ids": self.new.ids,
                "closing_ticket_stage": self.done.id,
                "inactive_tickets_day_limit_warning": 7,
                "inactive_tickets_day_limit_closing": 14,
            }
        )
        for days, mails in ((7, "warning_email_ids"), (30, "closing_email_ids")):
            self._age(self.ticket | self.free, days)
            with self.subTest(days=days), self.mock_mail_gateway():
                sent = self.ticket_team.close_team_inactive_tickets()
                self.assertEqual(len(sent[mails]), 1)
        self.assertTrue(self.free.closed)
        self.assertFalse(self.ticket.closed)

    def test_automatic_closing_after_the_case(self):
        """A ticket whose case is over is closed like any other."""
        self._no_crisis(self._declare(self.ticket))
        self.ticket_team.write(
            {
                "ticket_stage_ids": self.new.ids,
                "closing_ticket_stage": self.done.id,
                "close_inactive_mail_template_id": False,
                "inactive_tickets_day_limit_warning": 0,
            }
        )
        self._age(self.ticket, 30)
        self.ticket_team.close_team_inactive_tickets()
        self.assertTrue(self.ticket.closed)

    def test_stage_mails_are_held(self):
        """No stage writes to the customer while his crisis goes on, nor rates us."""
        self.working.mail_template_id = self.env.ref(
            "helpdesk_mgmt.changed_stage_template"
        )
        self.working.rating_mail_template_id = self.env.ref(
            "helpdesk_mgmt_rating.rating_ticket_email_template"
        )
        self._declare(self.ticket)
        for ticket, expected in ((self.ticket, 0), (self.free, 2)):
            with self.subTest(ticket=ticket.name), self.mock_mail_gateway():
                ticket.with_user(self.clerk).stage_id = self.working
                self.flush_tracking()
            self.assertEqual(len(self._new_mails), expected)

    def test_no_mail_for_each_ticket_at_the_end(self):
        """Who was told that his crisis is over is not told so ticket by ticket."""
        self.done.rating_mail_template_id = self.env.ref(
            "helpdesk_mgmt_rating.rating_ticket_email_template"
        )
        case = self._declare(self.ticket, close_sources=True)
        self._complete(case.with_user(self.agent))
        self.flush_tracking()
        with self.mock_mail_gateway():
            case.with_user(self.supervisor).stage_id = self._stage("own_closed")
            self.flush_tracking()
        self.assertTrue(self.ticket.closed)
        about = self._new_mails.filtered(lambda mail: mail.model == self.ticket._name)
        self.assertFalse(about)


@tagged("post_install", "-at_install")
class TestTicketPortal(HttpCase, TicketCase):
    """The portal's own way to close a ticket, by its number in the address."""

    def _press_close(self, user, ticket):
        self.authenticate(user.login, user.login)
        self.env.flush_all()
        response = self.url_open(
            f"/ticket/close?ticket_id={ticket.id}&stage_id={self.done.id}"
        )
        ticket.invalidate_recordset()
        return response

    def test_crisis_is_not_closed(self):
        """Neither the customer nor a stranger closes it past the open case."""
        case = self._declare(self.ticket)
        for user in (self.visitor, self.rival):
            with self.subTest(user=user.login):
                response = self._press_close(user, self.ticket)
                self.assertFalse(self.ticket.closed)
                self.assertGreaterEqual(response.status_code, 400)
                self.assertIn("still at work", response.text)
                self.assertNotIn(case.reference, response.text)
        self.assertFalse(case.is_closed)

    def test_other_tickets_close_as_ever(self):
        """What is no crisis is the helpdesk's own business."""
        self._press_close(self.visitor, self.ticket)
        self.assertTrue(self.ticket.closed)
