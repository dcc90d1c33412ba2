from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _works_with_crises(self):
        """Return those of the users who are there and have a role at a desk.

        Who has left, or whose role was taken, leads nothing and is told of nothing.
        """
        # whoever it is that asks: a customer on his page, production, the job
        users = self.sudo().filtered(
            lambda user: user.active
            and not user.share
            and user.has_group("crisis_protocol.group_crisis_agent")
        )
        return self.browse(users.ids)
