from odoo import api, fields, models


class CrisisDocument(models.Model):
    """We see it well, he sees it badly: readings too far apart (S0-61, S0-62).

    For longer than the level allows, that is an alarm to the supervisor, once for each
    time that they part.
    """

    _inherit = "crisis.document"

    date_gap = fields.Datetime(
        "Readings Apart Since",
        compute="_compute_date_gap",
        store=True,
        copy=False,
        help="Since when we say that it runs well and the customer that it runs badly.",
    )
    date_gap_alarm = fields.Datetime(
        compute="_compute_date_gap_alarm",
        store=True,
        export_string_translation=False,
    )
    date_gap_told = fields.Datetime(
        readonly=True, copy=False, export_string_translation=False
    )
    date_gap_step = fields.Datetime(
        compute="_compute_date_gap_step", store=True, export_string_translation=False
    )

    @api.depends("health_own", "health_customer")
    def _compute_date_gap(self):
        now = fields.Datetime.now()
        for document in self:
            readings = (document.health_own, document.health_customer)
            is_apart = readings == ("good", "bad")
            document.date_gap = is_apart and (document.date_gap or now)

    @api.depends(
        "date_gap",
        "is_closed",
        "level_id.gap_hours",
        "level_id.clock",
        "team_id.resource_calendar_id",
    )
    def _compute_date_gap_alarm(self):
        for document in self:
            since = document.date_gap
            minutes = round(document.level_id.gap_hours * 60)
            document.date_gap_alarm = (
                bool(since)
                and not document.is_closed
                and document._deadline(minutes, since)
            )

    @api.depends("date_gap", "date_gap_alarm", "date_gap_told")
    def _compute_date_gap_step(self):
        for document in self:
            told, since = document.date_gap_told, document.date_gap
            is_told = told and since and told >= since
            document.date_gap_step = not is_told and document.date_gap_alarm

    def _alarm_of_gaps(self, now):
        """Return the cases whose readings have been apart for too long by now."""
        apart = self.filtered(lambda d: d.date_gap_step and d.date_gap_step <= now)
        apart._write_past_reactions({"date_gap_told": now})
        return apart

    def _gap_line(self):
        return self.env._(
            "We say that it runs well, the customer that it runs badly, since %s. Ask "
            "him, and look again.",
            self._time(self.date_gap),
        )
