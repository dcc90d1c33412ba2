from datetime import timedelta

from odoo.tests import tagged

from .common_absence import CrisisAbsenceCase
from .common_duty import MONDAY


@tagged("post_install", "-at_install")
class TestDutyReturn(CrisisAbsenceCase):
    """Absences to come, absences that end, and what the chatter says of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nothing else happens on a case for days, so that nothing else wakes it.
        names = ("first_word", "customer_word", "control_customer", "silence", "notice")
        cls.level.write({f"{name}_minutes": 60 * 24 * 20 for name in names})
        cls.level.write({"control_system_minutes": 60 * 24 * 5})

    def _days(self, number):
        return MONDAY + timedelta(days=number)

    def _away(self, document):
        """The agent goes; his substitute has it."""
        self._out_of_office(self.agent, until=self._days(2))
        self._run_the_job()
        self._assert_owner(document, self.colleague)

    # The way back -----------------------------------------------------------

    def test_back_again(self):
        """Who is back has his duties back."""
        document = self._file()
        self._away(document)
        self._back_at_office(self.agent)
        self._run_the_job()
        self._assert_owner(document, self.agent)

    def test_back_in_time(self):
        """When the time of his absence is over, they come back by themselves."""
        document = self._file()
        self._away(document)
        with self._later(days=2, minutes=1):
            self._run_the_job()
            self._assert_owner(document, self.agent)

    def test_job_wakes_when_he_is_back(self):
        """The job is woken for it, not only by chance."""
        document = self._file()
        self._away(document)
        self.assertLessEqual(document.date_watch, self._days(2))

    def test_leave_taken_back(self):
        """A leave that is deleted or ends sooner gives them back."""
        document = self._file()
        leave = self._leave(self.agent, MONDAY - timedelta(days=1), self._days(3))
        self._run_the_job()
        self._assert_owner(document, self.colleague)
        with self._later(hours=1):
            leave.date_to = MONDAY
            self._run_the_job()
            self._assert_owner(document, self.agent)
            leave.date_to = self._days(3)
            self._run_the_job()
            self._assert_owner(document, self.colleague)
            leave.unlink()
            self._run_the_job()
            self._assert_owner(document, self.agent)

    def test_active_again(self):
        """A user who is activated again has his duties again."""
        document = self._file(user_id=self.deputy.id)
        self.deputy.crisis_substitute_id = self.colleague
        self.deputy.with_user(self.user_admin).active = False
        self._run_the_job()
        self._assert_owner(document, self.colleague)
        self.deputy.with_user(self.user_admin).active = True
        self._run_the_job()
        self._assert_owner(document, self.deputy)

    def test_passed_on_meanwhile(self):
        """What the substitute passed on by hand stays where it is."""
        document = self._file()
        self._away(document)
        control = self._of_kind(document, "system").with_user(self.colleague)
        control.user_id = self.deputy
        self._back_at_office(self.agent)
        self._run_the_job()
        self.assertEqual(control.user_id, self.deputy)
        self.assertEqual(self._of_kind(document, "customer").user_id, self.agent)

    def test_done_meanwhile(self):
        """What the substitute did stays his doing; the next one is the agent's."""
        document = self._file()
        self._away(document)
        control = self._control(document.with_user(self.colleague), "system")
        control.action_clean()
        self._back_at_office(self.agent)
        self._run_the_job()
        self.assertEqual(control.done_by_id, self.colleague)
        self.assertEqual(control.user_id, self.colleague)
        self._assert_owner(document, self.agent)

    # Absences to come -------------------------------------------------------

    def test_leave_to_come(self):
        """Who will be away when a duty is due does not own it, once it is known."""
        document = self._file()
        self._leave(self.agent, self._days(4), self._days(6))
        self._run_the_job()
        self.assertEqual(self._of_kind(document, "system").user_id, self.colleague)
        self.assertEqual(self._of_kind(document, "customer").user_id, self.agent)

    def test_out_of_office_to_come(self):
        """Out-of-office set for later counts for what falls due then."""
        document = self._file()
        self.agent.write(
            {"out_of_office_from": self._days(4), "out_of_office_to": self._days(6)}
        )
        self._run_the_job()
        self.assertEqual(self._of_kind(document, "system").user_id, self.colleague)
        self.assertEqual(self._of_kind(document, "customer").user_id, self.agent)

    def test_substitute_away_by_then(self):
        """Who will be away himself by then is no substitute."""
        self.colleague.crisis_substitute_id = self.deputy
        self._leave(self.colleague, self._days(4), self._days(6))
        document = self._file()
        self._leave(self.agent, self._days(4), self._days(6))
        self._run_the_job()
        self.assertEqual(self._of_kind(document, "system").user_id, self.deputy)

    def test_leave_of_the_past(self):
        """A leave that is over, or over before it is due, takes nothing away."""
        document = self._file()
        self._leave(self.agent, self._days(-9), self._days(-1))
        self._leave(self.agent, self._days(1), self._days(2))
        self._leave(self.agent, self._days(6), self._days(7))
        self._run_the_job()
        self._assert_owner(document, self.agent)

    def test_leave_begins(self):
        """When the leave begins, what is late and still his passes on."""
        document = self._file()
        self._leave(self.agent, self._days(6), self._days(9))
        self._run_the_job()
        self._assert_owner(document, self.agent)
        with self._later(days=6, minutes=1):
            self._run_the_job()
            self.assertEqual(self._of_kind(document, "system").user_id, self.colleague)

    # The chatter ------------------------------------------------------------

    def _new_notes(self, document, before):
        return "".join((document.sudo().message_ids - before).mapped("body"))

    def test_chatter_says_who_stands_in(self):
        """The case says once who is away, and who stands in for what."""
        documents = self._file() | self._file(name="Another case")
        before = documents.sudo().message_ids
        self._out_of_office(self.agent)
        self._run_the_job()
        for document in documents:
            notes = document.sudo().message_ids - before
            self.assertEqual(len(notes), 1)
            for control in document.control_ids:
                self.assertIn(control._label(), notes.body)
            self.assertIn(self.agent.name, notes.body)
            self.assertIn(self.colleague.name, notes.body)
        seen = documents.sudo().message_ids
        self._run_the_job()
        documents.sudo()._process_due()
        self.assertEqual(documents.sudo().message_ids, seen)

    def test_chatter_says_who_is_back(self):
        """… and who is back."""
        document = self._file()
        self._away(document)
        before = document.sudo().message_ids
        self._back_at_office(self.agent)
        self._run_the_job()
        self.assertIn(self.agent.name, self._new_notes(document, before))

    def test_chatter_of_a_leave_to_come(self):
        """Of a leave to come the chatter speaks as well."""
        document = self._file()
        before = document.sudo().message_ids
        self._leave(self.agent, self._days(4), self._days(6))
        self._run_the_job()
        notes = self._new_notes(document, before)
        self.assertIn(self.colleague.name, notes)
        self.assertIn(self._of_kind(document, "system")._label(), notes)
        self.assertNotIn(self._of_kind(document, "customer")._label(), notes)
