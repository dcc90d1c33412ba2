from odoo import models
from odoo.exceptions import UserError

from ...tools.inside import kept_inside


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
        known = partners._crisis_known(["name"])
        found = partners._crisis_cases_by_person(known, known)
        names = {partner.id: partner.name for partner in partners}
        with kept_inside(self.env, "crisis_merging"):
            result = super()._merge(partner_ids, dst_partner, extra_checks)
        left = partners.exists()
        gone = [name for key, name in names.items() if key not in left.ids]
        if found and gone:
            partners._crisis_documents()._note_contacts_merged(found, left, gone)
        return result
