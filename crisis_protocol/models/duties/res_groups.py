from odoo import models


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        """Who loses his role by way of the group passes on what he owes, too."""
        if not {"user_ids", "all_user_ids", "implied_ids"} & vals.keys():
            return super().write(vals)
        agents = self.env.ref("crisis_protocol.group_crisis_agent")
        before = agents.all_user_ids._works_with_crises()
        result = super().write(vals)
        gone = before - before._works_with_crises()
        gone._crisis_pass_on_duties()
        return result
