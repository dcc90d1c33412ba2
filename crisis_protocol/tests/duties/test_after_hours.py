from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from .common_after_hours import (
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    SATURDAY,
    THURSDAY,
    AfterHoursCase,
)


@tagged("post_install", "-at_install")
class TestRoundTime(AfterHoursCase):
    """Ahead of its closing time a desk is asked to hand over (S0-65)."""

    def test_an_hour_before_closing(self):
        """At five the case that goes on is to be handed over by six."""
        self._begin(f"{THURSDAY} 08:00")
        document = self._at_night(f"{THURSDAY} 10:00")
        self._assert_round(f"{THURSDAY} 17:00", document)
        handover = document.handover_ids
        self.assertEqual(self._local(handover.date_due), f"{THURSDAY} 18:00")
        self.assertEqual(handover.giver_id, self.agent)
        self.assertEqual(handover.user_id, self.agent)
        self.assertEqual(handover.receiver_id, self.night_agent)
        self.assertFalse(handover.date_given)

    def test_lead_of_the_desk(self):
        """The desk says how long before."""
        self._begin(f"{THURSDAY} 08:00", handover_minutes=90)
        self._assert_round(f"{THURSDAY} 16:30", self._at_night(f"{THURSDAY} 10:00"))

    def test_break_is_no_closing(self):
        """Nobody hands over for lunch."""
        self._begin(f"{THURSDAY} 08:00")
        self._at_night(f"{THURSDAY} 09:00")
        for text in ("11:00", "11:59", "12:30"):
            self.assertFalse(self._run(f"{THURSDAY} {text}"))

    def test_day_with_a_half_holiday(self):
        """On a day that ends at noon the round is at eleven."""
        self._holiday(f"{THURSDAY} 12:00", f"{THURSDAY} 23:59")
        self._begin(f"{THURSDAY} 08:00")
        self._assert_round(f"{THURSDAY} 11:00", self._at_night(f"{THURSDAY} 09:00"))

    def test_holiday(self):
        """On a holiday there is none; the day before there is."""
        self._holiday(f"{FRIDAY} 00:00", f"{FRIDAY} 23:59")
        self._begin(f"{FRIDAY} 08:00")
        document = self._at_night(f"{FRIDAY} 09:00")
        for text in (f"{FRIDAY} 17:30", f"{SATURDAY} 17:30"):
            self.assertFalse(self._run(text))
        self._assert_round(f"{NEXT_MONDAY} 17:00", document)

    def test_holiday_that_is_declared_later(self):
        """A holiday of which nobody knew in the morning counts all the same."""
        self._begin(f"{THURSDAY} 08:00")
        self._at_night(f"{THURSDAY} 09:00")
        with freeze_all_time(self._utc(f"{THURSDAY} 10:00")):
            self._holiday(f"{THURSDAY} 11:00", f"{THURSDAY} 23:59")
        self.assertFalse(self._run(f"{THURSDAY} 17:00"))

    def test_clocks_go_forward(self):
        """Five o'clock is five o'clock, in winter and in summer."""
        self._begin(f"{FRIDAY} 08:00")
        winter = self._at_night(f"{FRIDAY} 10:00")
        self._assert_round(f"{FRIDAY} 17:00", winter)
        summer = self._at_night(f"{NEXT_MONDAY} 10:00")
        self._assert_round(f"{NEXT_MONDAY} 17:00", summer)
        gap = summer.handover_ids.date_due - winter.handover_ids.date_due
        self.assertEqual(gap.total_seconds(), 71 * 3600)

    def test_desk_in_another_time_zone(self):
        """Each desk closes by the clock on its own wall."""
        self.hours = self._new_hours([(3, 9, 18)], tz="America/New_York")
        self._begin(f"{THURSDAY} 08:00")
        document = self._at_night(f"{THURSDAY} 15:00")
        # New York is five hours behind Berlin in these weeks of March
        self._assert_round(f"{THURSDAY} 22:00", document)

    def test_two_desks(self):
        """The round of one desk asks nobody of another."""
        self._begin(f"{THURSDAY} 08:00")
        other = self._at_night(
            f"{THURSDAY} 10:00", user=self.other_agent, team_id=self.other_team.id
        )
        mine = self._at_night(f"{THURSDAY} 10:00")
        with freeze_all_time(self._utc(f"{THURSDAY} 08:00")):
            self.other_team.resource_calendar_id = self._new_hours([(3, 9, 20)])
            self.env.flush_all()
        self._assert_round(f"{THURSDAY} 17:00", mine)
        self._assert_round(f"{THURSDAY} 19:00", other)

    def test_no_hours(self):
        """A desk without working hours never closes, and breaks nothing."""
        self._begin(f"{THURSDAY} 08:00", resource_calendar_id=False)
        document = self._at_night(f"{THURSDAY} 10:00")
        self.assertFalse(self.team.date_next_round)
        for text in (f"{THURSDAY} 17:30", f"{FRIDAY} 03:00"):
            self.assertFalse(self._run(text))
        self.assertFalse(document.overnight)

    def test_desk_that_never_closes(self):
        """A desk that works around the clock has nobody to hand over to."""
        self.hours = self._new_hours([(day, 0, 24) for day in range(7)])
        self._begin(f"{THURSDAY} 08:00")
        self._at_night(f"{THURSDAY} 10:00")
        for text in (f"{THURSDAY} 23:30", f"{FRIDAY} 00:30", f"{FRIDAY} 23:30"):
            self.assertFalse(self._run(text))

    def test_desk_that_works_through_midnight(self):
        """A night desk closes in the morning, not at midnight."""
        nights = [(day, 22, 24) for day in range(7)] + [(day, 0, 6) for day in range(7)]
        self.hours = self._new_hours(nights)
        self._begin(f"{THURSDAY} 21:00")
        document = self._at_night(f"{THURSDAY} 22:30")
        self.assertFalse(self._run(f"{THURSDAY} 23:30"))
        self._assert_round(f"{FRIDAY} 05:00", document)

    def test_archived_desk(self):
        """A desk that was given up is asked nothing."""
        self._begin(f"{THURSDAY} 08:00")
        self._at_night(f"{THURSDAY} 10:00")
        with freeze_all_time(self._utc(f"{THURSDAY} 11:00")):
            self.team.active = False
            self.env.flush_all()
        self.assertFalse(self._run(f"{THURSDAY} 17:00"))


