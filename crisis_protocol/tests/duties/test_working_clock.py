import random
from datetime import datetime, timedelta

import pytz

from odoo.tests import tagged

from ...tools.working_clock import WorkingClock
from .common_clock import A_MOMENT, ALWAYS, NIGHTS, OFFICE, WEEKEND, ClockCase

ZONES = ("Europe/Istanbul", "Europe/Berlin", "America/New_York", "Asia/Tokyo")


@tagged("post_install", "-at_install")
class TestWorkingClockLikeOdoo(ClockCase):
    """The clock says what Odoo's own planning says, whatever is asked, in any order."""

    def setUp(self):
        super().setUp()
        self.dice = random.Random(19)

    def _moment(self):
        """Any quarter of an hour of a year in which the clocks change twice."""
        quarters = self.dice.randrange(365 * 96)
        return datetime(2026, 1, 1) + timedelta(minutes=15 * quarters)

    def _hours_asked(self):
        yield from (self._hours(zone, OFFICE) for zone in ZONES)
        yield self._hours("Europe/Berlin", NIGHTS)
        yield self._hours("America/New_York", NIGHTS)
        yield self._hours("Europe/Istanbul", WEEKEND)

    def _with_holidays(self, calendar):
        for _holiday in range(12):
            start = self._moment()
            end = start + timedelta(minutes=15 * self.dice.randrange(1, 400))
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Holiday",
                    "calendar_id": calendar.id,
                    "date_from": start,
                    "date_to": end,
                }
            )
        return calendar

    def test_after(self):
        """So many working minutes later is the same as Odoo plans, to the minute."""
        always = self._hours("America/New_York", ALWAYS)
        for calendar in (*self._hours_asked(), always):
            clock = WorkingClock(self._with_holidays(calendar))
            for _question in range(40):
                start = self._moment()
                minutes = 15 * self.dice.choice((0, 1, 4, 30, 77, 400))
                due = self._planned(calendar, start, minutes)
                with self.subTest(hours=calendar.name, start=start, minutes=minutes):
                    self.assertLess(abs(clock.after(start, minutes) - due), A_MOMENT)

    def _planned(self, calendar, start, minutes):
        """When Odoo would have it; a moment less, so that no midnight swallows it."""
        less = A_MOMENT if minutes else timedelta()
        hours = (timedelta(minutes=minutes) - less) / timedelta(hours=1)
        return calendar.plan_hours(hours, start, compute_leaves=True) + less

    def test_is_open(self):
        """The desk is open where Odoo counts working time."""
        minute = timedelta(minutes=1)
        for calendar in self._hours_asked():
            clock = WorkingClock(self._with_holidays(calendar))
            for _question in range(30):
                start = self._moment()
                worked = calendar.get_work_hours_count(start, start + minute)
                with self.subTest(hours=calendar.name, start=start):
                    self.assertEqual(clock.is_open(start), bool(worked))

    def test_opening(self):
        """The next opening is where Odoo's hours begin, with nothing worked before."""
        for calendar in self._hours_asked():
            clock = WorkingClock(self._with_holidays(calendar))
            for _question in range(30):
                start = self._moment()
                begins = [b for b, _end in self._shifts(calendar, start) if b >= start]
                with self.subTest(hours=calendar.name, start=start):
                    self.assertEqual(clock.opening(start), next(iter(begins), None))

    def test_closing_of_an_office(self):
        """A day closes where the last of its hours ends, breaks and holidays apart."""
        for zone in ZONES:
            calendar = self._with_holidays(self._hours(zone, OFFICE))
            clock = WorkingClock(calendar)
            for _question in range(30):
                start = self._moment()
                ends = [e for _begin, e in self._shifts(calendar, start) if e > start]
                days = [self._wall(zone, end)[:10] for end in ends]
                closing = ends[days.count(days[0]) - 1]
                with self.subTest(zone=zone, start=start):
                    self.assertEqual(clock.closing(start), closing)

    def _shifts(self, calendar, moment):
        """Hours worked around the moment, midnight being no break."""
        start, end = moment - timedelta(days=9), moment + timedelta(days=60)
        shifts = []
        for begin, stop, _meta in calendar._work_intervals_batch(
            pytz.utc.localize(start), pytz.utc.localize(end)
        )[False]:
            if shifts and begin - shifts[-1][1] < A_MOMENT:
                begin = shifts.pop()[0]
            shifts.append((begin, stop))
        return [
            [at.astimezone(pytz.utc).replace(tzinfo=None) for at in shift]
            for shift in shifts
        ]


