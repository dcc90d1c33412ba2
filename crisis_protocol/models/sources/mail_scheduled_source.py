from odoo import models


class MailScheduledMessage(models.Model):
    """A message on a task or a ticket is one on its case, as long as that runs."""

    _inherit = "mail.scheduled.message"

    def _crisis_case(self):
        record = self.env[self.model].browse(self.res_id)
        if "crisis_case_id" in record._fields:
            return record._with_open_case().crisis_case_id
        return super()._crisis_case()
