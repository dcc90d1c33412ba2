from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ...tools.inside import Inside

LAYOUT = "crisis_protocol.mail_layout_letter"


class CrisisStakeholder(models.Model):
    """Each one gets his own message; nobody sees who else was written to."""

    _inherit = "crisis.stakeholder"

    def action_send(self):
        """Send each reader his message. One that fails does not stop the others.

        :raise UserError: if nothing is left to be sent
        """
        self.check_access("write")
        # whoever presses the button at the same moment finds nothing left to do
        free = self.try_lock_for_update(allow_referencing=True)
        free = free.filtered(lambda row: row.state != "sent")
        if not free:
            raise UserError(self.env._("This has been sent already. Look again."))
        for row in free:
            row._send_or_note()
        free._log_sent()
        return {"type": "ir.actions.act_window_close"}

    def _send_or_note(self):
        try:
            with self.env.cr.savepoint():
                message = self._send()
        except UserError as error:
            self._write_as_system({"state": "failed", "refusal": str(error)})
            return
        self._write_as_system(
            {
                "state": "sent",
                "date_sent": fields.Datetime.now(),
                "sent_by_id": self.env.uid,
                "message_id": message.id,
                "refusal": False,
            }
        )

    def _send(self):
        """Write to one reader.

        Whoever speaks for the customer gets a word to the customer, with all that this
        sets off; the others a message that stands on their row only.

        :raise UserError: if it can't be sent, with the reason
        """
        self._check_sendable()
        document, partner = self.document_id, self.partner_id
        values = {
            "subject": self.subject,
            "body": Markup(self.body),
            "partner_ids": partner.ids,
            "email_layout_xmlid": LAYOUT,
            "force_email_lang": self.lang,
        }
        if not document._reaches_customer(partner):
            return document.message_notify(**values)
        texts = self.env["crisis.reviewed.text.mixin"]
        kinds = texts._kinds_in(self.template_id, document._name)
        for kind in kinds:
            kind._check_ready(document)
        message = document.with_context(crisis_letter=Inside()).message_post(
            **values,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            # the letter is his alone, not the followers' who belong to him
            notify_skip_followers=True,
        )
        for kind in kinds:
            kind._note_sent(document, message)
        return message

    def _check_sendable(self):
        partner = self.partner_id
        if is_html_empty(self.body) or not (self.subject or "").strip():
            raise UserError(self.env._("The message is empty."))
        # his user may be of another company
        has_user = any(not user.share for user in partner.sudo().user_ids)
        if not partner.email_normalized and not has_user:
            raise UserError(
                self.env._("%s has no valid mail address.", partner.display_name)
            )

    def _log_sent(self):
        """Say in the chatter of the case who was written to."""
        audiences = dict(self._fields["audience"]._description_selection(self.env))
        for document, rows in self.grouped("document_id").items():
            lines = [
                f"{row.partner_id.display_name} ({audiences[row.audience]})"
                for row in rows
                if row.state == "sent"
                and not document._reaches_customer(row.partner_id)
            ]
            if lines:
                title = self.env._("Written to:")
                body = Markup("<p>%s</p>%s") % (title, document._list_html(lines))
                document._message_log(body=body)