@tagged("post_install", "-at_install")
class TestRoundOnce(AfterHoursCase):
    """One round each day, whatever happened meanwhile."""

    def setUp(self):
        super().setUp()
        self._begin(f"{MONDAY} 08:00")
        self.document = self._at_night(f"{MONDAY} 10:00")

    def test_job_runs_often(self):
        """The job that runs again asks nobody again."""
        self.assertTrue(self._run(f"{MONDAY} 17:00"))
        before = self._messages_to(self.agent)
        for text in ("17:01", "17:30", "17:59", "18:00", "20:00"):
            self.assertFalse(self._run(f"{MONDAY} {text}"))
        self.assertEqual(self._messages_to(self.agent), before)

    def test_hours_edited_after_the_round(self):
        """Who touches the hours in the last hour starts no second round."""
        handover = self._run(f"{MONDAY} 17:00")
        self._cancel(handover)
        with freeze_all_time(self._utc(f"{MONDAY} 17:10")):
            self.hours.name = "Renamed"
            self.team.handover_minutes = 50
            self.env.flush_all()
        self.assertFalse(self._run(f"{MONDAY} 17:11"))

    def _cancel(self, handover):
        wizard = self.env["crisis.duty.cancel"].with_user(self.agent)
        wizard.create(
            {
                "duty_model": handover._name,
                "duty_id": handover.id,
                "reason": "I stay here tonight",
            }
        ).action_cancel()

    def test_next_day_again(self):
        """A case that still goes on is handed over each evening."""
        first = self._run(f"{MONDAY} 17:00")
        with freeze_all_time(self._utc(f"{MONDAY} 17:10")):
            self._cancel(first)
            self.env.flush_all()
        self.assertEqual(self._run("03-24 17:00").document_id, self.document)

    def test_one_that_hangs_is_not_doubled(self):
        """Who has an open hand-over from yesterday gets no second one."""
        self._run(f"{MONDAY} 17:00")
        self.assertFalse(self._run("03-24 17:00"))

    def test_late_after_an_outage(self):
        """A job that comes late makes the round as long as the desk is open."""
        self.assertEqual(self._run(f"{MONDAY} 17:40").document_id, self.document)

    def test_too_late_after_an_outage(self):
        """After closing nobody is there to hand over; the next day it goes on."""
        self.assertFalse(self._run(f"{MONDAY} 18:00"))
        self._assert_round("03-24 17:00", self.document)

    def test_outage_of_days(self):
        """After days the round of today is made, those of the past are not."""
        self.assertFalse(self._run(f"{THURSDAY} 10:00"))
        self._assert_round(f"{THURSDAY} 17:00", self.document)
        self.assertEqual(len(self.document.handover_ids), 1)

    def test_outage_until_before_closing(self):
        """An outage that ends in the hour before closing costs no round."""
        made = self._run("03-24 17:30")
        self.assertEqual(made.document_id, self.document)
        self.assertEqual(self._local(made.date_due), "03-24 18:00")

    def test_over_the_weekend(self):
        """Between Friday and Monday there is no round."""
        self._run(f"{MONDAY} 17:00")
        self.document.handover_ids._cancel("Not in this test", is_personal=True)
        self.env.flush_all()
        self.assertTrue(self._run(f"{FRIDAY} 17:00"))
        self.document.handover_ids._cancel("Not in this test", is_personal=True)
        self.env.flush_all()
        for text in (f"{SATURDAY} 17:30", "03-29 17:30", f"{NEXT_MONDAY} 16:59"):
            self.assertFalse(self._run(text))
        self.assertTrue(self._run(f"{NEXT_MONDAY} 17:00"))
        self.assertFalse(self._run(f"{NEXT_TUESDAY} 16:00"))

    def test_night_user_who_may_not_take_it(self):
        """A night's user without the rights stops neither the round nor the job."""
        self.team.night_user_id = self.production
        made = self._run(f"{MONDAY} 17:00")
        self.assertEqual(made.document_id, self.document)
        self.assertFalse(made.receiver_id)

    def test_night_user_who_has_left(self):
        """A night's user who was deactivated is not proposed."""
        self.night_agent.active = False
        self.assertFalse(self._run(f"{MONDAY} 17:00").receiver_id)

    def test_asked_for_it_is_given_like_any_other(self):
        """What the round asks for the agent completes and gives."""
        handover = self._run(f"{MONDAY} 17:00").with_user(self.agent)
        with freeze_all_time(self._utc(f"{MONDAY} 17:20")):
            with self.assertRaises(UserError):
                handover.action_give()
            handover.situation = "The director waits for the clip"
            handover.action_give()
            handover.with_user(self.night_agent).action_accept()
        self.assertEqual(self.document.user_id, self.night_agent)
        self.assertFalse(self._run("03-24 17:00"), "the night has it already")
