from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestSmartButtons(CrisisCase):
    """Customer and project show their cases to those who may see them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = new_test_user(
            cls.env,
            login="crisis_plain",
            groups="base.group_user,base.group_partner_manager",
            company_id=cls.company.id,
        )
        cls.production.group_ids |= cls.env.ref("base.group_partner_manager")
        cls.project_user = new_test_user(
            cls.env,
            login="crisis_project_user",
            groups="project.group_project_manager",
            company_id=cls.company.id,
        )
        cls.document = cls._file()
        cls.document._inform_production(cls.unit)
        cls._file(partner_id=cls.contact.id)
        cls._file(cls.other_agent)

    def test_customer_counts_what_one_may_see(self):
        """All cases of a customer and his people count, as far as one sees them."""
        for partner in (self.customer, self.contact):
            for user, count in ((self.agent, 2), (self.manager, 3)):
                with self.subTest(partner=partner.name, user=user.login):
                    seen = partner.with_user(user)
                    self.env.invalidate_all()
                    self.assertEqual(seen.crisis_document_count, count)

    def test_customer_opens_his_cases(self):
        """The button shows exactly the cases that it counts."""
        action = self.contact.with_user(self.agent).action_open_crisis_documents()
        found = self.env[action["res_model"]].with_user(self.agent)
        self.assertEqual(found.search_count(action["domain"]), 2)
        self.assertEqual(action["context"]["default_partner_id"], self.contact.id)

    def test_forms_without_crisis_rights(self):
        """Partner and project open for people who have nothing to do with crises."""
        for user, record, view in (
            (self.plain, self.customer, "base.view_partner_form"),
            (self.project_user, self.project, "project.edit_project"),
            (self.production, self.customer, "base.view_partner_form"),
        ):
            with self.subTest(user=user.login, view=view):
                record = record.with_user(user)
                with Form(record, view=view) as form:
                    form.name = "Changed"
                arch = record.get_view(self.env.ref(view).id, "form")["arch"]
                self.assertNotIn("crisis_document_count", arch)

    def test_reading_all_without_crisis_rights(self):
        """What we add to customer, project and task breaks nobody's export."""
        task = self.document.sudo().task_ids
        for user, record in (
            (self.plain, self.customer),
            (self.project_user, self.project),
            (self.production, self.project),
            (self.project_user, task),
            (self.production, task),
        ):
            ours = [
                name
                for name, field in record._fields.items()
                if "crisis_protocol" in field._modules
                and record.with_user(user)._has_field_access(field, "read")
            ]
            with self.subTest(user=user.login, model=record._name):
                self.env.invalidate_all()
                record.with_user(user).read(["name", *ours])
                self.assertNotIn("crisis_document_count", ours)
                self.assertNotIn("crisis_document_id", ours)

    def test_plain_user_can_t_call_the_button(self):
        """The button's method shows nothing to those without the right."""
        with self.assertRaises(AccessError):
            action = self.customer.with_user(self.plain).action_open_crisis_documents()
            self.env[action["res_model"]].with_user(self.plain).search([])

    def test_project_counts_and_opens(self):
        """A project shows the open crises for which it works."""
        project = self.project.with_user(self.agent)
        self.assertEqual(project.crisis_document_count, 1)
        action = project.action_open_crisis_documents()
        found = self.env["crisis.document"].with_user(self.agent)
        self.assertEqual(found.search(action["domain"]), self.document)

    def test_counts_of_many_cost_little(self):
        """Counting for a list of projects or partners is one query, not one each."""
        for model in ("res.partner", "project.project"):
            values = [{"name": f"Number {number}"} for number in range(20)]
            records = self.env[model].create(values).with_user(self.agent)
            records[:1].mapped("crisis_document_count")
            self.env.invalidate_all()
            records.mapped("name")
            with self.subTest(model=model), self.assertQueryCount(5):
                records.mapped("crisis_document_count")

    def test_new_user_after_new_team(self):
        """Our teams and units do not get in the way of creating users."""
        self._new_team("Night desk", self.agent, self.supervisor, self.company)
        self.assertTrue(self._new_user("newcomer", "agent").active)
