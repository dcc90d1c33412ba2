from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common_access import AccessCase


@tagged("post_install", "-at_install")
class TestProductionAccess(AccessCase):
    """Production works on its task and learns of the case what the task says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file(description="<p>Only for the desk</p>")
        wizard = cls.env["crisis.production.inform"].with_user(cls.agent)
        wizard.create(
            {"document_id": cls.document.id, "unit_ids": cls.unit.ids}
        ).action_inform()
        cls.task = cls.document.task_ids.with_user(cls.production)
        cls.env.flush_all()
        cls.env.invalidate_all()

    def test_task_says_what_is_needed(self):
        """Production reads reference, level and unit of the case on its task."""
        (values,) = self.task.web_read(
            {
                "name": {},
                "crisis_reference": {},
                "crisis_level_id": {"fields": {"display_name": {}}},
                "crisis_unit_id": {"fields": {"display_name": {}}},
            }
        )
        document = self.document.sudo()
        self.assertEqual(values["crisis_reference"], document.reference)
        self.assertEqual(
            values["crisis_level_id"]["display_name"], document.level_id.name
        )
        self.assertEqual(values["crisis_unit_id"]["display_name"], self.unit.name)
        self.assertIn("Only for the desk", self.task.crisis_brief)

    def test_form_of_the_task_opens(self):
        """The task's own form shows production the case's reference, not the case."""
        view = self.task.get_view(
            self.env.ref("project.view_task_form2").id, view_type="form"
        )
        self.assertIn("crisis_reference", view["arch"])
        self.assertNotIn("crisis_document_id", view["arch"])
        self.assertNotIn("action_open_crisis_document", view["arch"])

    def test_all_readable_fields_of_the_task(self):
        """Reading the whole task, as an export does, needs no right on the case."""
        (values,) = self.task.read()
        self.assertNotIn("crisis_document_id", values)

    def test_production_closes_its_task(self):
        """Production closes its task without any right on the document."""
        self.task.state = "1_done"
        self.assertEqual(self.document.sudo().open_task_count, 0)

    def test_document_is_closed_to_production(self):
        """Neither the document nor what hangs on it can be read by production."""
        document = self.document.with_user(self.production)
        self.env.invalidate_all()
        for act in (
            lambda: document.read(["name"]),
            lambda: document.message_ids.read(["body"]),
            lambda: document.write({"timing": "Now"}),
            lambda: document.action_next_stage(),
            lambda: document.action_log_word("We are looking into it."),
            lambda: document.message_post(body="Done"),
        ):
            self.assertFalse(self._may(act))

    def test_no_way_through_the_task(self):
        """The link to the document can't be read, written, searched or grouped by."""
        tasks = self.env["project.task"].with_user(self.production)
        other = self._file(self.other_agent)
        self.production.group_ids += self.env.ref("base.group_allow_export")
        for act in (
            lambda: self.task.read(["crisis_document_id"]),
            lambda: self.task.write({"crisis_document_id": other.id}),
            lambda: self.task.web_read(
                {"crisis_document_id": {"fields": {"description": {}}}}
            ),
            lambda: tasks.search([("crisis_document_id", "=", self.document.id)]),
            lambda: tasks.search([("crisis_document_id.description", "ilike", "x")]),
            lambda: tasks.search([("crisis_document_id", "any", [("id", ">", 0)])]),
            lambda: tasks.search([], order="crisis_document_id", limit=1),
            lambda: tasks.formatted_read_group([], ["crisis_document_id"], ["__count"]),
            lambda: self.task.export_data(["crisis_document_id/name"]),
        ):
            self.assertFalse(self._may(act))

    def test_wizard_is_for_agents(self):
        """Neither production nor outsiders can inform production or move a case."""
        for model, values in (
            ("crisis.production.inform", {"document_id": self.document.id}),
            ("crisis.stage.move", {"document_id": self.document.id, "kind": "back"}),
        ):
            for role in ("plain", "portal", "production"):
                wizard = self.env[model].with_user(getattr(self, role))
                with self.subTest(model=model, role=role):
                    self.assertFalse(self._may(lambda w=wizard, v=values: w.create(v)))

    def test_wizard_needs_the_document(self):
        """A wizard is no way round the rights on its document."""
        for role in ("other_agent", "foreign_agent", "foreign_manager"):
            wizard = self.env["crisis.production.inform"].with_user(getattr(self, role))
            values = {"document_id": self.document.id, "unit_ids": self.unit.ids}
            with self.subTest(role=role):
                self.assertFalse(
                    self._may(lambda w=wizard, v=values: w.create(v).action_inform())
                )
        self.assertEqual(len(self.document.task_ids), 1)

    def test_wizard_shows_nothing_of_a_foreign_document(self):
        """The wizard does not show what its user may not read."""
        for role in ("other_agent", "foreign_manager"):
            wizards = self.env["crisis.production.inform"].with_user(
                getattr(self, role)
            )
            wizard = wizards.sudo().create({"document_id": self.document.id})
            for name in ("brief", "date_deadline", "informed_unit_ids", "gaps"):
                read = wizard.with_user(wizards.env.user).read
                with self.subTest(role=role, field=name):
                    self.assertFalse(self._may(lambda r=read, n=name: r([n])))

    def test_pass_dialog_is_for_supervisors(self):
        """An agent can't pass a gate with the dialog that asks for a reason."""
        stage = self._stage("own_assessment")
        values = {
            "document_id": self.document.id,
            "kind": "override",
            "stage_id": stage.id,
            "reason": "We look into it tomorrow.",
        }
        moves = self.env["crisis.stage.move"]
        with self.assertRaises(AccessError):
            moves.with_user(self.agent).create(values).action_move()
        moves.with_user(self.supervisor).create(values).action_move()
        self.assertEqual(self.document.stage_id, stage)
