from odoo import fields, models
from odoo.exceptions import UserError


class MailScheduledMessage(models.Model):
    """A report that is sent later is checked when it leaves."""

    _inherit = "mail.scheduled.message"

    crisis_report_date = fields.Datetime(
        readonly=True,
        export_string_translation=False,
        help="When the report that waits here was reviewed.",
    )

    def _message_created_hook(self, message):
        """Keep that the customer has the report.

        :raise UserError: for one that has changed since
        """
        result = super()._message_created_hook(message)
        document = self.env["crisis.document"].browse(self.res_id).exists()
        if self.crisis_report_date and document:
            document = document.with_user(self.create_uid)
            document._check_report_ready()
            if document._closing_report().date_reviewed != self.crisis_report_date:
                raise UserError(
                    self.env._("The report has changed since. Write the message anew.")
                )
            document._note_report_sent(message)
        return result
