from odoo import fields, models


class CrisisMedia(models.Model):
    """A kind of medium that a customer can ask to have watched (S0-76)."""

    _name = "crisis.media"
    _description = "Media"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
