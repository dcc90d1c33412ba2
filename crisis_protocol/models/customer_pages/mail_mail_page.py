from odoo import models


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _crisis_own_link(self, kind, ids, partner):
        """Only whom of the customer the mail was written to answers on his page."""
        # who sends the mail need not see the case
        document = self.env["crisis.document"].sudo().browse(ids[:1]).exists()
        if kind not in document._page_links():
            return super()._crisis_own_link(kind, ids, partner)
        is_for = document and document._is_page_for(partner, self._crisis_addressed())
        return is_for and document._page_links()[kind](partner)
