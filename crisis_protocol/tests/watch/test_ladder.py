from odoo.fields import Command
from odoo.tests import tagged

from .common_watch import DUE, NEVER, WatchCase


@tagged("post_install", "-at_install")
class TestLadder(WatchCase):
    """What is late is told to one after the other, as the level says."""

    def test_each_rung_in_its_time(self):
        """Nobody before it is due; then each rung after its own minutes, once."""
        document = self._file_watched()
        self._duty(document).with_user(self.supervisor).user_id = self.other_agent
        self._assert_told(DUE - 1)
        self._assert_told(DUE, self.other_agent)
        self._assert_told(DUE + 29)
        self._assert_told(DUE + 30, self.agent)
        self._assert_told(DUE + 59)
        self._assert_told(DUE + 60, self.supervisor)
        self._assert_told(DUE + 119)
        self._assert_told(DUE + 120, self.manager)
        self._assert_told(DUE + 5000)

    def test_minutes_of_the_level_s_clock(self):
        """On a level of working hours the rungs wait for Monday morning."""
        self.level.clock = "working"
        self.team.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Nine to five",
                "tz": "UTC",
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Day",
                            "dayofweek": str(day),
                            "hour_from": 9,
                            "hour_to": 17,
                            "day_period": "morning",
                        }
                    )
                    for day in range(5)
                ],
            }
        )
        day, night = 24 * 60, 16 * 60
        friday_at_four = 4 * day + 8 * 60
        due = friday_at_four + DUE - 10
        self._file_watched(friday_at_four - 10)
        self._assert_told(due, self.agent)
        self._assert_told(due + 20)
        weekend = 2 * day + night
        self._assert_told(due + weekend + 29)
        self._assert_told(due + weekend + 30, self.agent)
        self._assert_told(due + weekend + 60, self.supervisor)

    def test_rung_for_nobody(self):
        """Where a rung means nobody, the supervisor is told in his place."""
        self.team.manager_ids = False
        self._file_watched()
        self._sweep(DUE + 60)
        self._assert_told(DUE + 120, self.supervisor)

    def test_somebody_who_has_left(self):
        """A manager who has no longer a login is told nothing."""
        self.manager.active = False
        self._file_watched()
        self._sweep(DUE + 60)
        self._assert_told(DUE + 120, self.supervisor)

    def test_reminder_before_it_is_due(self):
        """A rung of negative minutes reminds ahead, and says that it is not late."""
        self.level.step_ids = [Command.create({"minutes": -15, "target": "owner"})]
        document = self._file_watched()
        self._assert_told(DUE - 16)
        self._assert_told(DUE - 15, self.agent)
        self.assertIn("is due on", self._alerts(document).body)
        self._assert_told(DUE, self.agent)
        self.assertIn("was due on", self._alerts(document)[0].body)

    def test_level_without_rungs(self):
        """A level without ladder tells nobody, and the job forgets the case."""
        level = self._new_level("No ladder", {})
        document = self._file_watched(level_id=level.id)
        self._assert_told(DUE + 500)
        self.assertFalse(self._alerts(document))
        self.assertFalse(document.sudo().date_watch)
        self.assertEqual(self._duty(document).state, "open")

    def test_ladder_that_changes_meanwhile(self):
        """A rung that a manager brings forward comes at its new time."""
        self._file_watched()
        self._sweep(DUE)
        rung = self.level.step_ids.filtered(lambda s: s.target == "responsible")
        with self._at_minute(DUE + 1):
            rung.with_user(self.manager).minutes = 5
        self._assert_told(DUE + 5, self.agent)

    def test_milder_level(self):
        """A case that is moved to a level of another ladder follows that one."""
        document = self._file_watched()
        self._sweep(DUE)
        level = self._new_level("Milder", {"supervisor": 300})
        with self._at_minute(DUE + 1):
            document.level_id = level
        self._assert_told(DUE + 299)
        self._assert_told(DUE + 300, self.supervisor)


