from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_gate import GateCase


@tagged("post_install", "-at_install")
class TestGateDoors(GateCase):
    """Whatever moves the case, by whichever door it comes: the gates are asked."""

    def test_jump_says_all_that_is_missing_at_once(self):
        """Passing over stages is passing their gates, all named in one refusal."""
        document, target = self._jump()
        message = self._refused(
            document, lambda: document.write({"stage_id": target.id})
        )
        stages = ("own_assessment", "own_remedy", "own_follow_up")
        gates = self.env["crisis.gate"].union(
            *(self._stage(n).gate_ids for n in stages)
        )
        # somebody has taken the case, and who has to know was told when it was filed
        missing = gates - self._gate("own_responsible") - self._gate("own_told")
        # only some categories list items
        missing -= self._gate("own_items_listed")
        for gate in missing:
            self.assertIn(gate.name, message)
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
        # what is decided on the case that it follows counts here, too
        values |= {"leading_id": filed.id, "customer_effect": "He can't answer."}
        values |= dict.fromkeys(("partner_id", "contact_id"), self._neighbour().id)
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
        document.write({"customer_effect": "He lost a client", "root_cause": False})
        document.write(
            {
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
