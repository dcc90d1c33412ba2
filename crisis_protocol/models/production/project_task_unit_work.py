from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.project.models.project_task import CLOSED_STATES

from ...tools.inside import handed_inside

# What ends a task or takes it away, and what besides is agreed for an order.
ENDS = {"state", "active", "is_template", "parent_id", "project_id"}
AGREED = {"date_deadline", "user_ids"}


class ProjectTask(models.Model):
    """What is owed on an order is the unit's work, also what hangs below the order.

    The unit ends it as it likes, in Odoo's own way. The desk that ordered it says with
    “Delivered” what came; it neither ticks the work off, nor hides or postpones it.
    """

    _inherit = "project.task"

    crisis_is_unfinished = fields.Boolean(
        compute="_compute_crisis_is_unfinished",
        search="_search_crisis_is_unfinished",
        # who works on a task need not see all that hangs below it
        compute_sudo=True,
        recursive=True,
        export_string_translation=False,
    )

    @api.depends("is_closed", "child_ids.crisis_is_unfinished")
    def _compute_crisis_is_unfinished(self):
        """Whether something is left to do: of the task, or below it at any depth."""
        for task in self:
            below = task.child_ids.filtered("crisis_is_unfinished")
            task.crisis_is_unfinished = not task.is_closed or bool(below)

    def _search_crisis_is_unfinished(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        # what hangs below may be what the user does not see
        still_open = self.sudo()._search([("is_closed", "=", False)])
        return Domain("id", "parent_of", list(still_open))

    def write(self, vals):
        """:raise UserError: for what a unit owes, if somebody else ends or moves it"""
        if not (ENDS | AGREED).isdisjoint(vals) and not self._crisis_may_end():
            # who has no right to it is told that, and nothing of the order
            self.check_access("write")
            self._crisis_check_unit_work(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_no_unit_work(self):
        if not self._crisis_may_end():
            still_open = self.filtered(lambda task: not task.is_closed)
            still_open._crisis_refuse_others(still_open._crisis_orders_above())

    @api.model
    def _crisis_may_end(self):
        """Whether the system acts, or the dialog that has asked for what came."""
        return self.env.su or bool(handed_inside(self.env, "crisis_taking_away"))

    def _crisis_check_unit_work(self, vals):
        # whoever writes the task need not see that it is an order
        seen = self.sudo()
        agreed = seen.filtered("crisis_is_order")
        touched = agreed.filtered(lambda task: task._crisis_is_moved(vals))
        if not ENDS.isdisjoint(vals):
            touched |= seen.filtered(lambda task: task._crisis_is_ended(vals))
        if touched:
            touched._crisis_refuse_others(touched._crisis_orders_above())

    def _crisis_is_ended(self, vals):
        """Whether a change ends an open task, or takes it away."""
        if self.is_closed:
            return False
        is_hidden = vals.get("active") is False or vals.get("is_template")
        is_ended = vals.get("state") in CLOSED_STATES
        return is_hidden or is_ended or self._crisis_leaves(vals)

    def _crisis_leaves(self, vals):
        return any(
            name in vals and self[name] and vals[name] != self[name].id
            for name in ("parent_id", "project_id")
        )

    def _crisis_is_moved(self, vals):
        """Whether a change gives an order another time, or leaves it to nobody."""
        if "date_deadline" in vals:
            deadline = fields.Datetime.to_datetime(vals["date_deadline"])
            if deadline != self.date_deadline:
                return True
        if "user_ids" not in vals or not self.user_ids:
            return False
        people = self._fields["user_ids"].convert_to_cache(vals["user_ids"], self)
        return not people

    def _crisis_orders_above(self):
        """Return {task: the open order that it is, or hangs below at any depth}."""
        # who works on a subtask need not see the order
        found, above = {}, {task: task for task in self.sudo()}
        while above:
            found |= {t: one for t, one in above.items() if one.crisis_is_order}
            above = {
                task: one.parent_id
                for task, one in above.items()
                if one.parent_id and not one.crisis_is_order
            }
        return found

    def _crisis_refuse_others(self, orders):
        """Refuse who is not of the unit.

        :param dict orders: {task: the order that it belongs to}
        :raise UserError: saying what to do instead
        """
        user = self.env.user
        is_of_desk = user.has_group("crisis_protocol.group_crisis_agent")
        others = self.browse()
        for task, order in orders.items():
            unit = order.crisis_unit_id
            people = unit.user_ids | unit.manager_id
            # who orders it may give it to himself, and is no unit by that
            if not is_of_desk and not user.share:
                people |= order.user_ids | task.user_ids
            if user not in people:
                others |= task
        if others:
            raise UserError(
                self.env._(
                    "%s: what a unit was ordered, it ends itself. If you have what "
                    "came, choose “Delivered” and say what it is; another time is "
                    "agreed on the case; a supervisor may choose “Withdraw the Order”.",
                    ", ".join(others.mapped("display_name")),
                )
            )
