from odoo import fields, models


class CrisisGate(models.Model):
    """A gate may offer the button of an errand."""

    _inherit = "crisis.gate"

    next_step = fields.Selection(
        selection_add=[("errand", "Bring it")], ondelete={"errand": "set null"}
    )
