from odoo import api, models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        result = super().write(vals)
        self._crisis_hours_changed()
        return result

    def _crisis_hours_changed(self):
        """Let the cases of the desks that work by these hours be looked at again.

        :param self: the calendars; none means all, as with a public holiday
        """
        self.env.cr.cache.pop("crisis_clocks", None)
        domain = [("resource_calendar_id", "in", self.ids)] if self else []
        # who changes the hours need see neither desks nor cases
        teams = self.env["crisis.team"].sudo().search(domain)
        teams._plan_handovers()
        documents = teams.env["crisis.document"].search(
            [
                ("team_id", "in", teams.ids),
                ("level_id.clock", "=", "working"),
                ("is_closed", "=", False),
            ]
        )
        documents._request_reconcile()


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances.calendar_id._crisis_hours_changed()
        return attendances

    def write(self, vals):
        result = super().write(vals)
        self.calendar_id._crisis_hours_changed()
        return result

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        calendars._crisis_hours_changed()
        return result


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._crisis_leaves_changed()
        return leaves

    def write(self, vals):
        self._crisis_leaves_changed()
        result = super().write(vals)
        self._crisis_leaves_changed()
        return result

    def unlink(self):
        concerned = self._crisis_concerned()
        result = super().unlink()
        self._crisis_leaves_changed(concerned)
        return result

    def _crisis_concerned(self):
        """Return (calendars, users) that these leaves mean; None: all calendars."""
        public = self.filtered(lambda leave: not leave.resource_id)
        is_for_all = any(not leave.calendar_id for leave in public)
        users = (self - public).resource_id.user_id
        return None if is_for_all else public.calendar_id, users

    def _crisis_leaves_changed(self, concerned=None):
        """A holiday moves the times of a desk, an absence the duties of a person."""
        calendars, users = concerned or self._crisis_concerned()
        if calendars is None:
            self.env["resource.calendar"]._crisis_hours_changed()
        elif calendars:
            calendars._crisis_hours_changed()
        users._crisis_absence_changed()
