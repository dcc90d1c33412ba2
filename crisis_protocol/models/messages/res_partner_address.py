from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class ResPartner(models.Model):
    """Whose address is whose tells who has said something on a case.

    A colleague with the address of a customer would silence him: his mails would be
    the colleague's.
    """

    _inherit = "res.partner"

    @api.constrains("email")
    def _check_not_a_customers_address(self):
        # who changes his own address need not see the cases
        colleagues = self.sudo()._crisis_colleagues()
        emails = set(filter(None, colleagues.mapped("email_normalized")))
        if not emails:
            return
        same = colleagues.search([("email_normalized", "in", list(emails))])
        others = same - same._crisis_colleagues()
        for customer in others._crisis_customers():
            raise ValidationError(
                self.env._(
                    "%s is the address of a customer's contact. A colleague can't have "
                    "it, too: what the customer writes would no longer be his own. "
                    "Enter another address.",
                    customer.email_normalized,
                )
            )

    def _crisis_colleagues(self):
        """Return those that work here, in whichever company."""
        return self.filtered(lambda p: any(not user.share for user in p.user_ids))

    def _crisis_customers(self):
        """Return those that speak for the customer of some case."""
        if not self:
            return self
        # whoever works on them, and those that are over
        documents = self.env["crisis.document"].sudo().with_context(active_test=False)
        is_about = Domain("commercial_partner_id", "in", self.commercial_partner_id.ids)
        is_spoken_for = Domain("contact_id", "in", self.ids)
        found = documents.search(is_about | is_spoken_for)
        companies, contacts = found.commercial_partner_id, found.contact_id
        return self.filtered(
            lambda p: p in contacts or p.commercial_partner_id in companies
        )
