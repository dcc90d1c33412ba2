from odoo.fields import Command
from odoo.tests import Form

from ..common import CrisisCase


class ProductionCase(CrisisCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file()
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Nine to five",
                "tz": "UTC",
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Day",
                            "dayofweek": str(day),
                            "hour_from": 9,
                            "hour_to": 17,
                            "day_period": "morning",
                        }
                    )
                    for day in range(5)
                ],
            }
        )
        cls.team.resource_calendar_id = cls.calendar

    def _inform(self, units=None, document=None, **vals):
        """Inform production as the agent does, in the dialog; return the tasks."""
        document = document or self.document
        before = document.sudo().task_ids
        action = document.with_user(self.agent).action_inform_production()
        wizards = self.env[action["res_model"]].with_user(self.agent)
        with Form(wizards.with_context(**action["context"])) as form:
            form.unit_ids.clear()
            for unit in units or self.unit:
                form.unit_ids.add(unit)
            for name, value in vals.items():
                setattr(form, name, value)
        form.record.action_inform()
        return document.sudo().task_ids - before

    def _new_unit(self, name, **vals):
        return self.env["crisis.unit"].create({"name": name, **vals})
