from odoo import models


class CrisisNotice(models.Model):
    _inherit = "crisis.notice"

    def _may_lapse(self):
        """On a case that follows, who is told by the one that leads need not be."""
        known = self.document_id._is_told_by_lead(self.receiver_id.id, self.role_id.id)
        return super()._may_lapse() or known
