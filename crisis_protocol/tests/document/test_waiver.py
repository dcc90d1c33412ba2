from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import CrisisCase

WHY = "The customer has no television at all."
NO_REASONS = (None, False, "", "  ", "-", "ok", "tamam", "yok")


@tagged("post_install", "-at_install")
class TestWaiver(CrisisCase):
    """What is left out of a case is left out with a reason, and kept (S0-56)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file(protocol_id=cls.customer_protocol.id, grade="crisis")
        cls.video = cls.env.ref("crisis_protocol.question_customer_has_video")

    def _kept(self, kind="question"):
        return self.document.override_ids.filtered(lambda o: o.kind == kind)

    def _leave_out(self, reason=WHY, questions=None):
        self.document.write(
            {
                "not_applicable_ids": [
                    Command.link(question.id) for question in questions or self.video
                ],
                "not_applicable_reason": reason,
            }
        )

    # The reason ------------------------------------------------------------

    def test_a_question_is_left_out_with_a_reason(self):
        """The reason stands in the trail, with who and when, and in the chatter."""
        self._leave_out()
        kept = self._kept()
        self.assertEqual(kept.question_id, self.video)
        self.assertEqual(kept.gate_name, self.video.name)
        self.assertEqual((kept.reason, kept.user_id), (WHY, self.agent))
        self.assertTrue(kept.is_in_force)
        self.assertIn(WHY, self.document.message_ids[0].body)
        self.assertNotIn(self.video, self.document.missing_question_ids)
        self.assertFalse(self.document.not_applicable_reason, "each is said anew")

    def test_without_a_reason_it_is_not(self):
        """Without a sentence nothing is left out: neither a question nor production."""
        for reason in NO_REASONS:
            with self.subTest(reason):
                with self.assertRaises(UserError), self.cr.savepoint():
                    self._leave_out(reason)
                values = {"production_needed": "no", "production_reason": reason}
                with self.assertRaises(UserError), self.cr.savepoint():
                    self.document.write(values)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.document.production_needed = "no"
        self.document.invalidate_recordset()
        self.assertFalse(self.document.override_ids)
        self.assertFalse(self.document.not_applicable_ids)
        self.assertEqual(self.document.production_needed, "not_asked")

    def test_no_other_way_in(self):
        """Filing, import, defaults of context and habit: each needs the reason."""
        model = self.env["crisis.document"].with_user(self.agent)
        values = {
            "name": "Elsewhere",
            "protocol_id": self.customer_protocol.id,
            "partner_id": self.customer.id,
        }
        for way in (
            lambda: model.create(values | {"production_needed": "no"}),
            lambda: model.create(values | {"not_applicable_ids": self.video.ids}),
            lambda: model.with_context(default_production_needed="no").create(values),
            lambda: self.document.with_context(
                default_production_reason=WHY, production_reason=WHY
            ).write({"production_needed": "no"}),
            lambda: self.document.web_save({"production_needed": "no"}, {}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                way()
        result = self.document.load(
            [".id", "production_needed"], [[str(self.document.id), "no"]]
        )
        self.assertFalse(result["ids"])
        self.env["ir.default"].set(
            "crisis.document", "production_needed", "no", user_id=self.agent.id
        )
        with self.assertRaises(UserError), self.cr.savepoint():
            model.create(values)

    def test_filed_and_imported_with_the_reason(self):
        """With it, each way keeps it."""
        document = self._file(
            protocol_id=self.customer_protocol.id,
            production_needed="no",
            production_reason="The archive has all of it.",
        )
        self.assertEqual(document.override_ids.mapped("kind"), ["production"])
        result = self.document.load(
            [".id", "production_needed", "production_reason"],
            [[str(self.document.id), "no", "The archive has all of it."]],
        )
        self.assertTrue(result["ids"], result["messages"])
        self.assertEqual(self._kept("production").reason, "The archive has all of it.")

    def test_what_stays_needs_no_reason_again(self):
        """Only what is new is asked for; each has its own reason."""
        self._leave_out()
        picture = self.env.ref("crisis_protocol.question_customer_has_picture")
        self.document.timing = "By noon"
        with self.assertRaises(UserError), self.cr.savepoint():
            self.document.not_applicable_ids = self.video | picture
        self._leave_out("He sends none, he says.", picture)
        reasons = self._kept().sorted("id").mapped("reason")
        self.assertEqual(reasons, [WHY, "He sends none, he says."])

    # The trail -------------------------------------------------------------

    def test_taken_back_it_stays_in_the_trail(self):
        """Who takes it back ends it; that it was, and why, can't be taken back."""
        self._leave_out()
        kept = self._kept()
        self.document.with_user(self.supervisor).not_applicable_ids = False
        self.assertFalse(kept.is_in_force)
        self.assertEqual(kept.ended_by_id, self.supervisor)
        self.assertTrue(kept.date_ended)
        self.assertIn(self.video, self.document.missing_question_ids)
        self._leave_out("He still has no television.")
        self.assertEqual(len(self._kept()), 2)
        kept = self._kept().sorted("id")
        self.assertEqual(kept.mapped("is_in_force"), [False, True])

    def test_nobody_changes_the_trail(self):
        """Neither the agent nor his supervisor writes, deletes or makes one."""
        self._leave_out()
        values = {
            "document_id": self.document.id,
            "kind": "production",
            "reason": WHY,
            "gate_name": "Production",
        }
        for user in (self.agent, self.supervisor, self.manager):
            kept = self._kept().with_user(user)
            for way in (
                lambda k=kept: k.write({"reason": "Another reason altogether."}),
                lambda k=kept: k.write({"is_in_force": False}),
                lambda k=kept: k.unlink(),
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    way()
            with self.assertRaises(UserError), self.cr.savepoint():
                kept.create(values)
        self.assertEqual(self._kept().reason, WHY)

    def test_timeline_and_paper(self):
        """It stands in the timeline, once when said and once when taken back."""
        self._leave_out()
        self.document.not_applicable_ids = False
        self.env.flush_all()
        rows = self.env["crisis.timeline"].search(
            [("document_id", "=", self.document.id), ("kind", "=", "waiver")]
        )
        self.assertEqual(len(rows), 2)
        self.assertIn(self.video.name, rows[0].title)
        self.assertEqual(rows[0].text, WHY)
        self.assertIn("took back", rows[1].title)
        paper, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "crisis_protocol.crisis_document_report_file", self.document.ids
        )
        self.assertIn(WHY, paper.decode())

    def test_counted_beside_the_overrides(self):
        """The analysis counts it, by person for managers, and for nobody else."""
        self._leave_out()
        self.env.flush_all()
        report = self.env["crisis.report"].browse(self.document.id)
        self.assertEqual((report.override_count, report.waiver_count), (0, 1))
        overrides = self.env["crisis.override"]
        domain = [("document_id", "=", self.document.id)]
        groups = ["user_id", "kind"]
        counted = overrides.with_user(self.manager)._read_group(
            domain, groups, ["__count"]
        )
        self.assertEqual(counted, [(self.agent, "question", 1)])
        with self.assertRaises(AccessError):
            overrides.with_user(self.supervisor)._read_group([], groups, ["__count"])

    def test_a_fresh_case_can_still_be_deleted(self):
        """A case that has not moved a manager may delete, whatever was left out."""
        self._leave_out()
        self.document.with_user(self.manager).unlink()

    # Dashes are no answers -------------------------------------------------

    def test_a_dash_is_no_answer(self):
        """Who answers “yok” has not asked, and is offered to leave it out."""
        for words in ("-", "yok", "tamam"):
            self.document.timing = words
            self.assertIn(
                "timing", self.document.missing_question_ids.mapped("field_name")
            )
            self.assertIn(f"“{words}” is no answer", self.document.idle_answers)
            self.assertFalse(self.document.information_progress)
        self.document.timing = "yarın"
        self.assertFalse(self.document.idle_answers)
        self.assertTrue(self.document.information_progress)

    def test_own_questions_too(self):
        """… also where the protocol asks a question of its own."""
        self.customer_protocol.question_definition = [
            {"name": "place", "string": "Where is it?", "type": "char"}
        ]
        self.document.properties = {"place": "yok"}
        self.assertIn("Where is it?", self.document.idle_answers)
        self.document.properties = {"place": "İzmir"}
        self.assertFalse(self.document.idle_answers)

    def test_the_dialog_proposes_them(self):
        """The dialog proposes the questions that were answered with nothing."""
        self.document.timing = "yok"
        action = self.document.action_not_applicable()
        waives = self.env["crisis.waive"].with_user(self.agent)
        form = Form(waives.with_context(**action["context"]))
        timing = self.document.missing_question_ids.filtered(
            lambda q: q.field_name == "timing"
        )
        self.assertEqual(form.question_ids[:], timing)
        form.reason = "He leaves the time to us."
        form.save().action_waive()
        self.assertEqual(self._kept().question_id, timing)
        self.assertFalse(self.document.idle_answers)

    def test_the_form_asks_why(self):
        """The form shows the reason as soon as something new is left out."""
        with Form(self.document) as form:
            self.assertFalse(form.asks_why_not_applicable)
            form.not_applicable_ids.add(self.video)
            self.assertTrue(form.asks_why_not_applicable)
            form.not_applicable_reason = WHY
            form.production_needed = "no"
            self.assertTrue(form.asks_why_no_production)
            form.production_reason = "The archive has all of it."
        self.assertEqual(len(self.document.override_ids), 2)
        with Form(self.document) as form:
            self.assertFalse(form.asks_why_not_applicable)
            self.assertFalse(form.asks_why_no_production)

    def test_the_dialog_opens_no_other_case(self):
        """The dialog is for who may change the case that it is given."""
        other = self.env["crisis.waive"].with_user(self.other_agent)
        with self.assertRaises(AccessError), self.cr.savepoint():
            other.create(
                {"document_id": self.document.id, "kind": "items", "reason": WHY}
            ).action_waive()
        with self.assertRaises(AccessError):
            other.onchange(
                {"document_id": self.document.id, "kind": "question"},
                ["document_id"],
                {"document_id": {}, "question_ids": {}, "open_question_ids": {}},
            )
