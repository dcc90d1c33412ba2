from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.said import said_reason


class CrisisDutyCancel(models.TransientModel):
    """Asks why a duty need not be done."""

    _name = "crisis.duty.cancel"
    _description = "Cancel a Duty With a Reason"

    duty_model = fields.Char(required=True, export_string_translation=False)
    duty_id = fields.Many2oneReference(
        model_field="duty_model", required=True, export_string_translation=False
    )
    reason = fields.Text()

    def action_cancel(self):
        """Cancel the duty, and say so on the document.

        :raise UserError: without a reason, or if the kind or the user may not
        """
        self.ensure_one()
        reason = said_reason(self.env, self.reason)
        kinds = self.env["crisis.duty.mixin"]._duty_models()
        if self.duty_model not in {kind._name for kind in kinds}:
            raise UserError(self.env._("There is no such duty."))
        duty = self.env[self.duty_model].browse(self.duty_id)
        duty.check_access("write")
        duty._check_open()
        duty._check_cancel()
        document = duty.document_id
        body = self.env._(
            "Cancelled: %(duty)s. %(reason)s", duty=duty._label(), reason=reason
        )
        duty._cancel(reason)
        document._message_log(body=body)
        document._reconcile_duties()
        return {"type": "ir.actions.act_window_close"}
