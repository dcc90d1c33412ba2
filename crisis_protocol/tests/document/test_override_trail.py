from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import CrisisCase

REASON = "The customer is on the line"


@tagged("post_install", "-at_install")
class TestOverrideTrail(CrisisCase):
    """An override stays as it was made, and counts as long as it should."""

    def _override(self, document, *names):
        model = self.env["crisis.override"].with_user(self.supervisor)
        return model.create(
            [
                {
                    "document_id": document.id,
                    "gate_id": self._gate(name).id,
                    "reason": REASON,
                }
                for name in names
            ]
        )

    def _open_but_for(self, **missing):
        """A complete document in its first stage that lacks these."""
        document = self._complete(self._file())
        document.write(missing)
        if document.explanation and not document.date_explanation_sent:
            # what the customer has is the text as it is now
            self._explain(document)
        return document

    def _go(self, document, stage, reason=False):
        document.write({"stage_id": self._stage(stage).id, "stage_reason": reason})

    # Kept --------------------------------------------------------------

    def test_nobody_changes_one(self):
        """Not he who made it, nor the manager, changes an override."""
        override = self._override(self._file(), "own_category")
        changes = [
            {"reason": "Something better"},
            {"is_in_force": False},
            {"user_id": self.agent.id},
            {"gate_name": "Nothing"},
            {"document_id": self._file().id},
        ]
        for role in (self.agent, self.supervisor, self.manager):
            for values in changes:
                with self.subTest(role=role.login, values=values):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        override.with_user(role).write(values)

    def test_nobody_deletes_one(self):
        """Not he who made it, nor the manager, deletes an override."""
        document = self._file()
        override = self._override(document, "own_category")
        commands = [
            Command.delete(override.id),
            Command.unlink(override.id),
            Command.clear(),
            Command.set([]),
        ]
        for role in (self.agent, self.supervisor, self.manager):
            with self.assertRaises(AccessError), self.cr.savepoint():
                override.with_user(role).unlink()
            for command in commands:
                with self.assertRaises(AccessError), self.cr.savepoint():
                    document.with_user(role).write({"override_ids": [command]})
        self.env.invalidate_all()
        self.assertEqual(document.override_ids, override)

    def test_nobody_takes_one_of_another_case(self):
        """An override can't be hung on another case."""
        override = self._override(self._file(), "own_category")
        other = self._file()
        for role in (self.agent, self.supervisor, self.manager):
            with self.assertRaises(AccessError), self.cr.savepoint():
                other.with_user(role).override_ids = [Command.link(override.id)]

    def test_it_outlives_the_gate(self):
        """The gate may go; what was passed is still known by its words."""
        gate = self.env["crisis.gate"].create(
            {
                "name": "The moon is not full",
                "stage_id": self._stage("own_assessment").id,
                "domain": "[('name', '=', 'Full moon')]",
            }
        )
        override = self.env["crisis.override"].with_user(self.supervisor)
        override = override.create(
            {"document_id": self._file().id, "gate_id": gate.id, "reason": REASON}
        )
        gate.with_user(self.manager).unlink()
        self.env.invalidate_all()
        self.assertEqual(override.gate_name, "The moon is not full")
        self.assertTrue(override.exists())

    def test_case_with_an_override_is_kept(self):
        """A case with an override can't be deleted, so that the trail stays."""
        document = self._file()
        self._override(document, "own_category")
        with self.assertRaises(UserError), self.cr.savepoint():
            document.with_user(self.manager).unlink()
        self.assertTrue(document.exists())

    def test_each_reason_is_said(self):
        """Several overrides made at once are all posted, each with its reason."""
        document = self._file()
        model = self.env["crisis.override"].with_user(self.supervisor)
        values = {"document_id": document.id}
        model.create(
            [
                values
                | {
                    "gate_id": self._gate("own_word").id,
                    "reason": "He knows all of it.",
                },
                values
                | {
                    "gate_id": self._gate("own_category").id,
                    "reason": "We look into it tomorrow.",
                },
            ]
        )
        bodies = " ".join(document.message_ids.mapped("body"))
        self.assertIn("He knows all of it.", bodies)
        self.assertIn("We look into it tomorrow.", bodies)

    # In force ------------------------------------------------------------

    def test_one_made_ahead_counts(self):
        """A gate passed ahead of time is passed when the case comes to it."""
        document = self._open_but_for(remedy=False)
        self._override(document, "own_remedy")
        document.invalidate_recordset()
        document.action_next_stage()
        document.action_next_stage()
        document.action_next_stage()
        self.assertEqual(document.stage_id, self._stage("own_follow_up"))

    def test_it_counts_for_its_gate_only(self):
        """One gate passed opens no other, and no other document."""
        document = self._open_but_for(remedy=False, explanation=False)
        self._go(document, "own_remedy")
        self._override(document, "own_remedy")
        document.invalidate_recordset()
        message = self._refused(document, document.action_next_stage)
        self.assertIn(self._gate("own_explanation").name, message)
        self.assertNotIn(self._gate("own_remedy").name, message)
        other = self._open_but_for(remedy=False)
        self._refused(other, lambda: self._go(other, "own_follow_up"))

    def test_it_ends_before_its_gate(self):
        """Back before the gate the case must pass it again (S0-50)."""
        document = self._open_but_for(remedy=False)
        override = self._override(document, "own_remedy")
        document.invalidate_recordset()
        self._go(document, "own_follow_up")
        self._go(document, "own_remedy", "Once more")
        self.assertFalse(override.is_in_force)
        message = self._refused(document, document.action_next_stage)
        self.assertIn(self._gate("own_remedy").name, message)
        self.assertTrue(override.exists(), "it is kept all the same")

    def test_it_stays_behind_its_gate(self):
        """Back to the stage of the gate, or behind it, the override holds."""
        document = self._open_but_for(remedy=False)
        override = self._override(document, "own_remedy")
        document.invalidate_recordset()
        self._go(document, "own_closed")
        self._go(document, "own_follow_up", "He still waits for it.")
        self.assertTrue(override.is_in_force)
        self._explain(document)
        self._do_controls(document)
        self._says_over(document, "yes")
        document.action_next_stage()
        self.assertTrue(document.is_closed)

    def test_it_ends_for_each_case_on_its_own(self):
        """Several cases moved back at once lose only what lies ahead of each."""
        first = self._open_but_for(remedy=False)
        second = self._open_but_for(category_id=False)
        ended = self._override(first, "own_remedy")
        kept = self._override(second, "own_category")
        both = first | second
        both.invalidate_recordset()
        self._go(both, "own_follow_up")
        self._go(both, "own_assessment", "Once more")
        self.assertFalse(ended.is_in_force)
        self.assertTrue(kept.is_in_force)

    def test_agent_may_move_back_past_an_override(self):
        """The system ends the override; the agent needs no right on it."""
        document = self._open_but_for(remedy=False)
        self._override(document, "own_remedy")
        document.invalidate_recordset()
        self._go(document, "own_follow_up")
        mine = document.with_user(self.agent)
        self._go(mine, "own_reported", "Once more")
        self.assertEqual(mine.stage_id, self._stage("own_reported"))

    def test_way_out_and_back(self):
        """Out of the path and back to the start, the gates are asked anew."""
        document = self._open_but_for(category_id=False)
        override = self._override(document, "own_category")
        document.invalidate_recordset()
        self._go(document, "own_assessment")
        self._go(document, "own_not_crisis", "A false alarm")
        self._go(document, "own_reported", "It is a crisis after all.")
        self.assertFalse(override.is_in_force)
        self._refused(document, document.action_next_stage)
