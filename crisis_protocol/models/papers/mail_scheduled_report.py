from odoo import fields, models


class MailScheduledMessage(models.Model):
    """A message that is sent later keeps which report it takes along."""

    _inherit = "mail.scheduled.message"

    crisis_report_date = fields.Datetime(
        readonly=True,
        export_string_translation=False,
        help="When the report that waits here was reviewed.",
    )
