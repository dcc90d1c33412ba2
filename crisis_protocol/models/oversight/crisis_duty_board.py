from odoo import api, models


class CrisisDutyMixin(models.AbstractModel):
    """A duty that changes changes the board."""

    _inherit = "crisis.duty.mixin"

    @api.model_create_multi
    def create(self, vals_list):
        duties = super().create(vals_list)
        # production works on duties of cases that it may not read
        duties.sudo().document_id._tell_boards()
        return duties

    def write(self, vals):
        result = super().write(vals)
        # production works on duties of cases that it may not read
        self.sudo().document_id._tell_boards()
        return result
