import pytz

from odoo import api, fields, models


class CrisisTeam(models.Model):
    """What a desk still lacks before its clocks, orders and alerts can be trusted."""

    _inherit = "crisis.team"

    is_incomplete = fields.Boolean(
        compute="_compute_is_incomplete",
        store=True,  # each case of the desk asks for it
        export_string_translation=False,
    )
    shortcomings = fields.Text(
        "Still Missing",
        compute="_compute_shortcomings",
        compute_sudo=True,
        help="What is missing in the settings of the desk, a line each.",
    )

    @api.depends(
        "supervisor_id",
        "project_id",
        "resource_calendar_id",
        "company_id",
        "supervisor_id.active",
        "supervisor_id.group_ids",
        "project_id.active",
        "resource_calendar_id.tz",
        "company_id.country_id",
    )
    def _compute_is_incomplete(self):
        for team in self:
            team.is_incomplete = bool(team._lacks())

    @api.depends("is_incomplete", "name", "company_id.name")
    @api.depends_context("lang")
    def _compute_shortcomings(self):
        for team in self:
            team.shortcomings = team.is_incomplete and "\n".join(team._lacks())

    def _lacks(self):
        """Return what is missing, as sentences."""
        lines = (self._lacks_supervisor(), self._lacks_clock(), self._lacks_room())
        return [line for line in lines if line]

    def _lacks_supervisor(self):
        if not self.supervisor_id:
            return self.env._("%s has no supervisor.", self.name)
        if self.supervisor_id._works_with_crises():
            return None
        acting = self._acting_supervisor()
        return self.env._(
            "%(user)s leads %(team)s and has left or has no role any more. Until you "
            "name another supervisor, %(acting)s is told and asked.",
            user=self.supervisor_id.name,
            team=self.name,
            acting=acting.name or self.env._("nobody"),
        )

    def _lacks_clock(self):
        """Say whether the hours are missing, or not those of where the desk is."""
        calendar, country = self.resource_calendar_id, self.company_id.country_id
        if not calendar:
            return self.env._(
                "%s has no working hours: all its clocks run round the clock, and "
                "nobody is asked to hand over in the evening.",
                self.name,
            )
        zones = self._zones_of(country)
        if not zones and calendar.tz == "UTC":
            return self.env._(
                "Nobody knows where %(company)s is: it has no country, and the working "
                "hours “%(calendar)s” run on the time of Greenwich (UTC).",
                company=self.company_id.name,
                calendar=calendar.name,
            )
        if not zones or calendar.tz in zones:
            return None
        return self.env._(
            "The working hours “%(calendar)s” run on the time of %(zone)s, and "
            "%(company)s is in %(country)s. Set the time zone of the working hours.",
            calendar=calendar.name,
            zone=calendar.tz,
            company=self.company_id.name,
            country=country.name,
        )

    def _lacks_room(self):
        """Say whether orders have no project to go to."""
        if self.project_id.active:
            return None
        return self.env._(
            "%s has no production project: only units with a project of their own "
            "can be given orders.",
            self.name,
        )

    @api.model
    def _zones_of(self, country):
        """Return the time zones of a country, the usual one first."""
        return pytz.country_timezones.get(country.code or "", [])

    def _own_hours(self):
        """Give each desk working hours of its own, on the time of its country.

        Those that come with a database run on the time of whoever made it.
        """
        for team in self.filtered("resource_calendar_id"):
            calendar = team.resource_calendar_id.copy(
                {"name": team.name, "company_id": team.company_id.id}
            )
            team.resource_calendar_id = calendar
        self._set_zone_of_country()

    def _set_zone_of_country(self):
        """Let hours that are a desk's own run on the time of its country."""
        for team in self:
            calendar = team.resource_calendar_id
            zones = self._zones_of(team.company_id.country_id)
            is_own = calendar and calendar != team.company_id.resource_calendar_id
            if is_own and zones and calendar.tz not in zones:
                calendar.tz = zones[0]
