from psycopg2 import IntegrityError

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_duty import CrisisDutyCase


@tagged("post_install", "-at_install")
class TestDutyActivityLife(CrisisDutyCase):
    """Activities of duties among all the others, and whose users come and go."""

    def _todo(self, record):
        """An ordinary activity of the agent."""
        activity = record.sudo().activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.agent.id
        )
        return activity.with_user(self.agent)

    def test_other_activities_of_the_case(self):
        """An ordinary activity of the case is done, moved and removed as ever."""
        document = self._file()
        duties = self._open(document)
        before = [(duty.state, duty.date_due, duty.user_id) for duty in duties]
        done, moved, removed = (self._todo(document) for _activity in range(3))
        done.action_feedback("Done")
        moved.write({"date_deadline": "2026-03-09", "user_id": self.colleague.id})
        removed.unlink()
        self.assertFalse(done.active)
        self.assertFalse(removed.exists())
        self.assertIs(moved.action_do_crisis_duty(), True)
        after = [(duty.state, duty.date_due, duty.user_id) for duty in duties]
        self.assertEqual(after, before)
        self.assertEqual(duties, self._open(document))

    def test_activities_of_other_models(self):
        """Activities of contacts know nothing of duties."""
        self._file()
        done, removed = self._todo(self.customer), self._todo(self.customer)
        done.action_done()
        removed.unlink()
        self.assertFalse(done.active)
        self.assertFalse(removed.exists())

    def test_duty_of_no_kind(self):
        """An activity that claims to show a duty it does not is like any other."""
        document = self._file()
        for claim in ("crisis.control", "res.users", "no.such.model"):
            with self.subTest(claim=claim):
                activity = self._todo(document)
                activity.write({"crisis_duty_model": claim})
                activity.date_deadline = "2026-03-09"
                activity.action_feedback("Done")
                self.assertFalse(activity.active)

    def test_duty_is_not_cut_off(self):
        """Nobody hides an open duty by changing what its activity says of itself."""
        document = self._file()
        control = self._of_kind(document, "system")
        activity = control.sudo().activity_id.with_user(self.agent)
        activity.write({"crisis_duty_model": False})
        with self.assertRaises(RedirectWarning):
            activity.unlink()

    def test_duty_is_not_archived_away(self):
        """Archiving the activity of an open duty does not rid anybody of it."""
        document = self._file()
        control = self._of_kind(document, "system")
        activity = control.sudo().activity_id.with_user(self.agent)
        try:
            with self.cr.savepoint():
                activity.action_archive()
        except (RedirectWarning, UserError):
            self.env.invalidate_all()
        self.assertEqual(control.state, "open")
        self.assertIn(control.sudo().activity_id, self._clock_menu(document))

    def test_fresh_case_is_deleted(self):
        """A slip of the hand that is deleted takes its duties and activities along."""
        document = self._file()
        duties = self._one_of_each(document)
        activities = self._clock_menu(document)
        self.assertTrue(activities)
        document.with_user(self.manager).unlink()
        self.assertFalse(activities.exists())
        for duty in duties:
            self.assertFalse(duty.exists())

    def _assert_nobodys(self, document, gone):
        """All that is owed is somebody's who is there, and in his clock menu."""
        duties = self._open(document)
        self.assertTrue(duties)
        for duty in duties:
            with self.subTest(duty=duty.display_name):
                self.assertTrue(duty.user_id)
                self.assertNotEqual(duty.user_id, gone)
                self.assertTrue(duty.activity_id.active)
                self.assertEqual(duty.activity_id.user_id, duty.user_id)

    def test_owner_is_archived(self):
        """An administrator archives a colleague; what he owed is the supervisor's."""
        document = self._file(user_id=self.colleague.id)
        self.assertEqual(self._of_kind(document, "system").user_id, self.colleague)
        self.colleague.with_user(self.user_admin).action_archive()
        self._run_the_job()
        self._assert_nobodys(document, self.colleague)
        self.assertEqual(self._of_kind(document, "system").user_id, self.supervisor)

    def test_owner_is_deleted(self):
        """A user who is deleted leaves nothing behind that is nobody's."""
        document = self._file()
        control = self._of_kind(document, "system")
        control.user_id = self.colleague
        self.colleague.with_user(self.user_admin).unlink()
        self._run_the_job()
        self._assert_nobodys(document, self.env["res.users"])
        self.assertEqual(control.user_id, self.agent)

    @mute_logger("odoo.sql_db")
    def test_one_who_did_something_is_kept(self):
        """A user who did a duty can't be deleted: the proof says who it was."""
        document = self._file()
        control = self._control(document.with_user(self.colleague), "system")
        control.action_clean()
        try:
            with self.cr.savepoint():
                self.colleague.with_user(self.user_admin).unlink()
        except (UserError, IntegrityError):
            self.env.invalidate_all()
        self.assertEqual(control.sudo().done_by_id, self.colleague)

    def test_type_is_renamed_or_gone(self):
        """A manager may rename the activity types; duties go by the new name."""
        kind = self.env.ref("crisis_protocol.mail_activity_type_control_system")
        kind.name = "Look inside"
        control = self._of_kind(self._file(), "system")
        self.assertEqual(control._label(), "Look inside")
        self.assertIn("Look inside", control.sudo().activity_id.summary)
