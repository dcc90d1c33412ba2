from odoo.tests import Form, tagged

from ..common import CrisisCase

TICKED, UNTICKED = "fa-check-square-o", "fa-square-o"


@tagged("post_install", "-at_install")
class TestGateList(CrisisCase):
    """The list of what the way on needs, ticked as far as it is there."""

    def _assert_list(self, preview, **ticks):
        """Check which gates are listed, each ticked (True) or not."""
        lines = str(preview).split("<div>")[1:]
        self.assertEqual(len(lines), len(ticks))
        for line, (name, is_ticked) in zip(lines, ticks.items(), strict=True):
            self.assertIn(self._gate(f"own_{name}").name, line)
            self.assertEqual(TICKED in line, is_ticked, name)
            self.assertEqual(f"fa {UNTICKED} " in line, not is_ticked, name)
            # struck out, a missing thing that is ticked reads as missing
            self.assertNotIn("line-through", line)
            self.assertEqual("Settled: “" in line, is_ticked, name)

    def test_list_is_ticked(self):
        """The list shows every gate of the next stage, ticked or not."""
        document = self._file()
        ticks = {"responsible": True, "category": False, "description": False}
        self._assert_list(document.gate_preview, **ticks, word=False)
        document.action_log_word("We are looking into it.")
        self._assert_list(document.gate_preview, **ticks, word=True)
        self.assertEqual(document.missing_gate_count, 2)
        self._complete(document)
        ticks = dict.fromkeys(ticks, True)
        self._assert_list(document.gate_preview, **ticks, word=True)
        self.assertFalse(document.missing_gate_count)

    def test_list_follows_what_is_typed(self):
        """The list and the line change while the agent types, before he saves."""
        document = self._file()
        document.action_log_word("We are looking into it.")
        with Form(document) as form:
            ticks = {"responsible": True, "category": False, "description": False}
            self._assert_list(form.gate_preview, **ticks, word=True)
            form.category_id = self.env.ref("crisis_protocol.category_own_missed_item")
            self.assertIn(self._gate("own_description").name, form.next_step)
            form.description = "<p>The item is missing</p>"
            ticks = dict.fromkeys(ticks, True)
            self._assert_list(form.gate_preview, **ticks, word=True)
            self.assertEqual(form.next_step_kind, "stage")
            form.user_id = self.env["res.users"]
            self.assertEqual(form.next_step_kind, "take")
            form.user_id = self.agent

    def test_list_says_who_let_it_pass(self):
        """A gate that was passed is ticked, with the name of who passed it."""
        document = self._file().with_user(self.supervisor)
        gate = self._gate("own_category")
        self.env["crisis.override"].with_user(self.supervisor).create(
            {
                "document_id": document.id,
                "gate_id": gate.id,
                "reason": "We look into it tomorrow.",
            }
        )
        document.invalidate_recordset()
        line = str(document.gate_preview).split("<div>")[2]
        self.assertIn(gate.name, line)
        self.assertIn(TICKED, line)
        self.assertIn(self.supervisor.name, line)

    def test_list_is_safe(self):
        """A sentence with markup is shown as it was written."""
        self._gate("own_word").name = "<script>alert(1)</script>"
        preview = str(self._file().gate_preview)
        self.assertNotIn("<script>", preview)
        self.assertIn("&lt;script&gt;", preview)

    def test_nothing_ahead(self):
        """A closed case, or one that left its path, has no list."""
        document = self._at("own_closed")
        self.assertFalse(document.next_stage_id)
        self.assertIs(document.read(["gate_preview"])[0]["gate_preview"], False)
        bare = self._file()
        bare.write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )
        self.assertFalse(bare.next_stage_id)
        self.assertEqual(bare.next_step_kind, "none")
