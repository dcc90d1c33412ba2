from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _crisis_name(self):
        """Return the name of a user, or of none.

        Whoever reads a case reads who works on it or did: also who has left, works for
        another company or is the customer's, whom he may not look up.
        """
        return self.sudo().name

    def _works_on_orders_only(self):
        """Whether the user works in production, and sees no case."""
        self.ensure_one()
        works = self.has_group("crisis_protocol.group_crisis_production")
        return works and not self.has_group("crisis_protocol.group_crisis_agent")
