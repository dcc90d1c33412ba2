from odoo import fields, models


class MailScheduledMessage(models.Model):
    """A message to a customer that is sent later makes its promise when it is sent."""

    _inherit = "mail.scheduled.message"

    crisis_promise_date = fields.Datetime("Next Word By", readonly=True)

    def _message_created_hook(self, message):
        result = super()._message_created_hook(message)
        date = self.crisis_promise_date
        document = self.env["crisis.document"].browse(self.res_id).exists()
        if date and date > fields.Datetime.now() and not document.is_closed:
            # the queue posts as the system, but it was his word
            document.with_user(self.create_uid)._promise(date, message)
        return result
