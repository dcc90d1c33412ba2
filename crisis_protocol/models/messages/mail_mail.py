from datetime import timedelta

from odoo import api, fields, models


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        """Mails that are no copy of a message in the thread are words of their own."""
        self.env["crisis.document"]._name_desk_as_sender(
            [vals for vals in vals_list if not vals.get("mail_message_id")]
        )
        mails = super().create(vals_list)
        for mail, vals in zip(mails, vals_list, strict=True):
            if mail.model == "crisis.document" and not vals.get("mail_message_id"):
                document = self.env["crisis.document"].browse(mail.res_id).exists()
                if document:
                    document._note_direct_mail(mail)
        return mails

    @api.model
    def _cron_resend_crisis_mails(self):
        """Send again what a mail server that was down has refused.

        Odoo leaves such mails as failed until somebody looks; a crisis can't wait for
        that. Only those that never left, of the last days, of crisis documents, and
        situation reports.
        """
        failed = self.search(
            [
                ("state", "=", "exception"),
                # no connection: a mail that was tried has a failure type of its own
                ("failure_type", "=", False),
                ("create_date", ">", fields.Datetime.now() - timedelta(days=3)),
                "|",
                ("model", "=", "crisis.level"),
                "&",
                ("notification_ids.failure_type", "=", "mail_smtp"),
                ("model", "in", ["crisis.document", "crisis.team"]),
            ]
        )
        if failed:
            failed.mark_outgoing()
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
