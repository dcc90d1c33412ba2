from odoo import fields, models
from odoo.exceptions import UserError


class MailScheduledMessage(models.Model):
    """An explanation that is sent later is looked at again when it leaves."""

    _inherit = "mail.scheduled.message"

    crisis_explanation_date = fields.Datetime(
        readonly=True,
        export_string_translation=False,
        help="When the facts of the explanation that waits here were confirmed.",
    )

    def _message_created_hook(self, message):
        result = super()._message_created_hook(message)
        document = self.env["crisis.document"].browse(self.res_id).exists()
        if self.crisis_explanation_date and document:
            # the queue posts as the system, but it was his word
            self._explain(document.with_user(self.create_uid))
        return result

    def _explain(self, document):
        """The explanation reaches the customer, unless it has changed meanwhile.

        :raise UserError: for a text whose facts nobody confirms any more, or that
            somebody has sent since
        """
        document._check_explanation_ready()
        sent = document.date_explanation_sent
        if sent and sent > self.create_date:
            raise UserError(
                self.env._("The customer has got the explanation meanwhile.")
            )
        document._check_explanation_as_of(self.crisis_explanation_date)
        document._note_explanation_sent()
