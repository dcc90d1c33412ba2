from odoo import models


class CrisisNotice(models.Model):
    _inherit = "crisis.notice"

    def _may_lapse(self):
        """On a case that follows, they are told by the one that leads."""
        return super()._may_lapse() or bool(self.document_id.leading_id)
