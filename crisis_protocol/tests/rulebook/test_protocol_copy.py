from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import CrisisCase

ASKED = "budget"


@tagged("post_install", "-at_install")
class TestProtocolCopy(CrisisCase):
    """A protocol of one's own: copied from a shipped one, with questions of its own."""

    def _define(self, protocol, *definitions):
        """Set the own questions of a protocol, as a manager does."""
        protocol.with_user(self.manager).question_definition = list(definitions)

    def _asks(self, name=ASKED, label="Is there a budget?", kind="char", **vals):
        return {"name": name, "string": label, "type": kind} | vals

    def _own_question(self, protocol, name=ASKED):
        return protocol.question_ids.filtered(lambda q: q.property_name == name)

    # Copy -------------------------------------------------------------------

    def test_copy_takes_the_rulebook(self):
        """Stages, gates, questions and both levels of categories are copied."""
        for protocol in (self.own, self.customer_protocol):
            copied = protocol.with_user(self.manager).copy()
            self.assertNotEqual(copied.name, protocol.name)
            self.assertEqual(copied.origin, protocol.origin)
            for path in (
                "stage_ids",
                "stage_ids.gate_ids",
                "question_ids",
                "root_category_ids",
                "root_category_ids.child_ids",
            ):
                self._assert_copied(protocol, copied, path)

    def _assert_copied(self, protocol, copied, path):
        """Same names in the same order, as records of their own."""
        old, new = protocol.mapped(path), copied.mapped(path)
        self.assertTrue(old)
        self.assertEqual(new.mapped("name"), old.mapped("name"), path)
        self.assertFalse(old & new)
        if "protocol_id" in new._fields:
            self.assertEqual(new.protocol_id, copied)

    def test_copy_keeps_what_stages_do(self):
        """Kind, guidance, message, plan and conditions are those of the original."""
        copied = self.own.with_user(self.manager).copy()
        names = ["is_closed", "is_exit", "is_watch", "fold", "sequence", "guidance"]
        names += ["mail_template_id", "activity_plan_id", "rotting_threshold_days"]
        for name in names:
            self.assertEqual(
                [stage[name] for stage in copied.stage_ids],
                [stage[name] for stage in self.own.stage_ids],
            )
        self.assertEqual(
            copied.stage_ids.gate_ids.mapped("domain"),
            self.own.stage_ids.gate_ids.mapped("domain"),
        )

    def test_copy_takes_no_documents(self):
        """The cases stay with their protocol; the copy starts with none."""
        document = self._file()
        copied = self.own.with_user(self.manager).copy()
        self.assertEqual(document.protocol_id, self.own)
        self.assertFalse(copied.open_count)

    def test_copy_works_at_once(self):
        """A case under the copy goes through the copied stages and gates."""
        protocol = self.own.with_user(self.manager).copy()
        document = self._file(protocol_id=protocol.id)
        self.assertEqual(document.stage_id.protocol_id, protocol)
        message = self._refused(document, document.action_next_stage)
        self.assertIn(self._gate("own_category").name, message)
        document.category_id = protocol.root_category_ids.child_ids[:1]
        document.description = "<p>The report is missing.</p>"
        document.action_log_word("We are looking into it.")
        document.action_next_stage()
        self.assertEqual(document.stage_id.name, "Assessment")

    def test_copy_takes_own_questions(self):
        """Own questions are copied once, and asked under the copy."""
        self._define(self.own, self._asks())
        copied = self.own.with_user(self.manager).copy()
        self.assertEqual(len(copied.question_ids), len(self.own.question_ids))
        self.assertEqual(len(self._own_question(copied)), 1)
        document = self._file(protocol_id=copied.id)
        document.properties = {ASKED: "Two thousand"}
        self.assertNotIn(self._own_question(copied), document.missing_question_ids)

    def test_copy_keeps_each_translation_in_its_place(self):
        """A translated question keeps its own words in the copy."""
        self._activate("tr_TR")
        self._define(self.own, self._asks())
        asked = {"own": ("Is there a picture?", "Resim var mı?")}
        question = self.env["crisis.question"].create(
            {
                "name": asked["own"][0],
                "protocol_id": self.own.id,
                "field_name": "has_picture",
            }
        )
        question.with_context(lang="tr_TR").name = asked["own"][1]
        copied = self.own.with_user(self.manager).copy()
        for original in self.own.question_ids:
            twin = copied.question_ids.filtered(
                lambda q, o=original: (q.field_name, q.property_name)
                == (o.field_name, o.property_name)
            )
            for lang in ("en_US", "tr_TR"):
                self.assertEqual(
                    twin.with_context(lang=lang).name,
                    original.with_context(lang=lang).name,
                )

    def _activate(self, lang):
        self.env["res.lang"]._activate_lang(lang)

    # Own questions ------------------------------------------------------------

    def test_own_question_is_asked(self):
        """A question of one's own appears with the others and in the meter."""
        document = self._complete(self._file())
        self.assertEqual(document.information_progress, 100)
        self._define(self.own, self._asks())
        question = self._own_question(self.own)
        self.assertEqual(question.name, "Is there a budget?")
        document.invalidate_recordset()
        self.assertEqual(document.missing_question_ids, question)
        self.assertEqual(document.information_progress, 83)
        document.stage_id = self._stage("own_assessment")
        message = self._refused(document, document.action_next_stage)
        self.assertIn(self._gate("own_information").name, message)

    def test_own_question_is_answered(self):
        """The agent answers it like any other, and may say that it does not apply."""
        self._define(self.own, self._asks())
        answered, waived = self._complete(self._file()), self._complete(self._file())
        answered.properties = {ASKED: "Two thousand"}
        self._leave_out(waived, self._own_question(self.own))
        for document in (answered, waived):
            self.assertEqual(document.information_progress, 100)
            self.assertFalse(document.missing_question_ids)
        answered.properties = {ASKED: False}
        self.assertEqual(answered.information_progress, 83)

    def test_own_question_of_each_kind(self):
        """Whatever its kind: an answer counts, silence and an emptied answer do not."""
        tags = {"tags": [["red", "Red", 1]]}
        selection = {"selection": [["much", "Much"], ["little", "Little"]]}
        kinds = {
            "char": ({}, "Two thousand", False),
            "integer": ({}, 5, False),
            "float": ({}, 2.5, False),
            "date": ({}, "2026-03-02", False),
            "selection": (selection, "much", False),
            "tags": (tags, ["red"], []),
            "many2one": ({"comodel": "res.partner"}, self.contact.id, False),
            "many2many": ({"comodel": "res.partner"}, self.contact.ids, []),
        }
        for kind, (extra, answer, nothing) in kinds.items():
            with self.subTest(kind):
                self._define(self.own, self._asks(kind=kind, **extra))
                question = self._own_question(self.own)
                document = self._file()
                self.assertIn(question, document.missing_question_ids)
                document.properties = {ASKED: answer}
                self.assertNotIn(question, document.missing_question_ids)
                document.properties = {ASKED: nothing}
                self.assertIn(question, document.missing_question_ids)

    def test_own_question_is_renamed(self):
        """A question asked in other words is the same question."""
        self._define(self.own, self._asks())
        question = self._own_question(self.own)
        self._define(self.own, self._asks(label="How much may it cost?"))
        self.assertEqual(self._own_question(self.own), question)
        self.assertEqual(question.name, "How much may it cost?")

    def test_own_question_is_dropped(self):
        """A question that is dropped is asked no more, and the meter forgets it."""
        self._define(self.own, self._asks(), self._asks("place", "Where?"))
        document = self._complete(self._file())
        self._leave_out(document, self._own_question(self.own, "place"))
        self.assertEqual(document.information_progress, 85)
        self._define(self.own, self._asks("place", "Where?"))
        self.assertFalse(self._own_question(self.own))
        self.assertEqual(document.information_progress, 100)
        self._define(self.own)
        document.invalidate_recordset()
        self.assertFalse(document.not_applicable_ids)
        self.assertEqual(document.information_progress, 100)

    def test_headline_is_no_question(self):
        """A separator between own questions asks nothing."""
        self._define(self.own, self._asks("part", "Money", "separator"), self._asks())
        self.assertFalse(self._own_question(self.own, "part"))
        self.assertTrue(self._own_question(self.own))

    def test_new_protocol_with_own_questions(self):
        """A protocol made with own questions asks them from the start."""
        protocol = (
            self.env["crisis.protocol"]
            .with_user(self.manager)
            .create(
                {
                    "name": "Rumour",
                    "question_definition": [self._asks()],
                    "stage_ids": [Command.create({"name": "Heard"})],
                }
            )
        )
        self.assertEqual(len(protocol.question_ids), 1)
        self.assertEqual(self._file(protocol_id=protocol.id).information_progress, 0)

    def test_own_question_made_on_a_document(self):
        """A manager adds a question right on the document; an agent can't."""
        document = self._file()
        added = {"value": "Two thousand", "definition_changed": True}
        with self.assertRaises(AccessError), self.cr.savepoint():
            document.properties = [self._asks(**added)]
        document.with_user(self.manager).properties = [self._asks(**added)]
        question = self._own_question(self.own)
        self.assertTrue(question)
        self.assertNotIn(question, document.missing_question_ids)

    def test_own_question_in_the_form(self):
        """A form with own questions opens and is saved."""
        self._define(self.own, self._asks())
        with Form(self._file()) as form:
            form.name = "Still the same"
        self.assertEqual(form.record.name, "Still the same")
