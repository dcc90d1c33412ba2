from odoo import fields, models


class CrisisDutyMixin(models.AbstractModel):
    """A duty of a drill says so, wherever it is done."""

    _inherit = "crisis.duty.mixin"

    is_drill = fields.Boolean(related="document_id.is_drill")
