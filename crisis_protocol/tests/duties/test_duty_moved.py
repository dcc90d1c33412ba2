from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_duty import MONDAY, CrisisDutyCase

FAR = MONDAY + timedelta(days=700)


@tagged("post_install", "-at_install")
class TestDutyMoved(CrisisDutyCase):
    """What is owed is put off a little, and not away."""

    def setUp(self):
        super().setUp()
        self.document = self._file(team_id=self.team.id)

    def _assert_stays(self, duty, due, words):
        before = duty.date_due
        line = self.env["crisis.duty"].search(
            [("duty_model", "=", duty._name), ("duty_id", "=", duty.id)]
        )
        ways = {
            "the duty": lambda: duty.write({"date_due": due}),
            "the list": lambda: line.with_env(duty.env).write({"date_due": due}),
        }
        for name, way in ways.items():
            with self.subTest(duty=duty._name, way=name):
                with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
                    way()
                self.env.invalidate_all()
                self.assertEqual(duty.date_due, before)

    def test_control(self):
        """By another interval at the most; from then on a supervisor decides."""
        for kind in ("system", "customer"):
            control = self._of_kind(self.document, kind)
            latest = control.date_planned + (control.date_planned - MONDAY)
            for due in (FAR, latest + timedelta(minutes=1)):
                self._assert_stays(control, due, "put off until")
            control.date_due = latest
            with self.assertRaisesRegex(UserError, "put off until"):
                with self.cr.savepoint():
                    control.activity_id.with_user(self.agent).write(
                        {"date_deadline": FAR.date()}
                    )
            control.with_user(self.supervisor).date_due = latest + timedelta(hours=1)
            self.assertIn("moved", self.document.message_ids[0].body)

    def test_not_into_the_past(self):
        """What is owed was not due before it was moved there, whoever moves it."""
        past = MONDAY - timedelta(days=1)
        notice = self._notice_to(self.document, self.supervisor)
        for duty in (self._of_kind(self.document, "system"), notice):
            for user in (self.agent, self.supervisor):
                self._assert_stays(duty.with_user(user), past, "has passed")

    def test_notice(self):
        """Those who have to be told hear of it no later than was planned."""
        notice = self._notice_to(self.document, self.supervisor)
        for due in (FAR, notice.date_planned + timedelta(minutes=1)):
            self._assert_stays(notice, due, "put off until")
        notice.date_due = notice.date_planned - timedelta(minutes=10)
        later = notice.date_planned + timedelta(minutes=10)
        notice.with_user(self.supervisor).date_due = later
        self.assertEqual(notice.date_due, later)

    def test_left_out(self):
        """The next counts from when the one that is left out was planned."""
        control = self._of_kind(self.document, "system")
        planned = control.date_planned
        control.with_user(self.supervisor).date_due = FAR
        self._cancel(control, self.agent)
        self.assertEqual(self.document.date_system_control, planned)
        following = self._of_kind(self.document, "system")
        minutes = self.document.level_id.control_system_minutes
        self.assertEqual(following.date_due, planned + timedelta(minutes=minutes))
