from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Whoever turns out to be one person is told once."""
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        # who merges contacts need not see the cases
        notices = self.env["crisis.notice"].sudo()
        self.env.invalidate_all()
        notices.search(
            [("receiver_id", "in", partner_ids), ("state", "=", "open")]
        )._unite()
        return result
