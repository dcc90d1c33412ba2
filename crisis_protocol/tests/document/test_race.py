import contextlib
from datetime import date
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_race import RaceCase

YEAR = 2051


@tagged("post_install", "-at_install")
class TestNumbersInARace(RaceCase):
    """Two who file at the same moment get two numbers."""

    def test_two_open_transactions(self):
        """Neither waits for the other, and no number is given twice."""
        with self._sessions() as (one, other):
            references = [self._file(env).reference for env in (one, other, one, other)]
        self.assertEqual(len(set(references)), 4)

    def test_at_the_same_moment(self):
        """Many who file at once are all served, each with a number of his own."""
        references = self._together(lambda env: self._file(env).reference, count=4)
        self.assertEqual(len(set(references)), 4)
        self.assertFalse([ref for ref in references if isinstance(ref, Exception)])

    @mute_logger("odoo.sql_db")
    def test_first_of_a_year_after_one_another(self):
        """The second to file in a new year has not seen the first one's: no matter."""
        self.addCleanup(self._forget_the_year)
        with self._new_year(), self._sessions() as (one, other):
            references = [
                self._click(env, lambda env: self._file(env).reference)
                for env in (one, other)
            ]
        self._assert_first_two(references)

    @mute_logger("odoo.sql_db")
    def test_first_of_a_year_at_the_same_moment(self):
        """Both of two who file at once on New Year's Day are served."""
        self.addCleanup(self._forget_the_year)
        with self._new_year():
            references = self._together(lambda env: self._file(env).reference)
        self._assert_first_two(references)

    def _new_year(self):
        # patched, not frozen: freezegun changes modules that other threads work with
        new_year = date(YEAR, 1, 1)
        return patch.object(fields.Date, "context_today", return_value=new_year)

    def _assert_first_two(self, references):
        self.assertFalse([ref for ref in references if isinstance(ref, Exception)])
        numbers = sorted(int(reference.split("/")[-1]) for reference in references)
        self.assertEqual(len(set(numbers)), 2)
        self.assertTrue(all(str(YEAR) in reference for reference in references))
        with self._session() as env:
            self.assertEqual(len(self._ranges(env)), 1)

    def _ranges(self, env):
        return env(su=True)["ir.sequence.date_range"].search(
            [
                ("sequence_id.code", "=", "crisis.document"),
                ("sequence_id.company_id", "=", env.company.id),
                ("date_from", "=", f"{YEAR}-01-01"),
            ]
        )

    def _forget_the_year(self):
        with self._session() as env:
            self._ranges(env).unlink()


@tagged("post_install", "-at_install")
class TestMovesInARace(RaceCase):
    """Two who move the same case at the same moment move it once."""

    def setUp(self):
        super().setUp()
        self.document_id = self._file_ready()

    def _stage_in(self, env, name):
        return env.ref(f"crisis_protocol.stage_own_{name}")

    def _document(self, env):
        return env["crisis.document"].browse(self.document_id)

    def _drag(self, env):
        target = self._stage_in(env, "assessment")
        return self._document(env).write({"stage_id": target.id})

    def _next(self, env):
        """The button, which sends the stage it was shown for."""
        shown = self._stage_in(env, "reported").id
        document = self._document(env).with_context(crisis_expected_stage_id=shown)
        return document.action_next_stage()

    def _assert_moved_once(self):
        with self._session() as env:
            document = self._document(env)
            self.assertEqual(document.stage_id, self._stage_in(env, "assessment"))
            changes = document.sudo().message_ids.tracking_value_ids.filtered(
                lambda value: value.field_id.name == "stage_id"
            )
            self.assertEqual(len(changes), 1)

    @mute_logger("odoo.sql_db")
    def test_two_drag_the_card(self):
        """Both have the card before them and drag it to the same stage."""
        with self._sessions() as (one, other):
            for env in (one, other):
                self._click(env, self._drag)
        self._assert_moved_once()

    @mute_logger("odoo.sql_db")
    def test_two_drag_at_the_same_moment(self):
        """The same, at the same moment: nobody waits for ever, nothing is doubled."""
        outcomes = self._together(self._drag)
        self.assertFalse([out for out in outcomes if isinstance(out, Exception)])
        self._assert_moved_once()

    @mute_logger("odoo.sql_db")
    def test_two_press_the_button(self):
        """Who presses “Move on” second is told that the case has moved."""
        with self._sessions() as (one, other):
            self._click(one, self._next)
            with self.assertRaisesRegex(UserError, "meanwhile"):
                self._click(other, self._next)
        self._assert_moved_once()

    @mute_logger("odoo.sql_db")
    def test_two_press_at_the_same_moment(self):
        """One of the two moves the case, the other one is told."""
        outcomes = self._together(self._next)
        refused = [out for out in outcomes if isinstance(out, Exception)]
        self.assertEqual([type(error) for error in refused], [UserError])
        self._assert_moved_once()

    def test_double_click(self):
        """A double click is two requests of one person: the case moves once."""
        with self._session() as env:
            self._next(env)
            with self.assertRaises(UserError):
                self._next(env)
        self._assert_moved_once()

    @mute_logger("odoo.sql_db")
    def test_one_moves_while_the_other_writes(self):
        """Who writes on a case that another one moves at that moment loses nothing."""
        with self._sessions() as (one, other):
            self._click(one, self._drag)
            self._click(other, lambda env: self._document(env).write({"timing": "!"}))
        self._assert_moved_once()
        with self._session() as env:
            self.assertEqual(self._document(env).timing, "!")

    @mute_logger("odoo.sql_db")
    def test_opposite_ways(self):
        """One moves on, the other one out: the second decides upon what is there."""

        def leave(env):
            out = self._stage_in(env, "not_crisis").id
            vals = {"stage_id": out, "stage_reason": "A false alarm"}
            return self._document(env).write(vals)

        with self._sessions() as (one, other):
            self._click(one, self._drag)
            self._click(other, leave)
        with self._session() as env:
            document = self._document(env)
            self.assertEqual(document.stage_id, self._stage_in(env, "not_crisis"))
            self.assertTrue(document.date_closed)

    @mute_logger("odoo.sql_db")
    def test_two_pass_the_same_gate(self):
        """A gate that two supervisors pass at once has one override."""

        def override(env):
            move = env["crisis.stage.move"].create(
                {
                    "document_id": self.document_id,
                    "kind": "override",
                    "stage_id": self._stage_in(env, "remedy").id,
                    "reason": "The customer is on holiday",
                }
            )
            return move.action_move()

        with self._sessions() as (one, other):
            self._click(one, override)
            # To be told that it is done already is as good.
            with contextlib.suppress(UserError):
                self._click(other, override)
        with self._session() as env:
            document = self._document(env)
            self.assertEqual(document.stage_id, self._stage_in(env, "remedy"))
            gates = document._passed_gates().gate_id
            self.assertEqual(len(document._passed_gates()), len(gates))
