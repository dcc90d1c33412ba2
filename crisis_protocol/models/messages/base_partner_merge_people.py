from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Keep colleagues apart from customers: what was said is who said it.

        :raise UserError: if both are among them
        """
        # who merges contacts need not see the cases
        partners = self.env["res.partner"].sudo().browse(partner_ids).exists()
        colleagues = partners._crisis_colleagues()
        if colleagues and (partners - colleagues)._crisis_customers():
            raise UserError(
                self.env._(
                    "A colleague and a customer's contact are two people, and are not "
                    "merged: %s",
                    ", ".join(partners.mapped("display_name")),
                )
            )
        return super()._merge(partner_ids, dst_partner, extra_checks)
