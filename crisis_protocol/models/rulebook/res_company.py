from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        """A company that says where it is sets the clocks of its desks with it."""
        moved = self.browse()
        if "country_id" in vals:
            moved = self.filtered(lambda c: c.country_id.id != vals["country_id"])
        result = super().write(vals)
        if moved:
            # who looks after companies need not see the desks
            teams = self.env["crisis.team"].sudo().with_context(active_test=False)
            teams.search([("company_id", "in", moved.ids)])._set_zone_of_country()
        return result
