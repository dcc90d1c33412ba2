from odoo import models


class IrAttachment(models.Model):
    """What a unit has delivered stays."""

    _inherit = "ir.attachment"

    def _crisis_proof(self):
        deliveries = self.env["crisis.delivery"].search(
            [("attachment_ids", "in", self.ids), ("state", "=", "done")]
        )
        return super()._crisis_proof() | (self & deliveries.attachment_ids)
