from datetime import timedelta

from odoo.tests import tagged

from .common_absence import CrisisAbsenceCase
from .common_duty import MONDAY


@tagged("post_install", "-at_install")
class TestDutyAbsence(CrisisAbsenceCase):
    """Nobody who is away silently owns a duty (S0-67)."""

    # Away -------------------------------------------------------------------

    def test_out_of_office(self):
        """Who sets his out-of-office passes his duties to his substitute."""
        document = self._file()
        self._assert_owner(document, self.agent)
        self._out_of_office(self.agent)
        self._run_the_job()
        self._assert_owner(document, self.colleague)
        self.assertEqual(document.user_id, self.agent, "it is still his case")

    def test_own_leave(self):
        """A leave in one's own calendar does the same."""
        document = self._file()
        self._leave(self.agent, MONDAY, MONDAY + timedelta(days=3))
        self._run_the_job()
        self._assert_owner(document, self.colleague)

    def test_leave_of_somebody_else(self):
        """The leave of another, and a holiday of the desk, move nobody's duties."""
        document = self._file()
        self._leave(self.deputy, MONDAY, MONDAY + timedelta(days=3))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.team.resource_calendar_id.id,
                "date_from": MONDAY,
                "date_to": MONDAY + timedelta(days=3),
            }
        )
        self._run_the_job()
        self._assert_owner(document, self.agent)

    def test_deactivated(self):
        """The duties of a user who is deactivated go to his substitute."""
        document = self._file()
        self.agent.with_user(self.user_admin).active = False
        self._run_the_job()
        self._assert_owner(document.sudo(), self.colleague)

    def test_filed_while_away(self):
        """What begins while one is away is the substitute's from the beginning."""
        self._out_of_office(self.agent)
        self._assert_owner(self._file(), self.colleague)

    def test_all_kinds(self):
        """Promises and hand-overs pass on as controls do."""
        document = self._file()
        promise = self._promise(document)
        handover = self._begin_handover(document, self.deputy)
        self._out_of_office(self.agent)
        self._run_the_job()
        self.assertEqual(promise.user_id, self.colleague)
        self.assertEqual(handover.user_id, self.colleague)

    def test_made_while_away(self):
        """A promise given in the name of one who is away is his substitute's."""
        document = self._file()
        self._out_of_office(self.agent)
        self.assertEqual(self._promise(document).user_id, self.colleague)

    def test_passed_to_one_who_is_away(self):
        """What is passed on to somebody who is away goes to who stands in."""
        document = self._file(user_id=self.deputy.id)
        control = self._of_kind(document, "system").with_user(self.deputy)
        self._out_of_office(self.agent)
        control.user_id = self.agent
        self.assertEqual(control.user_id, self.colleague)
        self.assertEqual(control.sudo().activity_id.user_id, self.colleague)

    def test_moved_into_an_absence(self):
        """What is moved to a day on which its owner is away goes to who stands in."""
        self._leave(self.agent, MONDAY + timedelta(days=1), MONDAY + timedelta(days=3))
        control = self._of_kind(self._file(), "system")
        self.assertEqual(control.user_id, self.agent)
        control.with_user(self.supervisor).date_due = MONDAY + timedelta(days=2)
        self.assertEqual(control.user_id, self.colleague)

    # Who stands in ----------------------------------------------------------

    def test_chain(self):
        """Is the substitute away too, his own substitute stands in."""
        self.colleague.crisis_substitute_id = self.deputy
        document = self._file()
        self._out_of_office(self.agent)
        self._leave(self.colleague, MONDAY, MONDAY + timedelta(days=3))
        self._run_the_job()
        self._assert_owner(document, self.deputy)

    def test_end_of_the_chain(self):
        """With nobody left in the chain, the supervisor has it."""
        self._out_of_office(self.colleague)
        document = self._file()
        self._out_of_office(self.agent)
        self._run_the_job()
        self._assert_owner(document, self.supervisor)

    def test_circle(self):
        """Two who stand in for each other and are both away leave it to him, too."""
        self.colleague.crisis_substitute_id = self.agent
        document = self._file()
        self._out_of_office(self.agent)
        self._out_of_office(self.colleague)
        self._run_the_job()
        self._assert_owner(document, self.supervisor)

    def test_no_substitute(self):
        """Who named nobody is stood in for by the supervisor."""
        self.agent.crisis_substitute_id = False
        document = self._file()
        self._out_of_office(self.agent)
        self._run_the_job()
        self._assert_owner(document, self.supervisor)

    def test_supervisor_away(self):
        """Nobody's duty is nobody's, even if all are away."""
        self.agent.crisis_substitute_id = False
        document = self._file()
        for user in (self.agent, self.supervisor):
            self._out_of_office(user)
        self._run_the_job()
        self._assert_owner(document, self.supervisor)

    def test_supervisor_has_a_substitute(self):
        """The supervisor's own substitute stands in before nobody does."""
        self.agent.crisis_substitute_id = False
        self.supervisor.crisis_substitute_id = self.deputy
        document = self._file()
        for user in (self.agent, self.supervisor):
            self._out_of_office(user)
        self._run_the_job()
        self._assert_owner(document, self.deputy)

    def test_other_substitute(self):
        """Another substitute, named while one is away, takes over."""
        document = self._file()
        self._out_of_office(self.agent)
        self._run_the_job()
        self.agent.with_user(self.agent).crisis_substitute_id = self.deputy
        self._run_the_job()
        self._assert_owner(document, self.deputy)

    def test_substitute_may_do_it(self):
        """Who stands in can do what he was given, whatever desk he is from."""
        self.agent.crisis_substitute_id = self.other_agent
        document = self._file()
        self._out_of_office(self.agent)
        self._run_the_job()
        control = self._control(document, "system")
        self.assertNotEqual(control.user_id, self.agent)
        control.with_user(control.user_id).action_clean()
        self.assertEqual(control.state, "done")
