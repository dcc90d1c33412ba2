from odoo import fields, models


class MailScheduledMessage(models.Model):
    """A message that is sent later keeps which apology it takes along."""

    _inherit = "mail.scheduled.message"

    crisis_apology_date = fields.Datetime(readonly=True)
