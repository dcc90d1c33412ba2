from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_watch import DUE, START, WatchCase

LOGGER = "odoo.addons.crisis_protocol.models.watch.crisis_document_cron"


@tagged("post_install", "-at_install")
class TestFailingCase(WatchCase):
    """One case that can't be worked on holds up nobody but itself."""

    def setUp(self):
        super().setUp()
        admins = self.env["res.users"].search(
            [("all_group_ids", "in", self.env.ref("base.group_system").ids)]
        )
        self.admin = admins[:1]
        (admins - self.admin).active = False
        self.documents = self._file_watched(count=4)
        self.bad = self.documents[1]
        self.good = self.documents - self.bad
        self._due = self._duty(self.bad).date_due

    def _failing_sweep(self, minutes):
        """Run the job while the bad case fails; return who was told."""
        model = self.registry["crisis.document"]
        climb, bad_id = model._climb_silence, self.bad.id

        def fail(documents, now):
            if bad_id in documents.ids:
                raise ValueError("The moon is full")
            return climb(documents, now)

        with patch.object(model, "_climb_silence", fail):
            with self.assertLogs(LOGGER, "ERROR") as logs:
                told = self._sweep_told(minutes)
        self.assertEqual(len(logs.records), 1)
        self.assertIn(str(bad_id), logs.output[0])
        self.assertIn("The moon is full", logs.output[0])
        return told

    def test_the_rest_goes_on(self):
        """The other cases of the same batch are stepped and told of."""
        self._failing_sweep(DUE)
        for document in self.good:
            self.assertGreater(self._duty(document).date_step, self._due)
            self.assertEqual(len(self._alerts(document)), 1)

    def test_nothing_half_done(self):
        """Of the failing case nothing stays that was begun."""
        self._failing_sweep(DUE)
        self.assertEqual(self._duty(self.bad).date_step, self._due)
        self.assertFalse(self._alerts(self.bad))

    def test_failing_while_telling(self):
        """A case of which nothing can be said is set aside like any other."""
        model = self.registry["crisis.control"]
        line, bad_duty = model._late_line, self._duty(self.bad)

        def _late_line(duty):
            if duty.id == bad_duty.id:
                raise ValueError("The moon is full")
            return line(duty)

        with patch.object(model, "_late_line", _late_line):
            with self.assertLogs(LOGGER, "ERROR"):
                told = self._sweep_told(DUE)
        self.assertEqual(told.count(self.agent), 1)
        for document in self.good:
            self.assertEqual(len(self._alerts(document)), 1)
        self.assertTrue(self.bad.sudo().date_set_aside)
        self.assertFalse(self._alerts(self.bad))

    def test_set_aside(self):
        """It waits for an hour, and says why."""
        self._failing_sweep(DUE)
        bad = self.bad.sudo()
        self.assertEqual((bad.date_set_aside - START).total_seconds(), 7200)
        self.assertEqual(bad.date_watch, bad.date_set_aside)
        self.assertIn("The moon is full", bad.watch_error)
        self._assert_told(DUE + 29)

    def test_no_flood(self):
        """Because of one failing case nobody gets more messages than without it."""
        told = self._failing_sweep(DUE)
        self.assertEqual(told.count(self.agent), 1)

    def test_administrator_is_told_once(self):
        """An administrator hears of it, but not every hour again."""
        self.assertEqual(self._failing_sweep(DUE).count(self.admin), 1)
        self.assertNotIn(self.admin, self._failing_sweep(DUE + 60))

    def test_administrators_who_left_are_not_told(self):
        """Nobody without a login is told, whatever groups he had."""
        told = self._failing_sweep(DUE)
        self.assertFalse([user for user in told if not user.active])

    def test_tried_again(self):
        """After the hour it is tried again; once mended, all is as if never broken."""
        self._failing_sweep(DUE)
        self._sweep(DUE + 60)
        bad = self.bad.sudo()
        self.assertFalse(bad.watch_error)
        self.assertFalse(bad.date_set_aside)
        self.assertEqual(len(self._alerts(bad)), 1)

    def test_breaks_anew(self):
        """A case that was mended and fails again is a new story to tell."""
        self._failing_sweep(DUE)
        self._sweep(DUE + 60)
        self.assertIn(self.admin, self._failing_sweep(DUE + 120))


@tagged("post_install", "-at_install")
class TestArchived(WatchCase):
    """The job sees archived cases, but it does not wake the dead."""

    def test_archived_managers_are_not_told(self):
        """The job makes no notice for people who have left (nor does anybody else)."""
        self.level.write({"inform_managers": True, "notice_minutes": 30})
        gone = self._new_user("gone", "manager")
        partner = self.env["res.partner"].create(
            {"name": "Gone", "email": "gone.partner@example.com"}
        )
        self.team.manager_ids |= gone
        self.level.inform_partner_ids = partner
        gone.active = False
        gone.partner_id.active = False
        partner.active = False
        document = self._file_watched()
        receivers = document.sudo().notice_ids.receiver_id
        self.assertEqual(receivers, self.manager.partner_id)
        self._sweep(DUE)
        notices = document.sudo().with_context(active_test=False).notice_ids
        self.assertEqual(notices.receiver_id, receivers)


@tagged("post_install", "-at_install")
class TestFailingDesk(WatchCase):
    """A desk that can't be worked on holds up nobody but itself."""

    def _close_at_ten(self):
        """Let the desk's hand-over round come an hour before the duties are due."""
        self.team.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Early shift",
                "tz": "UTC",
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Day",
                            "dayofweek": str(day),
                            "hour_from": 7,
                            "hour_to": 10,
                            "day_period": "morning",
                        }
                    )
                    for day in range(5)
                ],
            }
        )
        self.team._plan_handovers()

    def test_failing_round(self):
        """If the hand-overs of a desk can't be made, all else goes on, and on time."""
        self.level.concerns_night = True
        with self._at_minute(0):
            self._close_at_ten()
        document = self._file_watched()
        model = self.registry["crisis.team"]

        def fail(team, closing):
            raise ValueError("The moon is full")

        with patch.object(model, "_ask_for_handovers", fail):
            with self.assertLogs(level="ERROR"):
                self._sweep(DUE)
        self.assertEqual(len(self._alerts(document)), 1)

    def test_night_user_who_is_no_agent(self):
        """A colleague for the night who may not take cases stops no ladder."""
        self.level.concerns_night = True
        with self._at_minute(0):
            self._close_at_ten()
            try:
                with self.cr.savepoint():
                    self.team.night_user_id = self.production
            except UserError:
                return  # better still
        document = self._file_watched()
        self._sweep(DUE)
        self.assertEqual(len(self._alerts(document)), 1)

    def test_cases_without_desk(self):
        """Cases that belong to no desk are told of like any others."""
        documents = self._file_watched(count=2)
        with self._at_minute(1):
            documents.sudo().team_id = False
        self._assert_told(DUE, self.agent)
        for document in documents:
            self.assertEqual(len(self._alerts(document)), 1)
        self._assert_told(DUE + 30, self.agent)
        self._assert_told(DUE + 60)
