from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common_control import START, ControlCase, RelapseCase

DAYS = (1, 7, 30)


@tagged("post_install", "-at_install")
class TestRelapseWatch(RelapseCase):
    """After the close it is looked whether the crisis comes back (S0-38)."""

    def test_one_after_the_other(self):
        """Checks come on the days of the level, one at a time, then no more."""
        self.assertTrue(self.document.is_closed)
        for day in DAYS:
            check = self._assert_next(day)
            self.assertEqual(check.user_id, self.agent)
            self.assertEqual(check.sudo().activity_id.user_id, self.agent)
            self._check_up("clean", day)
        self.assertFalse(self._checks())
        self.assertTrue(self.document.is_closed)
        self.assertFalse(self.document.relapse_count)

    def test_by_level(self):
        """The days are those of the level; a level without days checks nothing."""
        for days, first in (("3", 3), ("14, 2", 2), ("5; 6", 5), ("", None)):
            with self.subTest(days=days), self._minute(0):
                self.level.relapse_days = days
                document = self._at("own_follow_up", level_id=self.level.id)
                document.action_next_stage()
                check = self._checks(document)
                if first is None:
                    self.assertFalse(check)
                else:
                    self.assertEqual(check.relapse_day, first)

    def test_late_on_the_board(self):
        """Nobody looked whether it came back: the manager sees it, as in the load."""
        board = self.env["crisis.board"].with_user(self.manager)

        def late():
            self.env.flush_all()
            (figure,) = (f for f in board.board_data()["urgent"] if f["name"] == "late")
            found = self.env["crisis.document"].search(figure["domain"])
            self.assertEqual(len(found), figure["count"])
            return found

        with self._day(0.9):
            self.assertNotIn(self.document, late())
        with self._day(1.1):
            self.assertIn(self.document, late())

    def test_days_of_the_level_change(self):
        """Other days of the level are followed by the cases that are watched."""
        with self._day(0.5), self.enter_registry_test_mode():
            self.level.with_user(self.manager).relapse_days = "3, 9"
            self.env.flush_all()
            cron = self.env.ref("crisis_protocol.ir_cron_watch")
            self.assertIs(cron.method_direct_trigger(), True)
        self._assert_next(3)

    def test_by_the_hours_of_the_desk(self):
        """On a level of working hours a check waits for the desk to open."""
        self.level.write({"clock": "working", "relapse_days": "5"})
        with self._minute(0):
            document = self._at("own_follow_up", level_id=self.level.id)
            document.action_next_stage()
        saturday = START + timedelta(days=5)
        hours = self.team.resource_calendar_id
        opening = self.level._deadline(0, hours, saturday)
        self.assertEqual(self._checks(document).date_due, opening)
        self.assertGreater(opening.date(), saturday.date())

    def test_none_after_not_a_crisis(self):
        """What was no crisis can't come back."""
        with self._minute(0):
            document = self._file(level_id=self.level.id)
            document.with_user(self.supervisor).write(
                {
                    "stage_id": self._stage("own_not_crisis").id,
                    "stage_reason": "It was a false alarm.",
                }
            )
        self.assertTrue(document.is_closed)
        self.assertFalse(self._checks(document))

    def test_none_when_it_turns_out_to_be_none(self):
        """A closed case that turns out to be no crisis is watched no longer."""
        with self._day(0.5):
            self.document.with_user(self.supervisor).write(
                {
                    "stage_id": self._stage("own_not_crisis").id,
                    "stage_reason": "It was another customer",
                }
            )
            self.document.sudo()._reconcile_duties()
        self.assertFalse(self._checks())

    def test_watched_when_it_was_a_crisis_after_all(self):
        """From “Not a crisis” back to closed, the watch goes on."""
        for stage in ("own_not_crisis", "own_closed"):
            with self._day(0.5):
                self.document.with_user(self.supervisor).write(
                    {
                        "stage_id": self._stage(stage).id,
                        "stage_reason": "It was a false alarm.",
                    }
                )
        self._assert_next(1)

    def test_late_one_skips_the_days_that_passed(self):
        """A check done late stands for those whose day has passed meanwhile."""
        self._check_up("clean", 8)
        self._assert_next(30)
        self._check_up("clean", 40)
        self.assertFalse(self._checks())

    def test_early_one_does_not_count_for_the_next(self):
        """A check done ahead of its hour is followed by that of the next day."""
        self._check_up("clean", 0.75)
        self._assert_next(7)

    def test_reconciled_again_nothing_changes(self):
        """The plan may be looked at again and again: there is one check."""
        check = self._checks()
        with self._day(0.5):
            self.document.sudo()._reconcile_duties()
            self.document.sudo()._reconcile_duties()
        self.assertEqual(self._checks(), check)
        self._assert_next(1)

    def test_needs_evidence_too(self):
        """A relapse check is proven like control 1."""
        check = self._checks()
        with self._day(1), self.assertRaises(UserError) as refusal:
            check.action_clean()
        self.assertIn("tick", str(refusal.exception))

    def test_cancelled_check_is_left_out(self):
        """A check that somebody cancels with a reason is followed by the next."""
        with self._day(1):
            action = self._checks().action_cancel()
            wizards = self.env[action["res_model"]].with_user(self.agent)
            wizard = wizards.with_context(**action["context"])
            wizard.create({"reason": "He has left us."}).action_cancel()
        self._assert_next(7)

    def test_check_is_no_control_before_the_close(self):
        """Clean checks do not count for the next close."""
        before = self.document.clean_system_count
        self._check_up("clean", 1)
        self.assertEqual(self.document.clean_system_count, before)

    # Archive --------------------------------------------------------------------

    def test_archive_ends_the_watch(self):
        """An archived case is watched no longer, and stands in no clock menu."""
        check = self._checks()
        activity = check.sudo().activity_id
        with self._day(0.5):
            refused = self.assertRaisesRegex(UserError, "only a supervisor")
            with refused, self.cr.savepoint():
                self.document.with_user(self.agent).action_archive()
            self.document.invalidate_recordset()
            self.document.with_user(self.supervisor).action_archive()
            self.document.sudo()._reconcile_duties()
        self.assertEqual(check.state, "cancelled")
        self.assertFalse(activity.exists().filtered("active"))
        self.assertFalse(self._checks())

    def test_brought_back_from_the_archive(self):
        """What comes back from the archive is watched where the watch ended."""
        with self._day(0.5):
            self.document.with_user(self.supervisor).action_archive()
        with self._day(0.6):
            self.document.action_unarchive()
        self._assert_next(1)


@tagged("post_install", "-at_install")
class TestRelapseDays(ControlCase):
    """The days of a level are numbers that make sense."""

    def test_refused(self):
        """What are no days, or none of this world, is refused with an example."""
        for days in ("tomorrow", "1, x", "1.5", "0", "-3", "1, 800"):
            with self.subTest(days=days), self.assertRaises(ValidationError):
                self.level.with_user(self.manager).relapse_days = days

    def test_accepted(self):
        """Blanks, semicolons, any order and repetitions are read."""
        for days, wanted in (
            ("", []),
            (False, []),
            (" 7 ", [7]),
            ("30,1;7, 7,", [1, 7, 30]),
        ):
            with self.subTest(days=days):
                self.level.with_user(self.manager).relapse_days = days
                self.assertEqual(self.level._relapse_day_list(), wanted)
