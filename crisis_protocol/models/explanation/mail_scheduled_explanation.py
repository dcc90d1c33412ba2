from odoo import fields, models


class MailScheduledMessage(models.Model):
    """A message that is sent later keeps which explanation it takes along."""

    _inherit = "mail.scheduled.message"

    crisis_explanation_date = fields.Datetime(
        readonly=True,
        export_string_translation=False,
        help="When the facts of the explanation that waits here were confirmed.",
    )
