from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _works_on_orders_only(self):
        """Whether the user works in production, and sees no case."""
        self.ensure_one()
        works = self.has_group("crisis_protocol.group_crisis_production")
        return works and not self.has_group("crisis_protocol.group_crisis_agent")
