from odoo import models

from ...tools.working_clock import WorkingClock


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _crisis_clock(self):
        """Return the clock of this calendar, read once in a transaction."""
        self.ensure_one()
        clocks = self.env.cr.cache.setdefault("crisis_clocks", {})
        if self.id not in clocks:
            # hours concern everybody on the desk, whoever may see the calendar
            clocks[self.id] = WorkingClock(self.sudo())
        return clocks[self.id]
