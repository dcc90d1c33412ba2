from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common_control import ControlCase


@tagged("post_install", "-at_install")
class TestControlGate(ControlCase):
    """A case closes only when the crisis is gone: clean controls, his own word."""

    def setUp(self):
        super().setUp()
        self.enterContext(self._minute(30))

    def _ready(self, clean_needed, stage="own_follow_up"):
        """A case that lacks nothing but the clean controls."""
        self.level.clean_needed = 0
        document = self._at(stage, level_id=self.level.id)
        self.level.clean_needed = clean_needed
        return document

    def _do(self, document, *results):
        """Do controls: each given as `kind result`."""
        for text in results:
            kind, result = text.split()
            getattr(self._control(document, kind), f"action_{result}")()

    def _assert_shut(self, document, gate="own_controls"):
        """The close is refused, and this gate is all that is missing."""
        self.flush_tracking()
        message = self._refused(document, document.action_next_stage)
        self.assertEqual(message.count("•"), 1, message)
        self.assertIn(self._gate(gate).name, message)

    def _assert_closes(self, document):
        document.action_next_stage()
        self.assertTrue(document.is_closed)

    # How many ----------------------------------------------------------------

    def test_so_many_as_the_level_wants(self):
        """With N clean results of both kinds it closes, with one less it does not."""
        for needed in (1, 2, 3):
            document = self._ready(needed)
            for _row in range(needed):
                with self.subTest(needed=needed):
                    self._assert_shut(document)
                self._do(document, "system clean", "customer clean")
            with self.subTest(needed=needed):
                self._assert_closes(document)

    def test_level_that_wants_none(self):
        """A level may want no control before the close."""
        self._assert_closes(self._ready(0))

    def test_other_protocol(self):
        """The protocol of the customer's own crisis has the same gate."""
        document = self._ready(1, "customer_follow_up")
        self._assert_shut(document, "customer_controls")
        self._do(document, "system clean", "customer clean")
        self._assert_closes(document)

    def test_level_is_asked_at_the_close(self):
        """What counts is what the level wants now, not what it wanted then."""
        document = self._ready(1)
        self._do(document, "system clean", "customer clean")
        self.level.clean_needed = 2
        self._assert_shut(document)
        self.level.clean_needed = 1
        self._assert_closes(document)

    def test_higher_level_wants_more(self):
        """A case that got worse needs as many as its new level wants."""
        document = self._ready(1)
        self._do(document, "system clean", "customer clean")
        document.level_id = self.level.copy({"name": "More", "clean_needed": 2})
        self._assert_shut(document)
        self._do(document, "system clean", "customer clean")
        self._assert_closes(document)

    # Both kinds, and in a row -------------------------------------------------

    def test_one_kind_is_not_enough(self):
        """However often one side is clean, the other is asked as well."""
        for kind, other in (("system", "customer"), ("customer", "system")):
            with self.subTest(kind=kind):
                document = self._ready(2)
                self._do(document, *[f"{kind} clean"] * 5)
                self._assert_shut(document)
                self._do(document, *[f"{other} clean"] * 2)
                self._assert_closes(document)

    def test_problem_breaks_the_row(self):
        """After a problem the row is counted anew, on its side."""
        document = self._ready(2)
        self._do(document, *["system clean", "customer clean"] * 2, "system problem")
        self._assert_shut(document)
        self._do(document, "system clean")
        self._assert_shut(document)
        self._do(document, "system clean")
        self._assert_closes(document)

    def test_unreached_breaks_the_row(self):
        """Nobody reached is no clean result: the last N must all be clean."""
        document = self._ready(2)
        self._do(document, *["system clean", "customer clean"] * 2)
        self._do(document, "customer unreached")
        self._assert_shut(document)
        self._do(document, "customer clean")
        self._assert_shut(document)
        self._do(document, "customer clean")
        self._assert_closes(document)

    def test_open_controls_do_not_keep_it(self):
        """The controls that wait next are no longer needed once it is closed."""
        document = self._ready(1)
        self._do(document, "system clean", "customer clean")
        waiting = document.control_ids.filtered(lambda c: c.state == "open")
        self._assert_closes(document)
        self.assertEqual(set(waiting.mapped("state")), {"cancelled"})
        self.assertFalse(waiting.sudo().activity_id.filtered("active"))

    # The customer's own word ---------------------------------------------------

    def test_customers_own_word(self):
        """Clean controls are not his word: he must say himself that it is over."""
        document = self._ready(1)
        self._says_over(document, "not_asked")
        self._do(document, "system clean", "customer clean")
        self._assert_shut(document, "own_over")
        control = self._control(document, "customer", customer_says_over=True)
        control.action_clean()
        self._assert_closes(document)

    def test_his_word_taken_back(self):
        """A problem that he names later takes his word back."""
        document = self._ready(1)
        self._do(document, "system clean", "customer clean", "customer problem")
        self._do(document, "customer clean")
        self._assert_shut(document, "own_over")

    # Past it -------------------------------------------------------------------

    def test_supervisor_may_pass_with_a_reason(self):
        """A supervisor closes without clean controls, and it stays on record."""
        document = self._ready(2).with_user(self.supervisor)
        action = document.action_override()
        moves = self.env[action["res_model"]].with_user(self.supervisor)
        with Form(moves.with_context(**action["context"])) as form:
            form.reason = "He left for good."
        form.record.action_move()
        self.assertTrue(document.is_closed)
        self.assertEqual(document._passed_gates().gate_id, self._gate("own_controls"))
        self.assertEqual(document._passed_gates().user_id, self.supervisor)
        self.assertIn("He left for good.", document._passed_gates().reason)

    def test_agent_may_not_pass(self):
        """An agent does not pass the gate, reason or not."""
        document = self._ready(2)
        action = document.action_override()
        moves = self.env[action["res_model"]].with_user(self.agent)
        move = moves.with_context(**action["context"]).create(
            {"reason": "Somebody else does it already."}
        )
        with self.assertRaises(AccessError), self.cr.savepoint():
            move.action_move()
        self.assertFalse(document.is_closed)

    def test_nobody_writes_the_rows(self):
        """Nobody writes the count of clean controls, or that they are."""
        document = self._ready(2)
        for user in (self.agent, self.supervisor, self.manager):
            values = {
                "clean_system_count": 2,
                "clean_customer_count": 2,
                "controls_clean": True,
            }
            with self.subTest(user=user.name):
                document.with_user(user).write(values)
                self.env.flush_all()
                self.env.invalidate_all()
                self._assert_shut(document)

    # Anew ----------------------------------------------------------------------

    def _reopened(self):
        document = self._ready(1)
        self._do(document, "system clean", "customer clean")
        self._assert_closes(document)
        document.write(
            {
                "stage_id": self._stage("own_follow_up").id,
                "stage_reason": "He rang again.",
            }
        )
        return document

    def test_reopened_begins_anew(self):
        """A case that was reopened needs clean controls again, in a row."""
        document = self._reopened()
        self.assertEqual(document.clean_system_count, 0)
        self.assertEqual(document.clean_customer_count, 0)
        for kind in ("system", "customer"):
            control = self._open(document, kind)
            first = self.level[f"control_{kind}_minutes"]
            self.assertEqual(self._minutes_until(control, 30), first)
        message = self._refused(document, document.action_next_stage)
        self.assertIn(self._gate("own_controls").name, message)

    def test_reopened_needs_his_word_again(self):
        """What the customer said before it came back does not close it again."""
        document = self._reopened()
        message = self._refused(document, document.action_next_stage)
        self.assertIn(self._gate("own_over").name, message)
