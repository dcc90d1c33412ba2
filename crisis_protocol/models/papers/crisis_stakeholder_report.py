from odoo import models
from odoo.exceptions import UserError


class CrisisStakeholder(models.Model):
    """The customer's report is no letter to others."""

    _inherit = "crisis.stakeholder"

    def _check_sendable(self):
        result = super()._check_sendable()
        if self.template_id._takes_report():
            raise UserError(
                self.env._("The report after the case goes out from the report itself.")
            )
        return result
