from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_control import START, ControlCase, RelapseCase

KINDS = ("system", "customer")


@tagged("post_install", "-at_install")
class TestControlRow(ControlCase):
    """Controls in a row are controls in their time (S0-42…46, S0-50)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # control 1 is due after 60 minutes, control 2 after 100
        cls.level.write({"control_counts_share": 50, "control_widening": 0})

    def _counts(self, document):
        document.invalidate_recordset()
        return document.clean_system_count, document.clean_customer_count

    def test_two_within_seconds(self):
        """Two clean controls within 18 seconds are one look, and close nothing."""
        document = self._file_at_start()
        self._result(document, "system", "clean", 60)
        self._result(document, "system", "clean", 60.3)
        self._result(document, "customer", "clean", 100)
        self._result(document, "customer", "clean", 100.3)
        self.assertEqual(self._counts(document), (1, 1))
        self.assertFalse(document.controls_clean)

    def test_right_after_filing(self):
        """What is clean a minute after the filing has watched nothing."""
        document = self._file_at_start()
        for kind in KINDS:
            self._result(document, kind, "clean", 1)
        self.assertEqual(self._counts(document), (0, 0))

    def test_share_of_the_interval(self):
        """A clean one counts from the level's share of the interval on."""
        for share, sooner, counts in ((50, 29, 30), (25, 14, 15), (100, 59, 60)):
            self.level.control_counts_share = share
            document = self._file_at_start()
            with self.subTest(share=share):
                self._result(document, "system", "clean", sooner)
                self.assertEqual(document.clean_system_count, 0)
                self._result(document, "system", "clean", counts)
                self.assertEqual(document.clean_system_count, 1)

    def test_early_one_moves_nothing(self):
        """An extra look is noted, and the next is due when it was."""
        document = self._file_at_start()
        due = self._open(document, "system").date_due
        early = self._open(document, "system")
        self._result(document, "system", "clean", 10)
        self.assertEqual((early.state, early.result), ("done", "clean"))
        self.assertFalse(early.is_counted)
        self.assertEqual(self._open(document, "system").date_due, due)
        self.assertIn("does not count", document.message_ids[:1].body)
        self._result(document, "system", "clean", 60)
        done = document.control_ids.filtered("is_counted")
        self.assertEqual(len(done), 1)

    def test_problem_counts_at_once(self):
        """A problem found early breaks the row, and begins it anew."""
        document = self._file_at_start()
        self._result(document, "system", "clean", 60)
        self._result(document, "system", "problem", 61)
        self.assertEqual(document.clean_system_count, 0)
        self.assertEqual(document.health_own, "strained")
        self._result(document, "system", "clean", 62)
        self.assertEqual(document.clean_system_count, 0)
        self._result(document, "system", "clean", 121)
        self.assertEqual(document.clean_system_count, 1)

    def test_moved_due_time(self):
        """Who moves the time of a control does not move from when it counts."""
        document = self._file_at_start()
        with self._minute(1):
            self._open(document, "system").date_due = START + timedelta(minutes=2)
        self._result(document, "system", "clean", 3)
        self.assertEqual(document.clean_system_count, 0)

    def test_nobody_writes_it(self):
        """From when it counts, and that it did, is nobody's to say."""
        document = self._file_at_start()
        control = self._open(document, "system")
        for user in (self.agent, self.supervisor, self.manager):
            with self._minute(1):
                control.with_user(user).write(
                    {"date_counts": START, "is_counted": True}
                )
            self.assertEqual(control.date_counts, START + timedelta(minutes=30))
            self.assertFalse(control.is_counted)

    def test_his_press_has_its_time_too(self):
        """An early press on his page is his word, and no control in the row."""
        document = self._file_at_start(contact_id=self.contact.id)
        control = self._open(document, "customer")
        with self._minute(5):
            document._note_over_answer("over", "", self.contact, control.id)
        self.assertEqual(document.customer_says_over, "yes")
        self.assertEqual((control.result, control.is_counted), ("clean", False))
        self.assertEqual(document.clean_customer_count, 0)

    def test_line_on_top(self):
        """The line on top says how many are clean, and when the next counts."""
        self.agent.tz = "Europe/Istanbul"
        self.level.control_counts_share = 0
        with self._minute(0):
            document = self._at("own_follow_up", level_id=self.level.id)
        self.level.control_counts_share = 50
        document._write_past_reactions({"clean_system_count": 0})
        self._result(document, "system", "clean", 60)
        with self._minute(61):
            document.invalidate_recordset()
            seen = document.with_context(tz="Europe/Istanbul")
            self.assertEqual(seen.next_step_kind, "control")
            self.assertIn(
                "Control 1: 2 clean ones in a row are needed, 1 so far. Done before "
                "13:30, this one does not count.",
                seen.next_step,
            )
            self.assertNotIn("Control 2", seen.next_step)
            control = self._open(document, "system").with_context(tz="UTC")
            self.assertIn("Done before 10:30, this one does", control.row_line)
        with self._minute(90):
            control.invalidate_recordset()
            self.assertIn("Done now, this one counts.", control.row_line)

    def test_list_says_what_did_not_count(self):
        """Of a clean one the list of duties says whether it counted."""
        document = self._file_at_start()
        for minute, said in ((1, "Not counted"), (40, "Counted")):
            control = self._open(document, "system")
            self._result(document, "system", "clean", minute)
            control.invalidate_recordset()
            self.assertEqual(control.counted_line, said)
        self._result(document, "system", "problem", 100)
        problem = document.control_ids.filtered(lambda c: c.result == "problem")
        self.assertFalse(problem.counted_line)

    def test_level_changed(self):
        """Another share holds for the open controls of running cases, too."""
        document = self._file_at_start()
        with self._minute(1):
            self.level.with_user(self.manager).control_counts_share = 100
            document._reconcile_duties()
        control = self._open(document, "system")
        self.assertEqual(control.date_counts, START + timedelta(minutes=60))

    def test_shipped_levels(self):
        """Each shipped level wants some of the interval to have passed."""
        for name in ("notable", "serious", "severe", "emergency"):
            level = self.env.ref(f"crisis_protocol.level_{name}")
            with self.subTest(level=level.name):
                self.assertGreater(level.control_counts_share, 0)


