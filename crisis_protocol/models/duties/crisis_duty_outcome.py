from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

# States in which it shows; the rest is not over, or was not needed.
MEASURED = ("done", "missed")


class CrisisDutyMixin(models.AbstractModel):
    """How a duty ended, by one rule: for a record, and in SQL for figures.

    Each half of a rule stands beside the other; who changes one changes both. In SQL
    the duty's table is called `duty`.
    """

    _inherit = "crisis.duty.mixin"

    def _wanted_by(self):
        """Return by when it was wanted: by the plan, whatever was moved since.

        What nobody planned, such as a promise, is measured by its own time.
        """
        return self.date_planned or self.date_due

    @api.model
    def _wanted_by_sql(self):
        """Return the same as `_wanted_by`, in SQL."""
        planned, due = self._column("date_planned"), self._column("date_due")
        return SQL("COALESCE(%s, %s)", planned, due)

    def _measured(self):
        """Return (outcome, how late it was done), see `OUTCOMES`."""
        self.ensure_one()
        delay = timedelta()
        wanted = self._wanted_by()
        if self.state != "done" or not (self.date_done and wanted):
            return self.state, delay
        delay = max(self.date_done - wanted, delay)
        return "late" if delay else "on_time", delay

    def _measurable(self):
        """Return (those that could be done well or badly, those done in time)."""
        counting = self.filtered(lambda duty: duty.state in MEASURED)
        return counting, counting.filtered(lambda duty: duty._is_on_time())

    def _is_on_time(self):
        return self._measured()[0] == "on_time"

    @api.model
    def _outcome_sql(self):
        """Return the same outcome as `_measured`, in SQL."""
        return SQL(
            "CASE WHEN %(state)s <> 'done' THEN %(state)s"
            " WHEN %(done)s <= %(wanted)s THEN 'on_time' ELSE 'late' END",
            state=self._column("state"),
            done=self._column("date_done"),
            wanted=self._wanted_by_sql(),
        )

    @api.model
    def _on_time_sql(self):
        """Return whether it was done in time, in SQL."""
        return SQL("%s = 'on_time'", self._outcome_sql())

    # ------------------------------------------------------------------
    # Duties Kept
    # ------------------------------------------------------------------

    @api.model
    def _figure_kinds(self):
        """Return what the figures call this kind, as {key: label}; some are several."""
        return {self._kind_name(): self.env["ir.model"]._get(self._name).name}

    @api.model
    def _figure_kind_sql(self):
        """Return which of `_figure_kinds` a duty is, in SQL of type text."""
        return SQL("%s", self._kind_name())

    @api.model
    def _figure_user_sql(self):
        """Return whose figure a duty is, in SQL."""
        return self._column("user_id")

    @api.model
    def _figure_unit_sql(self):
        """Return which unit's figure a duty is, in SQL; none's, where it has none."""
        return self._column("unit_id") if "unit_id" in self else SQL("NULL::integer")

    # ------------------------------------------------------------------
    # SQL
    # ------------------------------------------------------------------

    @api.model
    def _column(self, name):
        """Return a field of the table called `duty`, written before it is read."""
        return SQL.identifier("duty", name, to_flush=self._fields[name])

    @api.model
    def _flushed(self, *names):
        """Return SQL of no words that has these fields written before it is read.

        A view of all kinds can't name in `_depends` what other addons bring.
        """
        return SQL().join(SQL(to_flush=self._fields[name]) for name in names)
