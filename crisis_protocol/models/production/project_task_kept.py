from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from ...tools.dialog import dialog
from ...tools.inside import Inside, handed_inside

# What takes an order away from its case or its unit.
TAKES_AWAY = {"active", "crisis_document_id", "crisis_unit_id", "is_template", "state"}


class ProjectTask(models.Model):
    """An open order is owed: nobody takes it out of its case without saying why.

    The unit says that it can't; a supervisor withdraws the order, or gives it to
    another unit, with a reason that stays with the case. What was late was missed.
    """

    _inherit = "project.task"

    def write(self, vals):
        """:raise UserError: for an order that is owed, saying what to do instead"""
        if not TAKES_AWAY.isdisjoint(vals) and not self._crisis_may_take_away():
            # who has no right to it is told that, and nothing of the order
            self.check_access("write")
            self._refuse_foreign_cases([vals])
            self._crisis_check_kept(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_no_open_order(self):
        # whoever deletes it need not see that it is an order
        owed = self.sudo().filtered("crisis_is_order")
        if owed and not self._crisis_may_take_away():
            raise UserError(owed._crisis_kept_words())

    def unlink(self):
        """What only the system may delete, it says on the cases."""
        # with the task goes what the case knows of it
        gone = self.sudo().filtered("crisis_is_order")
        lines = {
            case: self.env._(
                "An order was deleted: %s. Who does it now?",
                ", ".join(orders.mapped("display_name")),
            )
            for case, orders in gone.grouped("crisis_document_id").items()
        }
        result = super().unlink()
        for case, line in lines.items():
            case.message_post(body=line, subtype_xmlid="crisis_protocol.mt_production")
        return result

    @api.model
    def _crisis_may_take_away(self):
        """Whether it is the system that acts, or the dialog that has asked for why."""
        is_system = self.env.uid == SUPERUSER_ID
        return is_system or bool(handed_inside(self.env, "crisis_taking_away"))

    def _crisis_check_kept(self, vals):
        # whoever writes the task need not see that it is an order, nor its case
        for task in self.sudo():
            leaves = any(
                name in vals and vals[name] != task[name].id
                for name in ("crisis_document_id", "crisis_unit_id")
                if task[name]
            )
            is_dropped = vals.get("active") is False or vals.get("is_template")
            is_dropped = is_dropped or vals.get("state") == "1_canceled"
            # also what a unit has answered is that case's, and that unit's
            is_answered = bool(task.crisis_delivery_ids)
            if task.crisis_is_order and (leaves or is_dropped):
                raise UserError(task._crisis_kept_words())
            if is_answered and leaves:
                raise UserError(task._crisis_kept_words())

    def _crisis_kept_words(self):
        return self.env._(
            "%s: what was ordered for a case is owed to it. The unit may say “Can't be "
            "done” and why; a supervisor may choose “Withdraw the Order”.",
            ", ".join(self.mapped("display_name")),
        )

    def action_crisis_withdraw(self):
        """Ask why the order is withdrawn, or given to another unit."""
        self.ensure_one()
        return dialog(
            self.env["crisis.order.withdraw"],
            self.env._("Withdraw the order"),
            default_task_id=self.id,
        )

    def _crisis_withdraw(self, reason, unit):
        """Take an order back, or give it to another unit; keep what was owed until now.

        :param str reason: stays with the case
        :param unit: who does it instead; empty: nobody does
        """
        self.ensure_one()
        # the desk need not see the task, nor may it write what was owed on it
        order = self.sudo()
        document = order.crisis_document_id
        before = order._crisis_label()
        order._crisis_end_owed(reason)
        inside = {"crisis_taking_away": Inside(), "crisis_is_told": Inside()}
        order = order.with_context(**inside)
        if unit:
            order.crisis_unit_id = unit
        else:
            # with it goes what hangs below it, but for what is an order of its own
            below = order._get_all_subtasks().filtered(
                lambda task: not task.is_closed and not task.crisis_is_order
            )
            (order | below).state = "1_canceled"
        # the unit does not see the case, and reads it here
        order._message_log(
            body=order.env._("The order was withdrawn. Reason: %s", reason),
            author_id=self.env.user.partner_id.id,
        )
        document._on_order_withdrawn(before, reason, unit)

    def _crisis_end_owed(self, reason):
        """End what is open on orders: late, it was missed; else it is cancelled."""
        open_ones = self.crisis_delivery_ids.filtered(lambda d: d.state == "open")
        late = open_ones.filtered("is_late")
        late._expire()
        # in the name of who decided it
        for delivery in (open_ones - late).with_user(self.env.user).sudo():
            delivery._cancel(reason)
