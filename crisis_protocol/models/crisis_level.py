from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrisisLevel(models.Model):
    """How severe a case is: its clock, its intervals and who is told."""

    _name = "crisis.level"
    _description = "Crisis Level"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10, help="Mildest first.")
    color = fields.Integer()
    description = fields.Text(
        translate=True, help="When to choose this level, for the agent."
    )
    clock = fields.Selection(
        [("always", "Round the clock"), ("working", "The team's working hours")],
        required=True,
        default="working",
    )
    first_word_minutes = fields.Integer(
        "First Word Within (min)",
        default=60,
        help="Minutes until the customer has heard from us for the first time.",
    )
    customer_word_minutes = fields.Integer(
        "Word to the Customer Every (min)",
        default=240,
        help="Minutes between two words to the customer.",
    )
    control_system_minutes = fields.Integer(
        "Control 1 Every (min)",
        default=240,
        help="Minutes between two looks at the customer's mails, the report and the "
        "system.",
    )
    control_customer_minutes = fields.Integer(
        "Control 2 Every (min)",
        default=480,
        help="Minutes between two times that the customer is asked how it stands.",
    )
    notice_minutes = fields.Integer(
        "Notice Read Within (min)",
        default=120,
        help="Minutes until somebody who was told must have confirmed it.",
    )
    production_minutes = fields.Integer(
        "Production Delivers Within (min)",
        default=240,
        help="Minutes until a production task is due, if no delivery time was agreed.",
    )
    task_priority = fields.Selection(
        selection="_selection_task_priority", default="0", required=True
    )
    inform_supervisor = fields.Boolean(
        default=True, help="The supervisor of the team follows the document."
    )
    inform_managers = fields.Boolean(
        help="The managers of the team follow the document."
    )

    _minutes_positive = models.Constraint(
        "CHECK (LEAST(first_word_minutes, customer_word_minutes,"
        " control_system_minutes, control_customer_minutes, notice_minutes,"
        " production_minutes) > 0)",
        "Every interval of a level needs at least one minute.",
    )

    def _selection_task_priority(self):
        return self.env["project.task"]._fields["priority"].selection

    @api.constrains("task_priority")
    def _check_task_priority(self):
        known = dict(self._selection_task_priority())
        for level in self:
            if level.task_priority not in known:
                raise ValidationError(
                    self.env._("Tasks know no priority “%s”.", level.task_priority)
                )

    def _deadline(self, minutes, calendar, start=None):
        """Return when so many minutes have passed on this level's clock.

        :param int minutes: minutes of the clock, not of the wall
        :param calendar: the team's `resource.calendar`; holidays and breaks count
        :param datetime start: naive UTC; now if empty
        :return: naive UTC datetime. Without working hours ahead, the wall counts.
        """
        self.ensure_one()
        start = start or fields.Datetime.now()
        if self.clock == "working" and calendar:
            planned = calendar.plan_hours(
                minutes / 60, pytz.utc.localize(start), compute_leaves=True
            )
            if planned:
                return planned.astimezone(pytz.utc).replace(tzinfo=None)
        return start + timedelta(minutes=minutes)
