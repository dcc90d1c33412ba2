from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class CrisisReviewedReport(models.AbstractModel):
    """The report after the case, which leaves as a file (S1-31)."""

    _name = "crisis.reviewed.report"
    _inherit = "crisis.reviewed.text.mixin"
    _description = "Report That a Second Person Reads"

    _activity_type = "crisis_protocol.mail_activity_type_report_review"
    _shown_field = "date_changed"
    _version_field = "crisis_report_date"

    def _is_in(self, template):
        return template._takes_report()

    def _writers(self, text):
        return text.author_id | text.writer_ids

    def _lacks(self, document):
        report = document._closing_report()
        if document.is_drill:
            return self.env._("This is a drill: nothing goes to the customer.")
        if not report:
            return self.env._("There is no report for the customer yet.")
        if not document._is_over():
            return self.env._("The case runs again: the report waits for its end.")
        if report.state == "sent":
            return self.env._("The customer has the report already.")
        if report.state != "reviewed":
            return self.env._("The report is not reviewed by a second person yet.")
        return ""

    def _version(self, document):
        return document._closing_report().date_reviewed

    def _sentences(self, note=""):
        return {
            "done": self.env._("This is done already. Look again."),
            "own": self.env._("Somebody else has to review it: you wrote it."),
            "changed": self.env._("The report was changed meanwhile. Read it again."),
            "outdated": self.env._(
                "The report has changed since. Write the message anew."
            ),
            "reviewed": self.env._(
                "The report for the customer is reviewed and may be sent."
            ),
            "returned": self.env._("The report for the customer needs work: %s", note),
        }

    def _keep_review(self, texts):
        texts._write_as_system(
            {
                "state": "reviewed",
                "reviewer_id": self.env.uid,
                # the clock of the files, which may not be older than the review
                "date_reviewed": texts.document_id._stage_clock(),
            }
        )

    def _make_draft(self, texts):
        texts._write_as_system(texts._unreviewed)

    def _note_sent(self, documents, message):
        for document in documents:
            document._closing_report()._note_sent(message)

    def _lock(self, documents):
        """Let two who send it at the same moment come one after the other.

        Nor does the case come back, or the text change, while it leaves. Who comes
        second finds a conflict, and Odoo begins his request anew.
        """
        documents._lock_rows()
        if documents:
            self.env.execute_query(
                SQL(
                    "SELECT id FROM crisis_closing_report WHERE document_id IN %s"
                    " ORDER BY id FOR NO KEY UPDATE",
                    tuple(documents.ids),
                )
            )

    def _has_left(self, document, mail):
        """An address that was typed is none of a colleague's, nor is a stranger.

        Without its file nobody has it.
        """
        is_outside = mail.email_to or any(
            not document._works_here(reader) for reader in mail.recipient_ids
        )
        # whoever sends it may not read the files of the mail
        files = mail.sudo().attachment_ids
        return bool(is_outside) and self._holds_report(document, files)

    # ------------------------------------------------------------------
    # From the composer
    # ------------------------------------------------------------------

    def _check_composer(self, composer, documents):
        super()._check_composer(composer, documents)
        if composer.composition_mode != "comment" or composer.composition_batch:
            return  # each file is made while it is sent, to whom the template says
        for document in documents:
            self._check_file(document, composer.attachment_ids)
            self._check_reader(document, composer)

    def _check_scheduled(self, scheduled, document):
        """Its file may have been taken out while the message waited."""
        result = super()._check_scheduled(scheduled, document)
        self._check_file(document, scheduled.attachment_ids)
        return result

    def _check_file(self, document, files):
        """Refuse to send a file that is older than the review, or none.

        :raise UserError: saying to write the message anew
        """
        if not self._holds_report(document, files):
            raise UserError(
                self.env._(
                    "The report that was reviewed is not attached. Write the "
                    "message anew."
                )
            )

    def _holds_report(self, document, files):
        """Whether the report that was reviewed is among files, and no older one."""
        name = document._report_file_name()
        files = files.filtered(lambda file: file.name.startswith(name))
        since = self._version(document)
        return bool(files) and min(files.mapped("create_date")) >= since

    def _check_reader(self, document, composer):
        """Refuse to give the report to strangers whom the customer knows nothing of.

        Colleagues may see it at any time: then he does not have it yet.

        :raise UserError: saying whom to choose
        """
        named = reached = composer.partner_ids
        if composer.subtype_id == self.env.ref("mail.mt_comment"):
            reached |= document.message_partner_ids
        is_outside = any(not document._works_here(partner) for partner in named)
        if is_outside and not document._reaches_customer(reached):
            raise UserError(
                self.env._(
                    "Nobody of %s gets this message. Choose who is to read the "
                    "report there, too.",
                    document.partner_id.display_name,
                )
            )
