from odoo import fields, models


class CrisisItemCause(models.Model):
    """Why an item was missed or a figure was wrong (S0-06…13)."""

    _name = "crisis.item.cause"
    _description = "Cause of a Missed Item"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
