from odoo import fields, models


class CrisisDocument(models.Model):
    """A change of the clock is felt from now on, never in the past.

    Another level, other hours or other rules of the level make nothing late that was
    in time until then, nor does anything become punctual that was late.
    """

    _inherit = "crisis.document"

    date_clock = fields.Datetime(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Since when the case runs on the clock of its level and desk.",
    )

    def _clocks_before(self, vals):
        return {document: document._clock_key() for document in self}

    def _clock_key(self):
        return self.level_id, self.team_id.resource_calendar_id

    def _note_clock_changed(self, change):
        before = change.before["_clocks_before"]
        changed = self.filtered(lambda d: d._clock_key() != before[d])
        changed._write_past_reactions({"date_clock": fields.Datetime.now()})

    def _clock_since(self):
        """Return since when the clock of a case runs as it does; False: from filing."""
        now = fields.Datetime.now()
        changes = filter(None, (self.date_clock, self.level_id.date_changed))
        return max((date for date in changes if date <= now), default=False)

    def _felt(self, moment, until_now=False):
        """Return when something is due that a changed clock would put into the past.

        :param datetime moment: when it would be due, naive UTC
        :param datetime until_now: when it was due before the change, if it was
        """
        since = self._clock_since()
        if not moment or not since or moment >= since:
            return moment
        return min(filter(None, [until_now, since]))
