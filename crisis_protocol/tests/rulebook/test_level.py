from datetime import datetime, timedelta

import pytz

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from ..common import CrisisCase

# 2026: clocks go forward in Berlin on Sunday 29 March, back on Sunday 25 October.
THURSDAY, FRIDAY, SUNDAY, MONDAY = "03-26", "03-27", "03-29", "03-30"


@tagged("post_install", "-at_install")
class TestLevel(CrisisCase):
    """When something is due: by the clock on the wall, or by the desk's hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone = pytz.timezone("Europe/Berlin")
        cls.always = cls.env.ref("crisis_protocol.level_severe")
        cls.working = cls.env.ref("crisis_protocol.level_serious")
        days = [(day, 9, 12) for day in range(5)] + [(day, 13, 18) for day in range(5)]
        cls.hours = cls._new_hours(days)

    @classmethod
    def _new_hours(cls, attendances):
        """Working hours in Berlin: (weekday, from, to), Monday being 0."""
        lines = [
            Command.create(
                {
                    "name": "Desk",
                    "dayofweek": str(day),
                    "hour_from": start,
                    "hour_to": end,
                    "day_period": "morning" if end <= 13 else "afternoon",
                }
            )
            for day, start, end in attendances
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": "Hours of the desk",
                "tz": "Europe/Berlin",
                "company_id": cls.company.id,
                "attendance_ids": [Command.clear(), *lines],
            }
        )

    def _utc(self, text):
        """The time of a wall clock in Berlin, as Odoo keeps it."""
        local = datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M")
        return self.zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    def _assert_due(self, level, start, minutes, due, hours=None):
        deadline = level._deadline(minutes, hours or self.hours, self._utc(start))
        local = pytz.utc.localize(deadline).astimezone(self.zone)
        self.assertEqual(f"{local:%m-%d %H:%M:%S}", f"{due}:00")
        self.assertFalse(deadline.tzinfo)
        self.assertFalse(deadline.microsecond)

    def _holiday(self, start, end, **vals):
        values = {
            "name": "Holiday",
            "calendar_id": self.hours.id,
            "company_id": self.company.id,
            "date_from": self._utc(start),
            "date_to": self._utc(end),
        }
        return self.env["resource.calendar.leaves"].create(values | vals)

    # Round the clock --------------------------------------------------------

    def test_round_the_clock(self):
        """An emergency knows no night, weekend or holiday."""
        self._holiday(f"{FRIDAY} 00:00", f"{SUNDAY} 00:00")
        self._assert_due(self.always, f"{FRIDAY} 17:50", 30, f"{FRIDAY} 18:20")
        self._assert_due(self.always, f"{FRIDAY} 23:45", 30, "03-28 00:15")

    def test_round_the_clock_when_clocks_change(self):
        """An hour is an hour also in the night when the clocks change."""
        self._assert_due(self.always, f"{SUNDAY} 01:30", 60, f"{SUNDAY} 03:30")
        self._assert_due(self.always, "10-25 01:30", 120, "10-25 02:30")

    # Working hours --------------------------------------------------------------

    def test_within_the_day(self):
        """Within the hours the clock simply runs."""
        self._assert_due(self.working, f"{FRIDAY} 09:10", 60, f"{FRIDAY} 10:10")
        self._assert_due(self.working, f"{FRIDAY} 09:10", 55, f"{FRIDAY} 10:05")

    def test_lunch_break(self):
        """The break does not count."""
        self._assert_due(self.working, f"{FRIDAY} 11:30", 60, f"{FRIDAY} 13:30")
        self._assert_due(self.working, f"{FRIDAY} 12:30", 20, f"{FRIDAY} 13:20")

    def test_over_night(self):
        """What is left in the evening is due in the morning."""
        self._assert_due(self.working, f"{THURSDAY} 17:40", 60, f"{FRIDAY} 09:40")
        self._assert_due(self.working, f"{THURSDAY} 23:00", 60, f"{FRIDAY} 10:00")
        self._assert_due(self.working, f"{FRIDAY} 06:00", 60, f"{FRIDAY} 10:00")

    def test_to_the_last_minute(self):
        """The end of the day is still the day."""
        self._assert_due(self.working, f"{THURSDAY} 17:00", 60, f"{THURSDAY} 18:00")
        self._assert_due(self.working, f"{THURSDAY} 17:00", 61, f"{FRIDAY} 09:01")

    def test_over_the_weekend(self):
        """Nobody is at the desk on Sunday; the clocks change meanwhile."""
        self._assert_due(self.working, f"{FRIDAY} 17:30", 60, f"{MONDAY} 09:30")
        self._assert_due(self.working, f"{SUNDAY} 12:00", 60, f"{MONDAY} 10:00")

    def test_over_the_weekend_in_autumn(self):
        """… and change back in autumn."""
        self._assert_due(self.working, "10-23 17:30", 60, "10-26 09:30")

    def test_holiday(self):
        """A holiday of the desk does not count, nor does a morning off."""
        self._holiday(f"{FRIDAY} 00:00", "03-28 00:00")
        self._assert_due(self.working, f"{THURSDAY} 17:30", 60, f"{MONDAY} 09:30")
        self._holiday(f"{MONDAY} 09:00", f"{MONDAY} 12:00")
        self._assert_due(self.working, f"{THURSDAY} 17:30", 60, f"{MONDAY} 13:30")

    def test_leave_of_one_person(self):
        """That one person is away does not stop the desk's clock."""
        resource = self.env["resource.resource"].create(
            {"name": "Ayşe", "calendar_id": self.hours.id}
        )
        self._holiday(f"{FRIDAY} 00:00", "03-28 00:00", resource_id=resource.id)
        self._assert_due(self.working, f"{FRIDAY} 09:00", 60, f"{FRIDAY} 10:00")

    def test_long_interval(self):
        """More minutes than a day has hours run over several days."""
        self._assert_due(self.working, f"{THURSDAY} 09:00", 960, f"{FRIDAY} 18:00")
        self._assert_due(self.working, f"{THURSDAY} 10:00", 960, f"{MONDAY} 10:00")

    def test_over_midnight(self):
        """A desk that works through the night works through midnight."""
        days = [(day, 0, 6) for day in range(7)] + [(day, 18, 24) for day in range(7)]
        nights = self._new_hours(days)
        start, due = f"{THURSDAY} 23:30", f"{FRIDAY} 00:30"
        deadline = self.working._deadline(60, nights, self._utc(start))
        self.assertLess(abs(deadline - self._utc(due)), timedelta(seconds=1))
        self._assert_due(self.working, f"{FRIDAY} 05:30", 60, f"{FRIDAY} 18:30", nights)

    def test_working_night_when_clocks_change(self):
        """The night that has an hour less gives an hour less to work."""
        nights = self._new_hours([(6, 0, 6), (0, 9, 12)])
        self._assert_due(
            self.working, f"{SUNDAY} 01:30", 60, f"{SUNDAY} 03:30", hours=nights
        )

    def test_odd_minutes(self):
        """Every number of minutes gives a round minute, over break and night too."""
        start = self._utc(f"{FRIDAY} 11:43")
        for minutes in range(1, 130):
            deadline = self.working._deadline(minutes, self.hours, start)
            self.assertFalse(deadline.second or deadline.microsecond, minutes)

    def test_no_hours(self):
        """Without hours, or with none ahead, the wall clock counts."""
        start = self._utc(f"{FRIDAY} 17:30")
        none = self.env["resource.calendar"]
        empty = self._new_hours([])
        for hours in (none, empty):
            deadline = self.working._deadline(60, hours, start)
            self.assertEqual(deadline, start + timedelta(minutes=60))

    def test_now(self):
        """Without a start the clock runs from now."""
        with freeze_all_time(self._utc(f"{FRIDAY} 17:30")):
            deadline = self.working._deadline(60, self.hours)
        self.assertEqual(deadline, self._utc(f"{MONDAY} 09:30"))

    def test_agent_reads_the_clock(self):
        """The clock needs no right beyond the agent's and production's."""
        for role in (self.agent, self.production):
            level = self.working.with_user(role)
            hours = self.hours.with_user(role)
            deadline = level._deadline(60, hours, self._utc(f"{FRIDAY} 17:30"))
            self.assertEqual(deadline, self._utc(f"{MONDAY} 09:30"))

    def test_deadline_of_production(self):
        """Production's deadline follows level and desk (S0-60)."""
        self.team.resource_calendar_id = self.hours
        document = self._file(level_id=self.working.id)
        with freeze_all_time(self._utc(f"{FRIDAY} 17:00")):
            self.assertEqual(
                document._production_deadline(), self._utc(f"{MONDAY} 12:00")
            )
            document.level_id = self.always
            self.assertEqual(
                document._production_deadline(), self._utc(f"{FRIDAY} 19:00")
            )
