import pytz

from odoo import fields, models


class CrisisDutyMixin(models.AbstractModel):
    """How a duty looks as an activity."""

    _inherit = "crisis.duty.mixin"

    def _activity_values(self):
        return {
            "res_model_id": self.env["ir.model"]._get_id("crisis.document"),
            "res_id": self.document_id.id,
            "res_name": self.document_id.display_name,
            "crisis_duty_model": self._name,
            "automated": True,
            # not by anybody's habit: hidden, it would be made again and again
            "active": True,
            **self._activity_shown(),
        }

    def _activity_shown(self):
        """Return whose the activity is, its day and its words, as the owner reads."""
        owner = self.user_id
        duty = self.with_context(lang=owner.lang or self.env.lang, tz=owner.tz)
        local = fields.Datetime.context_timestamp(duty, self.date_due)
        return {
            "activity_type_id": self.type_id.id,
            "user_id": owner.id,
            "date_deadline": local.date(),
            "summary": f"{local:%H:%M} {duty._label()}",
        }

    def _update_activity(self, activities):
        shown, activity = self._activity_shown(), self.activity_id
        changed = {
            name: value
            for name, value in shown.items()
            if value != (activity[name].id if name.endswith("_id") else activity[name])
        }
        if changed:
            activities.browse(activity.id).write(changed)

    def _follow_activity(self, activity):
        """Somebody moved or passed on the activity: the duty goes with it."""
        duty, vals = self.with_env(activity.env), {}
        if activity.user_id != self.user_id:
            vals["user_id"] = activity.user_id.id
        zone = pytz.timezone(self.user_id.tz or self.env.user.tz or "UTC")
        local = pytz.utc.localize(self.date_due).astimezone(zone)
        if activity.date_deadline != local.date():
            moved = local.replace(tzinfo=None)
            day = activity.date_deadline
            moved = zone.localize(moved.replace(day.year, day.month, day.day))
            vals["date_due"] = moved.astimezone(pytz.utc).replace(tzinfo=None)
        if vals:
            duty.write(vals)
