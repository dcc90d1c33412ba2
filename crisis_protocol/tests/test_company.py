from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import CrisisCase


@tagged("post_install", "-at_install")
class TestCompanies(CrisisCase):
    """Several companies share the addon, and none sees another's cases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.companies = (cls.company | cls.company_2).ids
        cls.both = new_test_user(
            cls.env,
            login="crisis_both",
            groups="crisis_protocol.group_crisis_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.companies)],
        )

    def _as_both(self, model):
        """Return the model as seen by one who works in both companies at once."""
        return (
            self.env[model]
            .with_user(self.both)
            .with_context(allowed_company_ids=self.companies)
        )

    def _file_there(self, **vals):
        return self._file(self.foreign_agent, **vals)

    def test_document_is_filed_in_the_company_of_its_agent(self):
        """Company, team and number are those of the agent's company."""
        document = self._file_there()
        self.assertEqual(document.company_id, self.company_2)
        self.assertEqual(document.team_id, self.foreign_team)

    def test_parts_of_another_company(self):
        """Neither team, protocol nor customer of another company goes with a case."""
        protocol = self.env["crisis.protocol"].create(
            {"name": "Theirs", "company_id": self.company_2.id}
        )
        self.env["crisis.stage"].create({"name": "One", "protocol_id": protocol.id})
        customer = self.env["res.partner"].create(
            {"name": "Their customer", "company_id": self.company_2.id}
        )
        document = self._as_both("crisis.document").create(self._minimum())
        self.assertEqual(document.company_id, self.company)
        for vals in (
            {"team_id": self.foreign_team.id},
            {"protocol_id": protocol.id},
            {"partner_id": customer.id},
            {"user_id": self.foreign_agent.id},
        ):
            with self.subTest(**vals):
                with self.assertRaises(UserError, msg=vals), self.cr.savepoint():
                    document.write(vals)
                with self.assertRaises(UserError, msg=vals), self.cr.savepoint():
                    document.create(self._minimum() | vals)

    def _minimum(self):
        return {
            "name": "Case",
            "protocol_id": self.own.id,
            "partner_id": self.customer.id,
            "company_id": self.company.id,
        }

    def test_unit_of_another_company(self):
        """A unit of another company gets no task of this one's case."""
        unit = self.env["crisis.unit"].create(
            {"name": "Their unit", "company_id": self.company_2.id}
        )
        document = self._as_both("crisis.document").create(
            self._minimum() | {"team_id": self.team.id}
        )
        wizard = self._as_both("crisis.production.inform")
        with self.assertRaises(UserError), self.cr.savepoint():
            wizard.create(
                {"document_id": document.id, "unit_ids": [Command.set(unit.ids)]}
            ).action_inform()
        self.assertFalse(document.task_ids)

    def test_project_of_another_company(self):
        """Neither team nor unit sends its tasks to another company's project."""
        project = self.env["project.project"].create(
            {"name": "Theirs", "company_id": self.company_2.id}
        )
        unit = self.env["crisis.unit"].create(
            {"name": "Ours", "company_id": self.company.id}
        )
        for record in (self.team, unit):
            with self.subTest(record=record._name), self.assertRaises(UserError):
                record.project_id = project

    def test_case_that_goes_to_another_company(self):
        """A case that goes to another company leaves its team behind."""
        document = self._as_both("crisis.document").create(
            self._minimum() | {"team_id": self.team.id}
        )
        document.company_id = self.company_2
        self.assertEqual(document.team_id, self.foreign_team)

    def test_duplicates_stay_in_their_company(self):
        """Cases of another company are no duplicates, even for one who sees both."""
        theirs = self._file_there()
        ours = self._file()
        twin = self._file()
        self.assertEqual(twin.duplicate_ids, ours)
        seen = self._as_both("crisis.document").browse(twin.id)
        self.assertIn(theirs, seen.search([]))
        self.assertEqual(seen.duplicate_ids.ids, ours.ids)

    def test_days_to_look_back_are_the_company_s(self):
        """Each company sets for itself how far back duplicates are looked for."""
        self.company.crisis_duplicate_days = 0
        self._file()
        self._file_there()
        self.env.cr.execute(
            "UPDATE crisis_document SET create_date = create_date - interval '1 day'"
        )
        self.env.invalidate_all()
        self.assertFalse(self._file().duplicate_ids)
        self.assertTrue(self._file_there().duplicate_ids)

    def test_counts_are_the_company_s(self):
        """Open documents are counted as far as the user may see them."""
        self._file()
        self._file_there()
        team = self.team.with_user(self.manager)
        self.assertEqual(team.open_count, 1)
        protocol = self.own.with_user(self.foreign_agent)
        self.assertEqual(protocol.open_count, 1)
        self.assertEqual(protocol.my_open_count, 1)

    def test_settings(self):
        """The manager of a company sets the days of this company only."""
        settings = self.env["res.config.settings"]
        admin = new_test_user(
            self.env,
            login="crisis_admin",
            groups="crisis_protocol.group_crisis_manager,base.group_system",
            company_id=self.company.id,
        )
        with Form(settings.with_user(admin)) as form:
            form.crisis_duplicate_days = 21
        form.record.execute()
        self.assertEqual(self.company.crisis_duplicate_days, 21)
        self.assertEqual(self.company_2.crisis_duplicate_days, 7)


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
