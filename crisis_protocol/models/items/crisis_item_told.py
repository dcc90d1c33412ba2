from odoo import api, models

from ...tools.inside import handed_inside


class CrisisItem(models.Model):
    """Where the cause of an item is known, the unit where it went wrong is told."""

    _inherit = "crisis.item"

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._tell_where_it_went_wrong()
        return items

    def write(self, vals):
        result = super().write(vals)
        if {"cause_id", "unit_id"} & vals.keys():
            self._tell_where_it_went_wrong()
        return result

    def _tell_where_it_went_wrong(self):
        """A case that is being filed tells it itself, once it is there."""
        if not handed_inside(self.env, "crisis_filing"):
            known = self.filtered(lambda item: item.cause_id and item.unit_id)
            known.document_id._tell_cause_units()
