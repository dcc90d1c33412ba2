from datetime import timedelta

import psycopg2

from odoo.fields import Command
from odoo.tests import RecordCapturer, tagged
from odoo.tools import mute_logger

from ..watch.common_watch import START
from .common_situation import SituationCase


@tagged("post_install", "-at_install")
class TestWhenSituationIsTold(SituationCase):
    """While cases of a level run, the situation is told every so often."""

    def test_on_the_hour(self):
        """All cases of a level come in one mail, on the hour and not before."""
        self._file_watched(10)
        self._file_watched(40)
        self.assertFalse(self._reports(59))
        reports = self._reports(60)
        self.assertEqual(set(reports), {self.supervisor, self.manager})
        self.assertFalse(self._reports(61))
        self.assertEqual(set(self._reports(120)), {self.supervisor, self.manager})

    def test_job_is_woken(self):
        """The job runs at that minute, not only at its own interval."""
        domain = [("cron_id", "=", self.cron.id)]
        with RecordCapturer(self.env["ir.cron.trigger"], domain) as capture:
            self._sweep(60)
        at = START + timedelta(minutes=120)
        self.assertIn(at, capture.records.mapped("call_at"))

    def test_no_case_no_mail(self):
        """Nothing is sent while no case of the level runs; it begins by itself."""
        self.assertFalse(self._reports(60))
        self.assertFalse(self._reports(120))
        document = self._file_watched(150)
        self.assertTrue(self._reports(180))
        with self._at_minute(190):
            self._close(document)
        self.assertTrue(self._reports(240))
        self.assertFalse(self._reports(300))

    def test_raised_to_the_level(self):
        """A case that becomes severe is in the next report, and out when it is not."""
        calm = self._new_reported("Calm", 0, sequence=1)
        document = self._file_watched(5, level_id=calm.id)
        self.assertFalse(self._reports(60))
        with self._at_minute(70):
            document.level_id = self.level
            self.env.flush_all()
        self.assertIn(document.reference, self._body(120))
        with self._at_minute(130):
            self._lighten(document, level_id=calm.id)
            self.env.flush_all()
        self.assertFalse(self._reports(180))

    def test_outage(self):
        """After a night without Odoo there is one report, then the next on the hour."""
        self._file_watched(10)
        self.assertTrue(self._reports(60 * 9 + 17))
        self.assertFalse(self._reports(60 * 9 + 18))
        self.assertTrue(self._reports(60 * 10))

    def test_day_of_the_desk(self):
        """Every four hours means noon where the desk is, not in Greenwich."""
        self.team.resource_calendar_id.tz = "Europe/Istanbul"
        self._file_watched(10)
        with self._at_minute(20):
            self.level.report_minutes = 240
        # nine in Greenwich
        self.assertEqual(self.level.date_next_report, START + timedelta(minutes=60))
        self.assertTrue(self._reports(60))
        self.assertFalse(self._reports(240))
        self.assertTrue(self._reports(300))

    def test_day_begins_anew(self):
        """An interval that does not divide the day counts from midnight again."""
        # where no case runs, the first desk says where midnight is
        self.env["crisis.team"].search([]).resource_calendar_id.tz = "UTC"
        with self._at_minute(0):
            self.level.report_minutes = 420
        dates = []
        moment = START
        for _number in range(4):
            moment = self.level._report_date(moment)
            dates.append((moment - START).total_seconds() / 3600)
        # 14:00, 21:00, 0:00, 7:00
        self.assertEqual(dates, [6, 13, 16, 23])

    def test_clock_set_back(self):
        """In the nights in which the clock is set, it goes on."""
        self.team.resource_calendar_id.tz = "Europe/Berlin"
        self._file_watched(10)
        for day in ("2027-03-28", "2027-10-31"):
            moment = START.fromisoformat(f"{day} 00:00:00")
            for _number in range(30):
                later = self.level._report_date(moment)
                self.assertGreater(later, moment)
                self.assertLessEqual(later - moment, timedelta(hours=2))
                moment = later

    def test_hour_that_comes_twice(self):
        """Every hour is an hour, also where the clock is set back or forward."""
        self.team.resource_calendar_id.tz = "Europe/Berlin"
        self._file_watched(10)
        for minutes in (60, 30):
            self.level.report_minutes = minutes
            for day in ("2027-03-28", "2027-10-31"):
                moment = START.fromisoformat(f"{day} 00:00:00")
                for _number in range(6):
                    later = self.level._report_date(moment)
                    self.assertEqual(later - moment, timedelta(minutes=minutes))
                    moment = later

    def test_working_hours(self):
        """Where working hours count, nobody is told at night, but in the morning."""
        self.team.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Late shift",
                "tz": "UTC",
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": "Day",
                                "dayofweek": str(day),
                                "hour_from": 9.5,
                                "hour_to": 17,
                                "day_period": "morning",
                            }
                        )
                        for day in range(5)
                    ),
                ],
            }
        )
        with self._at_minute(0):
            level = self._new_reported("By day", 240, clock="working")
            self._file_watched(1, level_id=level.id)
            level._plan_report()
        hours = []
        moment = START
        for _number in range(4):
            moment = level._report_date(moment)
            hours.append((moment - START).total_seconds() / 3600)
        # noon, four o'clock, half past nine, noon
        self.assertEqual(hours, [4, 8, 25.5, 28])

    def test_two_levels(self):
        """Levels that are due at the same minute come in one mail."""
        with self._at_minute(0):
            slow = self._new_reported("Every four", 240)
        hourly = self._file_watched(10)
        rare = self._file_watched(10, level_id=slow.id)
        self.assertNotIn(rare.reference, self._body(60))
        body = self._body(240)
        self.assertIn(rare.reference, body)
        self.assertIn(hourly.reference, body)

    def test_none(self):
        """A level without an interval tells nobody, from the moment it is set."""
        self._file_watched(10)
        with self._at_minute(20):
            self.level.report_minutes = 0
        self.assertFalse(self.level.date_next_report)
        self.assertFalse(self._reports(60))

    def test_archived_level(self):
        """A level that is no longer given still tells of the cases that have it."""
        self._file_watched(10)
        self.level.active = False
        self.assertTrue(self._reports(60))

    def test_sensible_intervals(self):
        """Neither a flood nor less than once a day can be set."""
        for minutes in (-1, 5, 2000):
            with self.subTest(minutes=minutes), self.assertRaises(psycopg2.Error):
                with mute_logger("odoo.sql_db"), self.cr.savepoint():
                    self.level.report_minutes = minutes
                    self.env.flush_all()

    def test_shipped_levels(self):
        """Emergencies are reported every hour, severe cases every four."""
        minutes = {
            name: self.env.ref(f"crisis_protocol.level_{name}").report_minutes
            for name in ("notable", "serious", "severe", "emergency")
        }
        self.assertEqual(
            minutes, {"notable": 0, "serious": 0, "severe": 240, "emergency": 60}
        )


