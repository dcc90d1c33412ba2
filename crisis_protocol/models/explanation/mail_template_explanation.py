from odoo import models


class MailTemplate(models.Model):
    """An explanation leaves confirmed or not at all, whatever way is taken."""

    _inherit = "mail.template"

    def send_mail_batch(self, res_ids, *args, **kwargs):
        """Send past the chatter; an explanation only if it may be sent (S0-22).

        :raise UserError: if its facts are not confirmed or the review is missing
        """
        is_explanation = (
            self.model == "crisis.document" and self.crisis_kind == "explanation"
        )
        documents = self.env["crisis.document"].browse(
            res_ids if is_explanation else []
        )
        documents._lock_rows_or_refuse()
        documents._check_explanation_ready()
        mails = super().send_mail_batch(res_ids, *args, **kwargs)
        if left := mails.exists():
            documents._note_explanation_mails(left)
        else:  # sent and forgotten
            documents._note_explanation_sent()
        return mails
