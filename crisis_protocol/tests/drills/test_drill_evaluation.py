from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from ..duties.common_duty import MONDAY, CrisisDutyCase

SAID = {
    "drill_went_well": "The first word came at once.",
    "drill_went_badly": "Nobody knew who informs IT.",
    "drill_change": "A list of units hangs beside the telephone.",
}


@tagged("post_install", "-at_install")
class TestDrillEvaluation(CrisisDutyCase):
    """A drill ends with what was learnt from it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drill = cls._file(is_drill=True)

    def _brought_to_the_end(self):
        """A drill for which all gates hold."""
        drill = self._complete(self._file(is_drill=True))
        drill.stage_id = self._stage("own_follow_up")
        return drill

    def test_closes_only_evaluated(self):
        """All gates hold, and the evaluation alone keeps it from being closed."""
        drill = self._brought_to_the_end()
        closed = self._stage("own_closed")
        self.assertFalse(drill._missing_gates(closed))
        text = self._refused(drill, lambda: drill.write({"stage_id": closed.id}))
        self.assertIn("The evaluation of the drill is missing", text)
        drill.write(SAID | {"drill_change": "  "})
        self._refused(drill, lambda: drill.write({"stage_id": closed.id}))
        drill.write(SAID)
        self.assertEqual(drill.drill_evaluated_by_id, self.agent)
        drill.stage_id = closed
        self.assertTrue(drill.is_closed)
        self.assertFalse(self._open(drill), "nobody looks whether it comes back")

    def test_said_together_with_the_gates(self):
        """What else is missing is said in the same breath."""
        drill = self.drill
        closed = self._stage("own_closed")
        text = self._refused(drill, lambda: drill.write({"stage_id": closed.id}))
        self.assertIn("The evaluation of the drill is missing", text)
        self.assertIn("The root cause is missing", text)

    def test_real_case_needs_none(self):
        real = self._complete(self._file())
        real.stage_id = self._stage("own_closed")
        self.assertTrue(real.is_closed)

    def test_next_step_leads_there(self):
        """When nothing but the evaluation is left, it is what comes next."""
        drill = self._brought_to_the_end()
        self.assertEqual(drill.next_step_kind, "evaluation")
        action = drill.action_evaluate_drill()
        self.assertEqual(action["res_id"], drill.id)
        drill.write(SAID)
        self.assertEqual(drill.next_step_kind, "stage")

    def test_ended_at_any_time(self):
        """Broken off in its first stage, it is over, and nothing is owed any more."""
        drill = self.drill
        with self.assertRaises(UserError):
            drill.action_end_drill()
        drill.write(SAID)
        drill.action_end_drill()
        self.assertTrue(drill.is_closed)
        self.assertFalse(self._open(drill))
        self.assertFalse(drill._passed_gates())
        # changed later by a colleague of the desk
        drill.with_user(self.supervisor).drill_change = "Two lists."
        self.assertEqual(drill.drill_evaluated_by_id, self.supervisor)

    def test_ends_no_real_case(self):
        """Nobody gets a real case past its gates this way."""
        real = self._file()
        real.write(SAID)
        for method in ("action_end_drill", "action_evaluate_drill", "action_play_next"):
            with self.assertRaises(UserError):
                getattr(real.with_user(self.supervisor), method)()
        self.assertFalse(real.is_closed)
        self.assertFalse(real.drill_figures)

    def test_override_still_asks(self):
        """A supervisor passes the gates, not the evaluation."""
        drill = self.drill.with_user(self.supervisor)
        closed = self._stage("own_closed")
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            drill._override_gates(closed, "The hour is late already.")
        self.assertIn("evaluation", str(refusal.exception))

    def test_figures_by_hand(self):
        """10 minutes to the first word, one promise kept and one late, one control.

        The level allows 30 minutes for the first word; the second promise was for
        10:00 and kept at 10:30; the case runs from 9:00 to 11:05.
        """
        drill = self.drill
        self.assertIn("has not heard from us", drill.drill_figures)
        with self._later(minutes=10):
            drill.action_log_word("We are looking into it.")
            self._promise(drill, minutes=20)
        with self._later(minutes=20):
            drill.action_log_word("We are looking into it.")
            self._promise(drill, minutes=40)
        with self._later(minutes=90):
            drill.action_log_word("We are looking into it.")
        with self._later(minutes=95):
            self._control(drill, "system").action_clean()
        with self._later(hours=2, minutes=5):
            drill.invalidate_recordset(["drill_figures"])
            text = drill.drill_figures
        notices = len(drill.notice_ids)
        self.assertTrue(notices)
        for line in (
            "First word to the customer: after 10 min, in time",
            "Promises kept in time: 1 of 2",
            "Controls made in time: 1 of 1",
            f"Told and confirmed: 0 of {notices}",
            "Gates passed with a reason: 0",
            "It took 2 h 5 min.",
        ):
            self.assertIn(line, text)
        self.assertNotIn("right words", text, "nothing was written")

    def test_first_word_too_late(self):
        with freeze_all_time(MONDAY + timedelta(minutes=31)):
            self.drill.action_log_word("We are looking into it.")
        self.assertIn("after 31 min, too late", self.drill.drill_figures)
