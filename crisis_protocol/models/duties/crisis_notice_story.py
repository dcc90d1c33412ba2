from odoo import api, models
from odoo.tools import SQL


class CrisisNotice(models.Model):
    """When a notice was in time, and how it is told: as told, and as read."""

    _inherit = "crisis.notice"

    _timeline_kind = "notice"

    def _wanted_by(self):
        """Told in time, it is measured by when its message was to be read."""
        is_told = self.date_told and self.date_planned
        if is_told and self.date_told <= self.date_planned:
            return self.date_due
        return super()._wanted_by()

    @api.model
    def _wanted_by_sql(self):
        return SQL(
            "CASE WHEN %s <= %s THEN %s ELSE %s END",
            self._column("date_told"),
            self._column("date_planned"),
            self._column("date_due"),
            super()._wanted_by_sql(),
        )

    @api.model
    def _timeline_moments(self):
        return super()._timeline_moments() | {
            # told orally, it is done by that
            "told": SQL(
                "SELECT id, document_id, date_told AS date, 'notice' AS kind,"
                " told_by_id AS user_id FROM crisis_notice"
                " WHERE date_told IS NOT NULL AND way = 'written'%s",
                self._flushed("date_told", "told_by_id", "way"),
            )
        }

    def _tell_told(self):
        if self.told_by_id:
            title = self.env._(
                "%(who)s told %(receiver)s in writing.",
                who=self._name_of(self.told_by_id),
                receiver=self.name,
            )
        else:
            title = self.env._("%s was told in writing.", self.name)
        return title, ""

    def _tell_done(self):
        if self.way == "oral":
            title = self.env._(
                "%(who)s told %(receiver)s orally.",
                who=self._name_of(self.told_by_id),
                receiver=self.name,
            )
        else:
            reader = self.confirmed_by_id.name or self.name
            title = self.env._("%s has read it.", reader)
        return title, self.note or ""
