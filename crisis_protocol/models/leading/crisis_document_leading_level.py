from odoo import models


class CrisisDocument(models.Model):
    _inherit = "crisis.document"

    def _proposed_level(self):
        """Of what follows, the leading case was judged already: the same cause."""
        proposed = super()._proposed_level()
        # how it was judged counts also for who may not read it
        lead = self.sudo().leading_id
        is_same = bool(lead) and lead.category_id == self.category_id._origin
        is_lighter = is_same and lead.level_id._is_milder_than(proposed)
        return lead.level_id.sudo(False) if is_lighter else proposed
