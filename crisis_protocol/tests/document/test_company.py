from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..common import CrisisCase


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
        self._lighten(document, company_id=self.company_2.id)
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