@tagged("post_install", "-at_install")
class TestEndOfLadder(WatchCase):
    """What takes a duty off the ladder, or back to its foot."""

    def setUp(self):
        super().setUp()
        self.document = self._file_watched()
        self._sweep(DUE)

    def _later(self, minutes):
        """Keep the next control from falling due within the test."""
        self.level.control_system_minutes = NEVER
        return self._at_minute(minutes)

    def test_done(self):
        """A duty that is done is nobody's concern any more."""
        with self._later(DUE + 5):
            self._control(self.document, "system").action_clean()
        self._assert_told(DUE + 500)

    def test_cancelled(self):
        """Nor is one that a supervisor cancels with a reason."""
        duty = self._duty(self.document)
        with self._later(DUE + 5):
            self.env["crisis.duty.cancel"].with_user(self.supervisor).create(
                {
                    "duty_model": duty._name,
                    "duty_id": duty.id,
                    "reason": "The system is off for maintenance.",
                }
            ).action_cancel()
        self.assertEqual(duty.state, "cancelled")
        self._assert_told(DUE + 500)

    def test_case_that_ended(self):
        """A case that was no crisis is not looked at again."""
        with self._at_minute(DUE + 5):
            self.document.with_user(self.supervisor).write(
                {
                    "stage_id": self._stage("own_not_crisis").id,
                    "stage_reason": "A false alarm",
                }
            )
        self._assert_told(DUE + 500)
        self.assertFalse(self.document.sudo().date_watch)

    def test_moved(self):
        """A duty that is moved climbs from the foot of the ladder, at its new time."""
        with self._at_minute(DUE + 5):
            duty = self._duty(self.document).with_user(self.supervisor)
            duty.date_due = duty.date_due.replace(hour=12, minute=0)
        noon = 4 * 60
        self._assert_told(noon - 1)
        self._assert_told(noon, self.agent)
        self._assert_told(noon + 59, self.agent)
        self._assert_told(noon + 60, self.supervisor)

    def test_acknowledged(self):
        """Who sees to it has the time of the ladder again, from now."""
        with self._at_minute(DUE + 20):
            self.document.action_acknowledge()
        self._sweep(DUE + 20)
        self._assert_told(DUE + 49)
        self._assert_told(DUE + 50, self.agent)
        self._assert_told(DUE + 79)
        self._assert_told(DUE + 80, self.supervisor)
        self._assert_told(DUE + 140, self.manager)

    def test_acknowledged_at_the_top(self):
        """Even after the last rung the ladder begins anew."""
        self._sweep(DUE + 120)
        with self._at_minute(DUE + 200):
            self.document.with_user(self.manager).action_acknowledge()
        self._sweep(DUE + 200)
        self._assert_told(DUE + 259, self.agent)
        self._assert_told(DUE + 260, self.supervisor)

    def test_acknowledging_tells_nobody(self):
        """“I see to it” is no reason to tell anybody at once that it is late."""
        self.level.step_ids = [Command.create({"minutes": -15, "target": "owner"})]
        with self._at_minute(DUE + 20):
            self.document.action_acknowledge()
        self._assert_told(DUE + 21)

    def test_acknowledged_in_the_chatter(self):
        """The chatter says who sees to it, and the duty knows it."""
        with self._at_minute(DUE + 20):
            self.document.action_acknowledge()
        self.assertIn(self.agent.name, self.document.message_ids[0].body)
        duty = self._duty(self.document)
        self.assertEqual(duty.acknowledged_by_id, self.agent)
        self.assertTrue(duty.date_acknowledged)

    def test_not_late_is_not_acknowledged(self):
        """What is not late yet keeps its own time."""
        ahead = self.document.sudo().control_ids - self._duty(self.document)
        with self._at_minute(DUE + 20):
            self.document.action_acknowledge()
        self.assertFalse(ahead.date_acknowledged)
        self.assertEqual(ahead.date_step, ahead.date_due)
