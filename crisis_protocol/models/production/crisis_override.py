from odoo import fields, models


class CrisisOverride(models.Model):
    """Also which delivery somebody did not pass on to the customer."""

    _inherit = "crisis.override"

    delivery_id = fields.Many2one(
        "crisis.delivery", readonly=True, ondelete="set null", index="btree_not_null"
    )
