from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CrisisCase

# Each shipped gate: what must be so in the document for it not to hold. The effect
# is a question too, and is said not to apply where only its gate is meant to fail.
BREAKS = {
    "own_responsible": {"user_id": False},
    "own_category": {"category_id": False},
    "own_description": {"description": False},
    "own_word": {"date_last_word": False},
    "own_information": {"timing": False},
    "own_effect": {"customer_effect": False, "waive": "own_customer_effect"},
    "own_production": {"production_needed": "not_asked"},
    "own_explanation": {"explanation": False},
    "own_remedy": {"remedy": False},
    "own_close_explanation": {"explanation": False},
    "own_tasks": {"task_ids": [Command.create({"name": "Search the archive"})]},
    "own_over": {"customer_says_over": "no"},
    "own_cause": {"root_cause": False},
    "customer_responsible": {"user_id": False},
    "customer_grade": {"grade": "watch"},
    "customer_category": {"category_id": False},
    "customer_information": {
        "timing": False,
        "presentation": False,
        "media_ids": False,
    },
    "customer_production": {"production_needed": "not_asked"},
    "customer_word": {"date_last_word": False},
    "customer_explanation": {"explanation": False},
    "customer_tasks": {"task_ids": [Command.create({"name": "Search the archive"})]},
    "customer_over": {"customer_says_over": "not_asked"},
    "customer_cause": {"root_cause": False},
}