@tagged("post_install", "-at_install")
class TestRelapseDay(RelapseCase):
    """A relapse check is not clean before its day (S0-38)."""

    def setUp(self):
        super().setUp()
        self.level.control_counts_share = 50
        self.team.resource_calendar_id.tz = "Europe/Istanbul"
        with self._minute(0):
            self.document._reconcile_duties()

    def test_not_before_its_day(self):
        """A minute after the close nobody can see that it has not come back."""
        check = self._assert_next(1)
        for minutes in (1, 60, 11 * 60):
            with self.subTest(minutes=minutes), self._minute(minutes):
                self._control(self.document, "system")
                with self.assertRaises(UserError) as refusal:
                    check.action_clean()
                self.assertIn("only from", str(refusal.exception))
        self.assertEqual(check.state, "open")

    def test_on_its_day(self):
        """On its day, as the desk lives, it is done, be it before the hour."""
        # the case was closed at noon in Istanbul; the day begins at 21:00 UTC
        with self._at_time(datetime(2026, 3, 2, 20, 59)):
            self._control(self.document, "system")
            with self.assertRaises(UserError):
                self._checks().action_clean()
        with self._at_time(datetime(2026, 3, 2, 21, 0)):
            check = self._checks()
            check.action_clean()
        self.assertEqual(check.result, "clean")
        self._assert_next(7)

    def test_problem_at_once(self):
        """What came back is noted when it is seen, and the case goes on."""
        self._check_up("problem", 0.01, note="The item is gone again")
        self.assertFalse(self.document.is_closed)
