from odoo import api, fields, models


class CrisisDutyMixin(models.AbstractModel):
    """What happens to a duty that is late: the ladder of its level."""

    _inherit = "crisis.duty.mixin"

    date_stepped = fields.Datetime(
        "Last Step On",
        readonly=True,
        help="Until when the steps of the ladder were taken.",
    )
    date_step = fields.Datetime(
        "Next Step On",
        compute="_compute_date_step",
        store=True,
        help="When Odoo looks at the duty next, if nothing happens before.",
    )
    date_acknowledged = fields.Datetime("Acknowledged On", readonly=True)
    acknowledged_by_id = fields.Many2one("res.users", readonly=True)

    @api.depends(
        "state",
        "date_due",
        "date_acknowledged",
        "date_stepped",
        "document_id.level_id.clock",
        "document_id.level_id.step_ids.minutes",
        "document_id.team_id.resource_calendar_id",
    )
    def _compute_date_step(self):
        for duty in self:
            moments = []
            if duty.state == "open" and duty.date_due:
                moments += [duty._next_step_date(), duty._expiry()]
            duty.date_step = min(filter(None, moments), default=False)

    def _next_step_date(self):
        return min(self._step_dates().values(), default=None)

    def _step_dates(self):
        document = self.document_id
        calendar = document.team_id.resource_calendar_id
        return document.level_id._step_dates(
            calendar, self._ladder_start(), self.date_stepped
        )

    def _ladder_start(self):
        """Return from when the ladder counts: acknowledging starts it anew."""
        return max(filter(None, [self.date_due, self.date_acknowledged]))

    def _expiry(self):
        """Return when the duty can't be done any more, if ever."""
        return None

    def _expire(self):
        """Note what can't be done any more, and since when."""
        now = fields.Datetime.now()
        for duty in self:
            end = min(duty._expiry() or now, now)
            duty._write_as_system({"state": "missed", "date_done": end})
        self.env["mail.activity"]._sync_duty_activities(self)

    def _expire_overdue(self, now):
        """Note those of the duties that can't be done any more."""
        expired = self.filtered(lambda duty: (duty._expiry() or now) < now)
        if expired:
            expired._expire()

    def _late_line(self):
        """Say what is late, whose it is and since when."""
        if self.date_due > fields.Datetime.now():
            return self.env._(
                "%(duty)s is due on %(time)s (%(user)s).",
                duty=self._label(),
                time=self._time(self.date_due),
                user=self.user_id._crisis_name() or "–",
            )
        return self.env._(
            "%(duty)s was due on %(time)s (%(user)s).",
            duty=self._label(),
            time=self._time(self.date_due),
            user=self.user_id._crisis_name() or "–",
        )

    def _climb(self, now):
        """Take every step of the ladder that has come, as one.

        After an outage several steps may have come: they are told of in one alert.

        :return: {duty: the steps taken}
        """
        taken = {}
        for duty in self:
            steps = duty.document_id.level_id.step_ids.browse(
                [step.id for step, date in duty._step_dates().items() if date <= now]
            )
            if steps:
                taken[duty] = steps
                duty._write_as_system({"date_stepped": now})
        return taken

    def _start_ladder_anew(self):
        self._write_as_system({"date_stepped": False, "date_acknowledged": False})

    def _acknowledge_late(self):
        """Somebody sees to it: the ladder begins anew from now."""
        now = fields.Datetime.now()
        self._write_as_system(
            {
                "date_stepped": now,
                "date_acknowledged": now,
                "acknowledged_by_id": self.env.uid,
            }
        )
