from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.inside import handed_inside


class CrisisDocument(models.Model):
    """The report leaves reviewed or not at all, whatever way is taken."""

    _inherit = "crisis.document"

    def _check_report_ready(self):
        """Refuse to send the customer a report that nobody else has read.

        :raise UserError: saying what is missing, case by case
        """
        for document in self:
            if lacks := document._report_lacks():
                raise UserError(
                    self.env._(
                        "%(document)s: %(reason)s",
                        document=document.display_name,
                        reason=lacks,
                    )
                )

    def _report_lacks(self):
        """Return what keeps the report from being sent; empty if nothing does."""
        report = self._closing_report()
        if self.is_drill:
            return self.env._("This is a drill: nothing goes to the customer.")
        if not report:
            return self.env._("There is no report for the customer yet.")
        if not self._is_over():
            return self.env._("The case runs again: the report waits for its end.")
        if report.state == "sent":
            return self.env._("The customer has the report already.")
        if report.state != "reviewed":
            return self.env._("The report is not reviewed by a second person yet.")
        return ""

    def _lock_report(self):
        """Let two who send it at the same moment come one after the other.

        Nor does the case come back, or the text change, while it leaves. Who comes
        second finds a conflict, and Odoo begins his request anew.
        """
        self._lock_rows()
        if self:
            self.env.execute_query(
                SQL(
                    "SELECT id FROM crisis_closing_report WHERE document_id IN %s"
                    " ORDER BY id FOR NO KEY UPDATE",
                    tuple(self.ids),
                )
            )

    def _note_report_sent(self, message=None):
        for document in self:
            document._closing_report()._note_sent(message)

    def _message_mail_after_hook(self, mails):
        """A report sent past the chatter has been sent, too."""
        result = super()._message_mail_after_hook(mails)
        if handed_inside(self.env, "crisis_reports"):
            self._note_report_mails(mails)
        return result

    def _note_report_mails(self, mails):
        for document in self:
            own = mails.filtered(lambda mail, d=document: mail.res_id == d.id)
            readers = own.recipient_ids
            # an address that was typed is none of a colleague's, nor is a stranger
            is_out = any(own.mapped("email_to")) or any(
                not document._works_here(reader) for reader in readers
            )
            if is_out:
                document._note_report_sent(own.mail_message_id[:1])
