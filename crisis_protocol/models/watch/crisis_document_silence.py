from odoo import api, fields, models


class CrisisDocument(models.Model):
    """The silence alarm: nobody speaks to the customer, or nothing happens at all."""

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

    @api.depends(
        "is_closed",
        "level_id",
        "team_id",
        "date_last_word",
        "date_unanswered",
        "date_last_entry",
        "date_reopened",
        "promise_ids.state",
    )
    def _compute_date_silence(self):
        for document in self:
            kinds = document._silence_moments() if not document.is_closed else ()
            document.date_silence = min((moment for moment, _ in kinds), default=False)

    def _silence_moments(self):
        """Return when each kind of silence would be too long, as (moment, kind)."""
        level, word = self.level_id, self.date_last_word
        start = max(
            filter(
                None, [self.create_date or fields.Datetime.now(), self.date_reopened]
            )
        )
        entry = self.date_last_entry or start
        yield self._deadline(level.silence_minutes, entry), "entry"
        if since := self.date_unanswered:
            yield self._deadline(level.first_word_minutes, since), "answer"
        if any(promise.state == "open" for promise in self.promise_ids):
            return  # the customer knows when he hears from us
        if word:
            start = max(word, start)
            yield self._deadline(level.customer_word_minutes, start), "word"
        else:
            yield self._deadline(level.first_word_minutes, start), "first_word"

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
        """Say what kind of silence it is, and since when."""
        _moment, kind = min(self._silence_moments())
        if kind == "answer":
            return self.env._(
                "The customer wrote on %s and has no answer.",
                self._time(self.date_unanswered),
            )
        if kind == "first_word":
            return self.env._(
                "The customer has had no word from us since the case was filed."
            )
        if kind == "entry":
            return self.env._(
                "Nothing was entered since %s.", self._time(self.date_last_entry)
            )
        return self.env._(
            "The customer's last word from us: %s.", self._time(self.date_last_word)
        )

    @api.model
    def _time(self, moment):
        """Return a date and time as the reader writes it, in his time zone."""
        return self.env["crisis.duty.mixin"]._time(moment)
