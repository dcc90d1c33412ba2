from odoo import api, fields, models


class CrisisDocument(models.Model):
    """The silence alarm: nothing happens at all on the case.

    What is owed to the customer is a duty, see `crisis.owed.word`.
    """

    _inherit = "crisis.document"

    date_last_entry = fields.Datetime(
        "Last Entry",
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
        help="When a person last wrote or changed something here.",
    )
    date_unanswered = fields.Datetime(
        "Unanswered Since",
        readonly=True,
        copy=False,
        help="The first message of the customer that has had no answer yet.",
    )
    date_silence = fields.Datetime(
        "Silence Alarm On", compute="_compute_date_silence", store=True
    )
    date_silence_stepped = fields.Datetime(
        readonly=True, copy=False, export_string_translation=False
    )
    date_silence_acknowledged = fields.Datetime(
        readonly=True, copy=False, export_string_translation=False
    )
    date_silence_step = fields.Datetime(
        compute="_compute_date_silence_step",
        store=True,
        export_string_translation=False,
    )

    def _note_entry(self, vals):
        """What a person writes breaks the silence; what Odoo does doesn't."""
        if not vals or self.env.su:
            return vals
        return vals | {"date_last_entry": fields.Datetime.now()}

    def _note_deed(self):
        """Somebody has done what he owed here."""
        now = fields.Datetime.now()
        earlier = self.filtered(lambda document: document.date_last_entry != now)
        if earlier:
            earlier._write_past_reactions({"date_last_entry": now})

    @api.depends("is_closed", "level_id", "team_id", "date_last_entry", "date_reopened")
    def _compute_date_silence(self):
        for document in self:
            moment = not document.is_closed and document._silent_on()
            felt = document._felt(moment)
            if felt != moment:  # only then it matters when it was until now
                felt = document._felt(moment, document.date_silence)
            document.date_silence = felt

    def _silent_on(self):
        """Return when it has been too quiet on the case, naive UTC."""
        start = max(
            filter(
                None, [self.create_date or fields.Datetime.now(), self.date_reopened]
            )
        )
        entry = self.date_last_entry or start
        return self._deadline(self.level_id.silence_minutes, entry)

    @api.depends(
        "date_silence",
        "date_silence_stepped",
        "date_silence_acknowledged",
        "level_id.step_ids.minutes",
    )
    def _compute_date_silence_step(self):
        for document in self:
            dates = document._silence_step_dates().values()
            document.date_silence_step = min(dates, default=False)

    def _silence_step_dates(self):
        if not self.date_silence:
            return {}
        start = max(filter(None, [self.date_silence, self.date_silence_acknowledged]))
        calendar = self.team_id.resource_calendar_id
        return self.level_id._step_dates(calendar, start, self.date_silence_stepped)

    def _acknowledge_silence(self):
        now = fields.Datetime.now()
        silent = self.filtered(lambda d: d.date_silence and d.date_silence < now)
        silent._write_past_reactions(
            {"date_silence_stepped": now, "date_silence_acknowledged": now}
        )

    def _climb_silence(self, now):
        """Take the steps of the ladder that have come, as one.

        :return: {document: the steps taken}
        """
        taken = {}
        for document in self.filtered("date_silence"):
            dates = document._silence_step_dates()
            steps = document.level_id.step_ids.browse(
                [step.id for step, date in dates.items() if date <= now]
            )
            if steps:
                taken[document] = steps
                document._write_past_reactions({"date_silence_stepped": now})
        return taken

    def _silence_line(self):
        """Say since when nothing happens."""
        return self.env._(
            "Nothing was entered since %s.", self._time(self.date_last_entry)
        )

    @api.model
    def _time(self, moment):
        """Return a date and time as the reader writes it, in his time zone."""
        return self.env["crisis.duty.mixin"]._time(moment)