@tagged("post_install", "-at_install")
class TestGate(CrisisCase):
    def _before(self, gate):
        """A complete document of the agent in the stage right before the gate."""
        protocol = gate.protocol_id
        document = self._complete(
            self._file(protocol_id=protocol.id, grade=self._grade(gate))
        )
        earlier = protocol._path_stages().filtered(gate.stage_id._is_after)[-1:]
        if document.stage_id != earlier:
            document.stage_id = earlier.id
        return document

    def _grade(self, gate):
        if gate.protocol_id.origin == "own":
            return False
        return (
            "watch"
            if gate.stage_id == self._stage("customer_information")
            else "crisis"
        )

    def _break(self, document, name):
        values = dict(BREAKS[name])
        if question := values.pop("waive", None):
            question = self.env.ref(f"crisis_protocol.question_{question}")
            values["not_applicable_ids"] = question.ids
        # only Odoo itself keeps when the last word was
        document._keep({n: values.pop(n) for n in {"date_last_word"} & values.keys()})
        document.write(values)

    def _jump(self):
        """A bare document, and the stage it can't jump to yet."""
        return self._file(), self._stage("own_follow_up")

    def _assert_lists(self, message, names):
        for name in names:
            self.assertIn(self._gate(name).name, message)

    def test_every_shipped_gate_has_its_case(self):
        """No gate is shipped that these tests do not know."""
        shipped = self.env["crisis.gate"].search(
            [("protocol_id", "in", (self.own | self.customer_protocol).ids)]
        )
        names = {
            xmlid.removeprefix("crisis_protocol.gate_")
            for xmlid in shipped.get_external_id().values()
        }
        self.assertEqual(names, set(BREAKS))

    def test_shipped_gates_stop_and_open(self):
        """Each shipped gate stops the agent, alone says what is missing, and opens."""
        for name in BREAKS:
            gate = self._gate(name)
            with self.subTest(gate=name), self.cr.savepoint() as undo:
                document = self._before(gate)
                if gate == self._gate("customer_grade"):
                    document.grade = "crisis"
                self._assert_open_then_shut(document, gate, name)
                undo.rollback()
                self.env.invalidate_all()

    def _assert_open_then_shut(self, document, gate, name):
        self.assertFalse(document._missing_gates(gate.stage_id))
        self._break(document, name)
        self.assertEqual(document._missing_gates(gate.stage_id), gate)
        message = self._refused(document, document.action_next_stage)
        self.assertIn(gate.name, message)
        self.assertEqual(message.count("•"), 1)

    def test_shipped_gates_open_when_mended(self):
        """What was missing is filled in, and the agent's next try moves the case."""
        document = self._before(self._gate("own_over"))
        document.customer_says_over = "no"
        self._refused(document, document.action_next_stage)
        document.customer_says_over = "yes"
        document.action_next_stage()
        self.assertEqual(document.stage_id, self._stage("own_closed"))

    def test_done_and_cancelled_tasks_do_not_hold_up(self):
        """Only open production tasks hold up the close."""
        document = self._before(self._gate("own_tasks"))
        document.task_ids = [
            Command.create({"name": "One", "state": "1_done"}),
            Command.create({"name": "Two", "state": "1_canceled"}),
        ]
        document.action_next_stage()
        self.assertTrue(document.is_closed)

    def test_production_is_informed_by_a_task(self):
        """A task is as good as the word that production has nothing to do (S0-40)."""
        document = self._before(self._gate("own_production"))
        document.production_needed = "yes"
        self._refused(document, document.action_next_stage)
        document.task_ids = [Command.create({"name": "Search the archive"})]
        document.action_next_stage()
        self.assertEqual(document.stage_id, self._stage("own_remedy"))

    def test_jump_says_all_that_is_missing_at_once(self):
        """Passing over stages is passing their gates, all named in one refusal."""
        document, target = self._jump()
        message = self._refused(
            document, lambda: document.write({"stage_id": target.id})
        )
        names = [n for n in BREAKS if n.startswith("own_")]
        ahead = {"own_close_explanation", "own_tasks", "own_over", "own_cause"}
        missing = [n for n in names if n not in ahead and n != "own_responsible"]
        self._assert_lists(message, missing)
        self.assertEqual(message.count("•"), len(missing))

    def test_several_documents_at_once(self):
        """One refusal names every document and what it lacks; none moves."""
        bare = self._file(name="Nothing is known")
        half = self._complete(self._file(name="The remedy is open"))
        half.remedy = False
        good = self._complete(self._file(name="All is there"))
        documents = bare | half | good
        target = self._stage("own_follow_up")
        message = self._refused(bare, lambda: documents.write({"stage_id": target.id}))
        self.assertIn(bare.display_name, message)
        self.assertIn(half.display_name, message)
        self.assertNotIn(good.display_name, message)
        self._assert_lists(message, ["own_category", "own_remedy"])
        self.assertEqual(documents.stage_id, self._stage("own_reported"))

    def test_refused_by_create(self):
        """A document can't be filed straight into a later stage."""
        before = self.env["crisis.document"].search_count([])
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            self._file(stage_id=self._stage("own_remedy").id)
        self._assert_lists(str(refusal.exception), ["own_category", "own_information"])
        self.assertEqual(self.env["crisis.document"].search_count([]), before)

    def test_created_complete_may_start_later(self):
        """What is filed with all that the gates ask for may start in a later stage."""
        filed = self._complete(self._file(protocol_id=self.customer_protocol.id))
        later = self._stage("customer_production")
        # The answers of another case are not answers: they are given again.
        answers = dict.fromkeys(("has_bulletin", "has_picture", "has_video"), "no")
        answers |= dict.fromkeys(("inform_written", "inform_oral"), "no")
        answers |= dict.fromkeys(("after_hours_follow", "after_hours_route"), "no")
        values = filed.copy_data()[0] | answers
        values |= {"stage_id": later.id, "user_id": self.agent.id}
        self.assertEqual(self._file(**values).stage_id, later)

    def test_refused_by_import(self):
        """An import can't put a case into a later stage, and says why."""
        model = self.env["crisis.document"].with_user(self.agent)
        result = model.load(
            ["name", "protocol_id/.id", "partner_id/.id", "stage_id/.id"],
            [["Imported", self.own.id, self.customer.id, self._stage("own_closed").id]],
        )
        self.assertFalse(result["ids"])
        self._assert_lists(result["messages"][0]["message"], ["own_cause", "own_word"])
        self.assertFalse(model.search([("name", "=", "Imported")]))

    def test_refused_by_import_of_a_known_document(self):
        """An import that updates a case is refused like any other move."""
        document, target = self._jump()
        result = document.load([".id", "stage_id/.id"], [[document.id, target.id]])
        self.assertFalse(result["ids"])
        document.invalidate_recordset()
        self.assertEqual(document.stage_id, self._stage("own_reported"))

    def test_refused_as_superuser_too(self):
        """Code that runs as superuser on a user's behalf passes no gate."""
        document, target = self._jump()
        for eyes in (
            document.sudo(),
            document.with_user(self.env.ref("base.user_root")),
        ):
            self._refused(eyes, lambda d=eyes: d.write({"stage_id": target.id}))
            self._refused(eyes, eyes.action_next_stage)
        for role in (self.supervisor, self.manager):
            other = document.with_user(role)
            self._refused(other, lambda d=other: d.write({"stage_id": target.id}))

    def test_refused_whatever_the_context(self):
        """No context key opens a gate."""
        document, target = self._jump()
        keys = dict.fromkeys(
            ["import_file", "tracking_disable", "install_mode", "mail_notrack"], True
        )
        silent = document.with_context(**keys)
        self._refused(silent, lambda: silent.write({"stage_id": target.id}))

    def test_what_is_written_with_the_stage_counts(self):
        """The last missing answer may be given in the same breath as the move."""
        document = self._before(self._gate("own_over"))
        document.write({"customer_says_over": "no", "root_cause": False})
        document.write(
            {
                "customer_says_over": "yes",
                "root_cause": "A misspelt keyword",
                "stage_id": self._stage("own_closed").id,
            }
        )
        self.assertTrue(document.is_closed)

    def test_what_is_taken_away_with_the_stage_counts(self):
        """A gate is judged on what is written, not on what was there before."""
        document = self._before(self._gate("own_over"))
        values = {"root_cause": False, "stage_id": self._stage("own_closed").id}
        message = self._refused(document, lambda: document.write(values))
        self._assert_lists(message, ["own_cause"])
        self.assertTrue(document.root_cause, "the refusal undoes what came with it")

    def test_blanks_do_not_pass(self):
        """An emptied editor or a few spaces are no explanation and no cause."""
        document = self._before(self._gate("own_over"))
        document.write({"explanation": "<p><br></p>", "root_cause": "  \n "})
        message = self._refused(document, document.action_next_stage)
        self._assert_lists(message, ["own_close_explanation", "own_cause"])
