from odoo import fields, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    crisis_check_ids = fields.One2many(
        "crisis.phrase.check",
        "message_id",
        "Checked Words",
        readonly=True,
        # everybody reads messages, and with all their fields
        groups="crisis_protocol.group_crisis_agent",
    )
