from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..rulebook.common_gate import GateCase

IDLE = ("-", ".", "x", "tamam", "yok", "TAMAM", "ok", "- -", "asdf", "tamamdır")
NOTHING = (
    "[]",
    "[(1, '=', 1)]",
    "['|', (1, '=', 1), ('root_cause', '!=', False)]",
    "[('id', '!=', False)]",
    "[('id', '>', 0)]",
    "[('name', '!=', False)]",
    "[('stage_id', '!=', False), ('partner_id', '!=', False)]",
    "[('create_date', '!=', False)]",
    "['|', ('root_cause', '=', False), ('root_cause', '!=', False)]",
    "['!', ('id', '=', False)]",
    "[('root_cause', 'ilike', '')]",
    "[('id', 'not in', [])]",
    "[('is_closed', 'in', [True, False])]",
)


@tagged("post_install", "-at_install")
class TestGateText(GateCase):
    """A text that says nothing opens no gate, and a gate asks for something."""

    def _is_open(self, gate, document):
        document.invalidate_recordset()
        return gate not in document._missing_gates(self.assessment)

    def test_a_dash_is_no_text(self):
        """Whatever a manager asks to be there is not answered by a dash."""
        document = self._file()
        said = "The server was down for an hour."
        for name, wanted in (
            ("root_cause", said),
            ("explanation", f"<p>{said}</p>"),
            ("description", f"<p>{said}</p>"),
            ("customer_effect", said),
            ("timing", "21:00"),
            ("keywords", "TRT"),
        ):
            gate = self._new_gate(f"[('{name}', '!=', False)]", name=name)
            for idle in IDLE:
                document[name] = idle
                self.assertFalse(self._is_open(gate, document), (name, idle))
            document[name] = wanted
            self.assertTrue(self._is_open(gate, document), name)

    def test_however_the_gate_asks(self):
        """Each way to ask for a text is one: by pattern, with others, negated."""
        document = self._file(root_cause="-")
        for domain in (
            "[('root_cause', '!=', '')]",
            "[('root_cause', 'not in', [False, 'x'])]",
            "['!', ('root_cause', '=', False)]",
            "[('root_cause', 'ilike', '-')]",
            "['|', ('root_cause', '!=', False), ('timing', '!=', False)]",
            "[('user_id', '!=', False), ('root_cause', '!=', False)]",
            "[('id', 'any', [('root_cause', '!=', False)])]",
        ):
            with self.subTest(domain):
                gate = self._new_gate(domain, name=domain)
                self.assertFalse(self._is_open(gate, document))
                document.root_cause = "The disk of - was full."
                self.assertTrue(self._is_open(gate, document))
                document.root_cause = "-"

    def test_texts_of_lines_and_of_the_leading_case(self):
        """… also where the text stands on a line, or on the case that it follows."""
        lead = self._file(root_cause="tamam")
        document = self._file(leading_id=lead.id, partner_id=self._neighbour().id)
        lead_gate = self._new_gate("[('leading_id.root_cause', '!=', False)]")
        line_gate = self._new_gate(
            "[('item_ids', 'any', [('name', '!=', False)])]", name="Lines"
        )
        document.item_ids = [
            Command.create({"link": "https://example.com/1", "name": "-"})
        ]
        self.assertFalse(self._is_open(lead_gate, document))
        self.assertFalse(self._is_open(line_gate, document))
        lead.root_cause = "The disk was full."
        document.item_ids.name = "The new terminal"
        self.assertTrue(self._is_open(lead_gate, document))
        self.assertTrue(self._is_open(line_gate, document))

    def test_own_questions(self):
        """… and the answer to a question that the protocol has made itself."""
        self.own.question_definition = [
            {"name": "place", "string": "Place", "type": "char"},
            {"name": "kind", "string": "Kind", "type": "selection", "selection": []},
        ]
        gate = self._new_gate("[('properties.place', '!=', False)]")
        document = self._file()
        document.properties = {"place": "yok"}
        self.assertFalse(self._is_open(gate, document))
        document.properties = {"place": "İzmir"}
        self.assertTrue(self._is_open(gate, document))

    def test_what_is_wanted_is_said(self):
        """Refusal, preview and the line on top name the words, and what is wanted."""
        self._new_gate("[('root_cause', '!=', False)]", name="The cause is missing")
        document = self._file(root_cause="-")
        document.action_log_word("We are looking into it.")
        said = "The cause is missing. Root Cause: “-” says nothing. Write a sentence."
        self.assertIn(said, self._refused(document, document.action_next_stage))
        self.assertIn(said, document.gate_preview)
        self.assertIn(said, document.next_step)
        document.root_cause = "<b>ok</b>"
        self.assertIn("“&lt;b&gt;ok&lt;/b&gt;”", document.gate_preview)

    def test_forwarded_words_count(self):
        """What happened may be a forwarded mail: it says what happened."""
        gate = self._new_gate("[('description', '!=', False)]")
        document = self._file(
            description="<p>-----Original Message-----</p><p>From: Elif</p>"
            "<p>Sent: Monday</p><p>The report did not arrive this morning.</p>"
        )
        self.assertTrue(self._is_open(gate, document))

    def test_many_cases_at_once(self):
        """Each case is asked by itself."""
        gate = self._new_gate("[('root_cause', '!=', False)]")
        said = self._file(root_cause="The disk was full.")
        idle, empty = self._file(root_cause="-"), self._file()
        self.assertEqual(gate._unmet(said | idle | empty), idle | empty)

    # A gate that asks for nothing ------------------------------------------

    def test_a_gate_without_a_condition_is_refused(self):
        """What holds for every case is refused, however it is put."""
        for domain in NOTHING:
            with self.subTest(domain), self.cr.savepoint() as undo:
                with self.assertRaisesRegex(ValidationError, "asks for nothing"):
                    self._new_gate(domain)
                undo.rollback()
        gate = self._new_gate("[('root_cause', '!=', False)]")
        with self.assertRaisesRegex(ValidationError, "asks for nothing"):
            gate.domain = "[]"

    def test_a_new_gate_has_no_condition_yet(self):
        """The form begins without one, and does not save as long as it is empty."""
        gates = self.env["crisis.gate"].with_user(self.manager)
        self.assertFalse(gates.default_get(["domain"]).get("domain"))
        form = Form(gates)
        form.name = "The cause is missing"
        form.stage_id = self.assessment
        with self.assertRaises(AssertionError):
            form.save()
        values = {"name": "Not so", "stage_id": self.assessment.id}
        with self.assertRaises(UserError), self.cr.savepoint():
            gates.with_context(default_domain="[]").create(values)

    def test_shipped_gates_ask_for_something(self):
        """None of the gates that are shipped holds for every case."""
        gates = self.env["crisis.gate"].search([])
        documents = self.env["crisis.document"]
        self.assertTrue(gates)
        for gate in gates:
            self.assertFalse(gate._always_holds(documents, gate._parse_domain()))