@tagged("post_install", "-at_install")
class TestWorkingClock(ClockCase):
    """The hours when the desk is there: breaks, nights, holidays, changing clocks."""

    def _assert_after(self, zone, attendances, start, minutes, due):
        clock = WorkingClock(self._hours(zone, attendances))
        found = clock.after(self._utc(zone, start), minutes)
        self.assertEqual(self._wall(zone, found), due)

    def test_lunch_break(self):
        """The break does not count, and the day ends in the evening, not at noon."""
        zone = "Europe/Istanbul"
        self._assert_after(zone, OFFICE, "2026-03-02 11:30", 60, "2026-03-02 13:30")
        self._assert_after(zone, OFFICE, "2026-03-02 12:30", 0, "2026-03-02 13:00")
        clock = WorkingClock(self._hours(zone, OFFICE))
        noon = self._utc(zone, "2026-03-02 12:00")
        self.assertFalse(clock.is_open(noon))
        self.assertEqual(self._wall(zone, clock.opening(noon)), "2026-03-02 13:00")
        self.assertEqual(self._wall(zone, clock.closing(noon)), "2026-03-02 18:00")

    def test_limits_of_the_day(self):
        """Open with the first minute, closed with the last; then it is tomorrow."""
        zone = "Europe/Istanbul"
        clock = WorkingClock(self._hours(zone, OFFICE))
        morning = self._utc(zone, "2026-03-02 09:00")
        evening = self._utc(zone, "2026-03-02 18:00")
        self.assertTrue(clock.is_open(morning))
        self.assertEqual(clock.opening(morning), morning)
        self.assertFalse(clock.is_open(evening))
        self.assertEqual(clock.after(morning, 8 * 60), evening)
        self.assertEqual(self._wall(zone, clock.closing(evening)), "2026-03-03 18:00")

    def test_spring_in_berlin(self):
        """In the night to 29 March an hour is missing from the night shift."""
        zone = "Europe/Berlin"
        self._assert_after(zone, NIGHTS, "2026-03-29 01:30", 60, "2026-03-29 03:30")
        self._assert_after(zone, NIGHTS, "2026-03-28 22:00", 420, "2026-03-29 06:00")
        self._assert_after(zone, NIGHTS, "2026-03-28 22:00", 480, "2026-03-29 23:00")
        self._assert_after(zone, OFFICE, "2026-03-27 17:30", 60, "2026-03-30 09:30")

    def test_autumn_in_berlin(self):
        """In the night to 25 October the night shift works an hour more."""
        zone = "Europe/Berlin"
        self._assert_after(zone, NIGHTS, "2026-10-24 22:00", 540, "2026-10-25 06:00")
        self._assert_after(zone, OFFICE, "2026-10-23 17:30", 60, "2026-10-26 09:30")

    def test_clocks_change_in_new_york(self):
        """There the clocks change on 8 March and 1 November, at two in the morning."""
        zone = "America/New_York"
        self._assert_after(zone, NIGHTS, "2026-03-07 22:00", 420, "2026-03-08 06:00")
        self._assert_after(zone, NIGHTS, "2026-10-31 22:00", 540, "2026-11-01 06:00")
        self._assert_after(zone, OFFICE, "2026-03-06 17:30", 60, "2026-03-09 09:30")
        self._assert_after(zone, OFFICE, "2026-10-30 17:30", 60, "2026-11-02 09:30")

    def test_no_change_in_turkey(self):
        """Turkey keeps its summer time: what Berlin changes does not concern it."""
        zone = "Europe/Istanbul"
        for saturday, sunday in (("03-28", "03-29"), ("10-24", "10-25")):
            start, due = f"2026-{saturday} 22:00", f"2026-{sunday} 06:00"
            self._assert_after(zone, NIGHTS, start, 480, due)

    def test_night_shift(self):
        """A night shift is one working day: it opens at ten and closes at six."""
        zone = "Europe/Istanbul"
        clock = WorkingClock(self._hours(zone, NIGHTS))
        late = self._utc(zone, "2026-03-02 23:00")
        self.assertTrue(clock.is_open(self._utc(zone, "2026-03-03 00:00")))
        self.assertEqual(self._wall(zone, clock.closing(late)), "2026-03-03 06:00")
        self.assertEqual(self._wall(zone, clock.opening(late)), "2026-03-03 22:00")

    def test_round_the_clock_desk_never_closes(self):
        """A desk that is always there has neither a closing nor an opening time."""
        clock = WorkingClock(self._hours("Europe/Istanbul", ALWAYS))
        now = datetime(2026, 3, 2, 9, 0)
        self.assertIsNone(clock.closing(now))
        self.assertIsNone(clock.opening(now))
        due = clock.after(now, 60 * 24 * 90)
        self.assertLess(due - now - timedelta(days=90), A_MOMENT)

    def test_opening_at_midnight_of_greenwich(self):
        """Where Greenwich has midnight in working hours, nothing opens just then."""
        zone = "America/Los_Angeles"
        clock = WorkingClock(self._hours(zone, OFFICE))
        for week in range(30):
            tuesday = datetime(2026, 6, 2) + timedelta(days=7 * week)
            opening = self._wall(zone, clock.opening(tuesday))
            with self.subTest(tuesday=tuesday):
                self.assertEqual(opening, f"{tuesday:%Y-%m-%d} 09:00")

    def test_holiday(self):
        """A holiday stands still; hours off in the morning shift what is due."""
        zone = "Europe/Istanbul"
        calendar = self._hours(zone, OFFICE)
        self._holiday(calendar, "2026-03-03 00:00", "2026-03-04 11:00")
        clock = WorkingClock(calendar)
        evening = self._utc(zone, "2026-03-02 17:30")
        due = self._wall(zone, clock.after(evening, 60))
        self.assertEqual(due, "2026-03-04 11:30")
        holiday = self._utc(zone, "2026-03-03 10:00")
        self.assertFalse(clock.is_open(holiday))
        self.assertEqual(self._wall(zone, clock.opening(holiday)), "2026-03-04 11:00")
        self.assertEqual(self._wall(zone, clock.closing(holiday)), "2026-03-04 18:00")

    def test_without_hours(self):
        """Where nobody ever works, nothing is ever due, open or closed."""
        clock = WorkingClock(self._hours("Europe/Istanbul", []))
        now = datetime(2026, 3, 2, 9, 0)
        self.assertIsNone(clock.after(now, 1))
        self.assertIsNone(clock.closing(now))
        self.assertIsNone(clock.opening(now))
        self.assertFalse(clock.is_open(now))

    def test_read_once(self):
        """Hundreds of questions about a month read the calendar once."""
        clock = WorkingClock(self._hours("Europe/Berlin", OFFICE))
        start = datetime(2026, 3, 2, 9, 0)
        self.assertTrue(clock.closing(start + timedelta(days=25)))
        self.assertTrue(clock.after(start, 60))
        with self.assertQueryCount(0):
            for hour in range(500):
                moment = start + timedelta(hours=hour)
                clock.after(moment, 240)
                clock.closing(moment)
                clock.opening(moment)

    def test_asked_about_the_past(self):
        """A clock that has read the future answers as well about the past."""
        zone = "Europe/Berlin"
        clock = WorkingClock(self._hours(zone, OFFICE))
        clock.after(self._utc(zone, "2027-01-04 09:00"), 60)
        due = clock.after(self._utc(zone, "2026-03-02 11:30"), 60)
        self.assertEqual(self._wall(zone, due), "2026-03-02 13:30")
