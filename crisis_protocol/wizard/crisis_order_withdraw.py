from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.sentence import is_sentence


class CrisisOrderWithdraw(models.TransientModel):
    """Asks why an order is taken back, or given to another unit (S0-40)."""

    _name = "crisis.order.withdraw"
    _description = "Withdraw an Order With a Reason"

    task_id = fields.Many2one("project.task", "Order", required=True)
    unit_id = fields.Many2one(
        "crisis.unit", "Give It To", help="Empty: nobody has to do it any more."
    )
    reason = fields.Text()

    def action_withdraw(self):
        """Take the order back, and say so on the case.

        :raise AccessError: for whoever does not lead a desk
        :raise UserError: without a reason, or for a task that is no open order
        """
        self.ensure_one()
        if not self.env.user.has_group("crisis_protocol.group_crisis_supervisor"):
            raise AccessError(
                self.env._("Only a supervisor may withdraw an order. Ask yours.")
            )
        # who may change the case may take back what was ordered for it
        task = self.task_id.sudo()
        task.crisis_document_id.sudo(False).check_access("write")
        if not task.crisis_is_order:
            raise UserError(self.env._("Nothing is owed on this order now."))
        if not is_sentence(self.reason):
            raise UserError(
                self.env._("Say in a sentence why. The reason stays with the case.")
            )
        if self.unit_id == task.crisis_unit_id:
            raise UserError(self.env._("Choose another unit, or leave it empty."))
        self.task_id._crisis_withdraw(self.reason.strip(), self.unit_id)
        return {"type": "ir.actions.act_window_close"}
