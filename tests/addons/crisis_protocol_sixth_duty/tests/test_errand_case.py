from odoo.tests import Form, tagged

from .common import WHAT, ErrandCase

GATE = "crisis_protocol_sixth_duty.gate_own_errands"


@tagged("post_install", "-at_install")
class TestErrandCase(ErrandCase):
    """A case takes in what an addon brings: a gate, a step, a section."""

    def _ready(self):
        """The case with all that the shipped gates want, in its last open stage."""
        document = self._complete(self._file())
        document.stage_id = self._stage("own_follow_up")
        return document

    def test_gate_on_a_shipped_stage(self):
        """The case is not closed as long as something is on its way."""
        document = self._ready()
        document.errand = WHAT
        closed = self._stage("own_closed")
        text = self._refused(document, lambda: document.write({"stage_id": closed.id}))
        self.assertIn("Something is still on its way to the customer", text)
        self.assertEqual(document.next_step_kind, "errand")
        action = document.action_do_errand()
        self.assertEqual(action["res_id"], document.errand_ids.id)
        document.errand_ids.action_brought()
        self.assertEqual(document.next_step_kind, "stage")
        document.stage_id = closed
        self.assertTrue(document.is_closed)

    def test_gate_of_a_stage_that_is_gone(self):
        """Where a manager has deleted the stage, the addon installs all the same."""
        gates = self.env["crisis.gate"]
        self.env.ref(GATE).unlink()
        values = {"name": "On its way", "domain": "[('errand_ids', '=', False)]"}
        gates._add_to_stage(GATE, "crisis_protocol.stage_nowhere", values)
        self.assertFalse(self.env.ref(GATE, raise_if_not_found=False))
        for name in ("On its way", "Said twice"):
            values = {"name": name, "domain": "[('errand_ids', '=', False)]"}
            gates._add_to_stage(GATE, "crisis_protocol.stage_own_closed", values)
        gate = self.env.ref(GATE)
        self.assertEqual(gate.name, "On its way")
        self.assertEqual(gate.stage_id, self._stage("own_closed"))

    def test_reaction(self):
        """What is brought is said in the chatter, once for each change of it."""
        document = self._file(errand=WHAT)
        before = document.message_ids
        document.write({"errand": "Flowers", "name": "Another topic"})
        document.write({"name": "Yet another topic"})
        said = (document.message_ids - before).mapped("body")
        self.assertEqual(len([text for text in said if "Flowers" in text]), 1)
        self.assertEqual(document.errand_ids.mapped("name"), [WHAT])

    def test_step_with_its_dialog(self):
        """Nobody has said what is brought: it is asked on top, and in a dialog."""
        document = self._file(wants_errand=True)
        document.action_log_word("We are looking into it.")
        self.assertEqual(document.next_step_kind, "errand_what")
        self.assertEqual(document.next_step, "Nobody has said what is brought.")
        action = document.action_next_step()
        self.assertEqual(action["name"], "What is brought")
        with Form(document.with_user(self.agent), view=action["views"][0][0]) as dialog:
            dialog.errand = WHAT
        self.assertEqual(document.errand_ids.name, WHAT)
        self.assertNotEqual(document.next_step_kind, "errand_what")

    def test_order_of_questions(self):
        """Somebody leads first, the customer hears from us, then the door is asked."""
        names = self.document._next_step_questions()
        self.assertEqual(
            names,
            (
                "_ask_lead",
                "_ask_read",
                "_ask_who_leads",
                "_ask_not_arrived",
                "_ask_anew",
                "_ask_explanation",
                "_ask_to_reach",
                "_ask_word",
                "_ask_pass_on",
                "_ask_errand",
                "_ask_gate",
                "_ask_evaluation",
                "_ask_stage",
            ),
        )

    def test_section_on_the_form(self):
        """The form shows the errands, and the buttons of the step."""
        form = (
            self.env["crisis.document"]
            .with_user(self.agent)
            .get_view(
                self.env.ref("crisis_protocol.crisis_document_view_form").id, "form"
            )
        )
        for text in ("errand_ids", "action_do_errand", "wants_errand"):
            self.assertIn(text, form["arch"])
