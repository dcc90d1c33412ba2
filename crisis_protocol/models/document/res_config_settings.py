from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    crisis_duplicate_days = fields.Integer(
        related="company_id.crisis_duplicate_days", readonly=False
    )
