from odoo import api, fields, models

from ...tools.inside import handed_inside


class MailTemplate(models.Model):
    """What a message of a case is for, whatever its protocol and wording."""

    _inherit = "mail.template"

    crisis_kind = fields.Selection(
        [
            ("holding", "Holding message"),
            ("information", "Asking for information"),
            ("progress", "Progress"),
            ("explanation", "Explanation"),
            ("delivery", "Delivery"),
            ("remedy", "Remedy"),
            ("items", "Recovered items"),
            ("after_hours", "After working hours"),
            ("ask_over", "Asking whether it is over"),
            ("closing", "Closing"),
            ("thanks", "Thanks after the crisis"),
            ("report", "Report after the case"),
            ("manager", "To managers"),
            ("production", "To production"),
            ("outside", "To units outside"),
        ],
        "Crisis Message",
        help="What the message is for. An explanation leaves only when its facts are "
        "confirmed, a report only when it is reviewed.",
    )

    @api.model
    def _render_eval_context(self):
        """Offer `reader`: who gets a message that is written to each on his own."""
        reader = self.env["res.partner"].browse(
            handed_inside(self.env, "crisis_reader_id") or []
        )
        return super()._render_eval_context() | {"reader": reader}

    def send_mail_batch(
        self,
        res_ids,
        force_send=False,
        raise_exception=False,
        email_values=None,
        email_layout_xmlid=False,
    ):
        """Send past the chatter; what a second person reads only once he has (S0-22).

        :raise UserError: if a text that it takes along may not leave
        """
        texts = self.env["crisis.reviewed.text.mixin"]
        kinds = texts._kinds_in(self, self.model)
        options = {
            "raise_exception": raise_exception,
            "email_values": email_values,
            "email_layout_xmlid": email_layout_xmlid,
        }
        if not kinds:
            return super().send_mail_batch(res_ids, force_send=force_send, **options)
        documents = self.env["crisis.document"].browse(res_ids)
        for kind in kinds:
            kind._lock(documents)
            kind._check_ready(documents)
        mails = super().send_mail_batch(res_ids, **options)
        # before they leave: one that is sent and forgotten can't be looked at any more
        for kind in kinds:
            kind._note_mails(documents, mails)
        if force_send:
            mails.send(raise_exception=raise_exception)
        return mails
