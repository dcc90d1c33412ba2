from odoo.tests import tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestTeamSetup(CrisisCase):
    """A desk says what it lacks, on its form and on its cases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.tr")
        cls.team.resource_calendar_id = cls.env["resource.calendar"].create(
            {"name": "Desk hours", "tz": "Europe/Istanbul"}
        )

    def _lacks(self):
        """Return what a case of the desk says, read as its agent."""
        self.env.invalidate_all()
        return self._file(user_id=self.agent.id).team_shortcomings or ""

    def test_complete(self):
        """Who lacks nothing says nothing."""
        self.assertFalse(self._lacks())

    def test_no_hours(self):
        self.team.resource_calendar_id = False
        self.assertIn("has no working hours", self._lacks())

    def test_hours_of_another_zone(self):
        self.team.resource_calendar_id.tz = "UTC"
        self.assertIn("run on the time of UTC", self._lacks())

    def test_company_without_country(self):
        self.team.resource_calendar_id.tz = "UTC"
        self.company.country_id = False
        self.assertIn("has no country", self._lacks())

    def test_project_deleted(self):
        """The project is gone, so orders have nowhere to go."""
        self.project.unlink()
        self.assertIn("no production project", self._lacks())

    def test_supervisor_gone(self):
        """Whoever is asked in his place is named."""
        self.supervisor.with_user(self.user_admin).active = False
        lacks = self._lacks()
        self.assertIn("has left or has no role", lacks)
        self.assertIn(self.manager.name, lacks)

    def test_company_moves(self):
        """Hours that are the desk's own follow the country of its company."""
        self.company.country_id = self.env.ref("base.de")
        self.assertEqual(self.team.resource_calendar_id.tz, "Europe/Berlin")
        self.assertFalse(self._lacks())

    def test_hours_of_the_company_are_left(self):
        """Those that others use, too, are not ours to change."""
        calendar = self.company.resource_calendar_id
        calendar.tz = "Asia/Tokyo"
        self.team.resource_calendar_id = calendar
        self.company.country_id = self.env.ref("base.de")
        self.assertEqual(calendar.tz, "Asia/Tokyo")

    def test_fresh_database(self):
        """The shipped desk begins with hours of its own, on its company's time."""
        self.company.resource_calendar_id.tz = "UTC"
        self.team.resource_calendar_id = self.company.resource_calendar_id
        self.team._own_hours()
        self.assertNotEqual(
            self.team.resource_calendar_id, self.company.resource_calendar_id
        )
        self.assertEqual(self.team.resource_calendar_id.tz, "Europe/Istanbul")
