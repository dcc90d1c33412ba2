from datetime import datetime, timedelta

from odoo import fields

from ..duties.common_duty import MONDAY, CrisisDutyCase

NOON = MONDAY.replace(hour=12)


class OrderCase(CrisisDutyCase):
    """A case that a unit works for: two people in the unit, one has the order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._new_user("second", "production")
        cls.stranger = cls._new_user("stranger", "production")
        cls.unit.user_ids = cls.production | cls.second
        cls.document = cls._file(
            protocol_id=cls.customer_protocol.id,
            level_id=cls.level.id,
            name="News about the minister",
        )

    def _ordered(self, document=None, **brief):
        """The order of the unit, as production has it."""
        document = document or self.document
        document.write(brief)
        task = self._order(document)
        task.user_ids = self.production
        return task.with_user(self.production)

    def _every_hour(self, first=NOON, hours=5):
        return {
            "date_first_delivery": first,
            "repeat_hours": 1,
            "date_repeat_until": first + timedelta(hours=hours),
        }

    def _receipt(self, task):
        return self._waiting(task, "receipt")

    def _delivery(self, task):
        return self._waiting(task, "delivery")

    def _waiting(self, task, kind):
        return task.crisis_delivery_ids.filtered(
            lambda d: d.kind == kind and d.state == "open"
        )

    def _answer(self, action, **vals):
        """Fill in the dialog that an answer opens; return the delivery."""
        record = self.env[action["res_model"]].browse(action["res_id"])
        record = record.with_user(self.production)
        record.write(vals)
        return record

    def _deliver(self, task, user=None, **vals):
        task = task.with_user(user or task.env.user)
        action = task.action_crisis_deliver()
        delivery = task.env[action["res_model"]].browse(action["res_id"])
        delivery.write(vals or {"note": "The recording of channel 5"})
        delivery.action_deliver()
        return delivery

    def _withdraw(self, task, unit=None):
        """A supervisor takes the order back, or gives it to another unit."""
        wizards = self.env["crisis.order.withdraw"].with_user(self.supervisor)
        values = {"task_id": task.id, "reason": "Somebody else does it better."}
        wizards.create(values | {"unit_id": unit and unit.id}).action_withdraw()
        task.invalidate_recordset()

    def _planned(self, task):
        """When the deliveries of an order are wanted, as hours of the day."""
        deliveries = task.crisis_delivery_ids.filtered(lambda d: d.kind == "delivery")
        return [f"{d:%H:%M}" for d in sorted(deliveries.mapped("date_planned"))]

    def _hour(self, hour, minute=0):
        return datetime.combine(MONDAY.date(), MONDAY.time().replace(hour, minute))

    def _news(self, document=None):
        return self._chatter(document or self.document)

    def _now(self):
        return fields.Datetime.now()
