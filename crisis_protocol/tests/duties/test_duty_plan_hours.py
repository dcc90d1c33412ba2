from datetime import datetime

from odoo.tests import tagged

from .common_clock import NIGHTS, OFFICE, ClockCase
from .common_duty import CrisisDutyCase


@tagged("post_install", "-at_install")
class TestDutyHours(ClockCase, CrisisDutyCase):
    """Where the desk's hours count, whoever changes them changes what is due."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level = cls.env.ref("crisis_protocol.level_serious")
        cls.level.write(
            {"control_system_minutes": 240, "control_customer_minutes": 480}
        )
        cls.hours = cls._hours("UTC", OFFICE)
        cls.team.resource_calendar_id = cls.hours

    def setUp(self):
        super().setUp()
        self.document = self._file()
        self._assert_due("system", "2026-03-02 14:00")

    def _assert_due(self, kind, due):
        control = self._of_kind(self.document, kind)
        self.assertEqual(len(control), 1)
        self.assertEqual(f"{control.date_due:%Y-%m-%d %H:%M:%S}", f"{due}:00")

    def test_filed(self):
        """The controls of a working level keep to the desk's hours."""
        self._assert_due("customer", "2026-03-02 18:00")

    def test_other_calendar(self):
        """Another calendar for the desk moves what is due."""
        afternoons = [(day, 14, 18) for day in range(5)]
        self.team.resource_calendar_id = self._hours("UTC", afternoons)
        self._run_the_job()
        self._assert_due("system", "2026-03-02 18:00")
        self._assert_due("customer", "2026-03-03 18:00")

    def test_attendances(self):
        """Hours added, changed and taken away move what is due."""
        monday = self.hours.attendance_ids.filtered(lambda a: a.dayofweek == "0")
        lunch, afternoon = monday[:1].copy(), monday.sorted("hour_from")[-1:]
        lunch.write({"hour_from": 12, "hour_to": 13, "day_period": "lunch"})
        lunch.day_period = "afternoon"
        self._run_the_job()
        self._assert_due("system", "2026-03-02 13:00")
        lunch.unlink()
        self._run_the_job()
        self._assert_due("system", "2026-03-02 14:00")
        afternoon.hour_from = 15
        self._run_the_job()
        self._assert_due("system", "2026-03-02 16:00")

    def test_time_zone(self):
        """The hours are those of the calendar's time zone."""
        self.hours.tz = "America/New_York"
        self._run_the_job()
        self._assert_due("system", "2026-03-02 19:00")

    def test_holiday_comes_and_goes(self):
        """A holiday entered, moved and taken back moves what is due, there and back."""
        leave = self._holiday(self.hours, "2026-03-02 00:00", "2026-03-03 00:00")
        self._run_the_job()
        self._assert_due("system", "2026-03-03 14:00")
        leave.date_from = datetime(2026, 3, 2, 13, 0)
        self._run_the_job()
        self._assert_due("system", "2026-03-03 10:00")
        leave.unlink()
        self._assert_round("2026-03-02 17:00")
        self._run_the_job()
        self._assert_due("system", "2026-03-02 14:00")

    def _assert_round(self, moment):
        self.assertEqual(f"{self.team.date_next_round:%Y-%m-%d %H:%M}", moment)

    def test_holiday_of_all(self):
        """A public holiday of no calendar in particular holds for this desk, too."""
        values = {
            "date_from": datetime(2026, 3, 2),
            "date_to": datetime(2026, 3, 3),
            "company_id": self.company.id,
        }
        other = self._hours("UTC", OFFICE)
        self.env["resource.calendar.leaves"].create(
            [
                values | {"name": "There", "calendar_id": other.id},
                values | {"name": "Everywhere", "calendar_id": False},
            ]
        )
        self._run_the_job()
        self._assert_due("system", "2026-03-03 14:00")

    def test_colleagues_leave(self):
        """The leave of one person does not move the desk's times."""
        resource = self.env["resource.resource"].create(
            {"name": "Ayşe", "user_id": self.agent.id, "calendar_id": self.hours.id}
        )
        leave = self._holiday(self.hours, "2026-03-02 00:00", "2026-03-03 00:00")
        leave.resource_id = resource
        self._run_the_job()
        self._assert_due("system", "2026-03-02 14:00")

    def test_moved_by_hand_over_midnight(self):
        """At a desk that works through midnight, too, what was moved stays moved."""
        self.team.resource_calendar_id = self._hours("UTC", NIGHTS)
        with self._later(hours=14):
            document = self._file()
            control = self._of_kind(document, "system")
            self.assertEqual(f"{control.date_due}", "2026-03-03 03:00:00")
            control.with_user(self.supervisor).date_due = datetime(2026, 3, 3, 5, 0)
            self.env.flush_all()
            self.env.invalidate_all()
            document.sudo()._reconcile_duties()
            self.assertEqual(control.date_due, datetime(2026, 3, 3, 5, 0))