@tagged("post_install", "-at_install")
class TestSituationFails(SituationCase):
    """What can't be told holds up nobody else."""

    LOGGER = "odoo.addons.crisis_protocol.models.oversight.crisis_level_situation"

    def _break(self, model, name, is_bad):
        original = getattr(self.registry[model], name)

        def fail(records, *arguments):
            if is_bad(records):
                raise ValueError("The moon is full")
            return original(records, *arguments)

        self.patch(self.registry[model], name, fail)

    def test_one_reader(self):
        """A reader whose report fails does not take it from the others."""
        self._file_watched(10)
        self._break(
            "crisis.document", "_situation", lambda d: d.env.user == self.supervisor
        )
        with self.assertLogs(self.LOGGER, "ERROR") as logs:
            self.assertEqual(set(self._reports(60)), {self.manager})
        self.assertEqual(len(logs.records), 1)
        # and it is not tried again every minute
        self.assertFalse(self._reports(61))

    def test_one_level(self):
        """A level whose next time can't be worked out sends no flood."""
        with self._at_minute(0):
            other = self._new_reported("Other", 60)
        self._file_watched(10, level_id=other.id)
        self._break("crisis.level", "_report_date", lambda level: level == self.level)
        with self.assertLogs(self.LOGGER, "ERROR"):
            self.assertTrue(self._reports(60))
        self.assertFalse(self._reports(61))
        self.assertEqual(self.level.date_next_report, START + timedelta(minutes=120))

    def test_the_rest_of_the_job(self):
        """Duties that are late are told of, whatever becomes of the report."""
        late = self._new_level("Late", {"owner": 0})
        document = self._file_watched(0, level_id=late.id)
        self._break("crisis.document", "_situation", bool)
        self._file_watched(10)
        with self.assertLogs(self.LOGGER, "ERROR"):
            self.assertFalse(self._reports(60))
        self.assertEqual(len(self._alerts(document)), 1)
