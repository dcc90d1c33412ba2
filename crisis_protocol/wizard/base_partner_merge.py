from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Keep who is made up for drills apart from real contacts.

        :raise UserError: if both are among them
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        if len(set(partners.mapped("crisis_is_drill"))) > 1:
            raise UserError(partners._crisis_mixed_words())
        return super()._merge(partner_ids, dst_partner, extra_checks)
