from odoo.tests import tagged

from ..duties.common_control import START
from .common_leading import LeadingCase


@tagged("post_install", "-at_install")
class TestLeadingWatch(LeadingCase):
    """Control 1 is made once, on the leading case, and counts for all."""

    def _kinds(self, document):
        document.invalidate_recordset()
        still_open = document.control_ids.filtered(lambda c: c.state == "open")
        return set(still_open.mapped("kind"))

    def test_each_asks_his_own_customer(self):
        """Those that follow owe control 2 and no control 1."""
        follower = self._follower()
        self.assertEqual(self._kinds(self.lead), {"system", "customer"})
        self.assertEqual(self._kinds(follower), {"customer"})

    def test_joining_ends_the_own_control(self):
        """A case that joins later stops looking inside by itself."""
        other = self._file_at_start(partner_id=self.customers[0].id)
        self.assertEqual(self._kinds(other), {"system", "customer"})
        other.leading_id = self.lead
        self.assertEqual(self._kinds(other), {"customer"})

    def test_leaving_begins_it_anew(self):
        """What was seen elsewhere counts no longer; the next is due from now."""
        follower = self._follower()
        self._result(self.lead, "system", "clean", 60)
        self.assertEqual(follower.clean_system_count, 1)
        with self._minute(90):
            follower._follow_no_longer("It has another cause.")
        self.assertEqual(follower.clean_system_count, 0)
        control = self._open(follower, "system")
        self.assertEqual(self._minutes_until(control, 90), 60)

    def test_clean_counts_for_all(self):
        """So many clean looks as the level wants, and all of them may close."""
        followers = self._follower(0) | self._follower(1)
        for minutes in (60, 120):
            self._result(self.lead, "system", "clean", minutes)
        for follower in followers:
            self.assertEqual(follower.clean_system_count, 2)
            self.assertEqual(follower.health_own, "good")
            self.assertFalse(follower.controls_clean)
        for minutes in (130, 140):
            self._result(followers[0], "customer", "clean", minutes)
        self.assertTrue(followers[0].controls_clean)
        self.assertFalse(followers[1].controls_clean)

    def test_problem_counts_for_all(self):
        """A problem begins the series anew and shows how it runs, case by case."""
        followers = self._follower(0) | self._follower(1)
        self._result(self.lead, "system", "clean", 60)
        followers[1].health_own = "strained"
        self._result(self.lead, "system", "problem", 120, note="Down again")
        self.assertEqual(followers.mapped("clean_system_count"), [0, 0])
        self.assertEqual(followers.mapped("health_own"), ["strained", "bad"])

    def test_late_joiner_takes_the_series_over(self):
        """What was found clean before he joined has been looked at for him, too."""
        self._result(self.lead, "system", "clean", 60)
        other = self._file_at_start(partner_id=self.customers[0].id)
        with self._minute(70):
            other.leading_id = self.lead
        self.assertEqual(other.clean_system_count, 1)
        self.assertEqual(other.health_own, "good")

    def test_ended_case_is_left_alone(self):
        """What is seen later on the leading case changes no closed case."""
        follower = self._at("own_follow_up", partner_id=self.customers[0].id)
        lead = self._at("own_follow_up", level_id=self.level.id)
        follower.leading_id = lead
        follower.action_next_stage()
        self._control(lead, "system", note="Down again").action_problem()
        self.assertNotEqual(follower.health_own, "bad")
        self.assertNotIn("Problem", self._said(follower))

    def test_relapse_is_watched_once(self):
        """After the end the leading case looks whether it comes back, for all."""
        with self._minute(0):
            lead = self._at("own_follow_up", level_id=self.level.id)
            follower = self._at(
                "own_follow_up", level_id=self.level.id, partner_id=self.customers[0].id
            )
            follower.leading_id = lead
            follower.action_next_stage()
            lead.action_next_stage()
        self.assertTrue(lead.control_ids.filtered("relapse_day"))
        self.assertFalse(follower.control_ids.filtered("relapse_day"))
        with self._minute(24 * 60):
            self._control(
                lead, "system", note="The trouble has come back."
            ).action_problem()
        self.assertFalse(lead.is_closed)
        self.assertTrue(follower.is_closed)
        self.assertIn("has come back", self._said(follower))
        self.assertIn(follower, self._told(self.agent))

    def _told(self, user):
        """Return the cases that a person was told of."""
        inbox = self.env["mail.notification"].search(
            [("res_partner_id", "=", user.partner_id.id)]
        )
        text = "".join(inbox.mail_message_id.mapped("body"))
        return self.lead.browse(
            [d.id for d in self.lead.search([]) if f"/{d.id}" in text]
        )

    def test_managers_are_told_once(self):
        """Forty customers hit are not forty notices to the same manager."""
        self.level.inform_managers = True
        lead = self._file_at_start(name="The archive is down")
        self.assertTrue(lead.notice_ids)
        self.assertFalse(self._follower(lead=lead).notice_ids)

    def test_root_cause_is_noted_once(self):
        """It stands on all that have none of their own, joined before or after."""
        early, own = self._follower(0), self._follower(1, root_cause="Their firewall")
        self.lead.root_cause = "A disk without a spare"
        late = self._follower(2)
        self.assertEqual(early.root_cause, self.lead.root_cause)
        self.assertEqual(late.root_cause, self.lead.root_cause)
        self.assertEqual(own.root_cause, "Their firewall")

    def test_time_of_the_control(self):
        """When the leading case closes first, the next control counts from its last."""
        follower = self._follower()
        self._result(self.lead, "system", "clean", 60)
        out = self._stage("own_not_crisis")
        with self._minute(70):
            self.lead.with_user(self.supervisor).write(
                {"stage_id": out.id, "stage_reason": "It was a false alarm."}
            )
        control = self._open(follower, "system")
        self.assertGreater(control.date_due, START)
        self.assertEqual(follower.clean_system_count, 1)
