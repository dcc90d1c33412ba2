from odoo import models


class IrAttachment(models.Model):
    """What the customer gave with an answer is his word, and stays."""

    _inherit = "ir.attachment"

    def _crisis_proof(self):
        answers = self.env["crisis.answer"].search([("attachment_ids", "in", self.ids)])
        return super()._crisis_proof() | (self & answers.attachment_ids)
