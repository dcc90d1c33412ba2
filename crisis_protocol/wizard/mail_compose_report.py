from odoo import models
from odoo.exceptions import UserError

from ..tools.inside import Inside


class MailComposeMessage(models.TransientModel):
    """The report after the case leaves only when a second person has read it."""

    _inherit = "mail.compose.message"

    def _prepare_mail_values(self, res_ids):
        """Check on every way out: sent now or later, to one or to many.

        :raise UserError: if the report is not reviewed, or not the one attached
        """
        documents = self._reported(res_ids)
        documents._lock_report()
        documents._check_report_ready()
        self._check_report_file(documents)
        self._check_report_reader(documents)
        return super()._prepare_mail_values(res_ids)

    def _reported(self, res_ids):
        """Return the cases whose report this message takes to the customer."""
        is_report = self.model == "crisis.document" and self.template_id._takes_report()
        return self.env["crisis.document"].browse(res_ids if is_report else [])

    def _check_report_file(self, documents):
        """Refuse to send a file that is older than the review, or none.

        :raise UserError: saying to write the message anew
        """
        if self.composition_mode != "comment" or self.composition_batch:
            return  # the file is made while it is sent
        for document in documents:
            name = document._report_file_name()
            files = self.attachment_ids.filtered(
                lambda file, name=name: file.name.startswith(name)
            )
            reviewed = document._closing_report().date_reviewed
            if not files or min(files.mapped("create_date")) < reviewed:
                raise UserError(
                    self.env._(
                        "The report that was reviewed is not attached. Write the "
                        "message anew."
                    )
                )

    def _check_report_reader(self, documents):
        """Refuse to give the report to strangers whom the customer knows nothing of.

        Colleagues may see it at any time: then he does not have it yet.

        :raise UserError: saying whom to choose
        """
        if self.composition_mode != "comment" or self.composition_batch:
            return  # each goes to whom the template says
        for document in documents:
            named = self.partner_ids
            reached = named
            if self.subtype_id == self.env.ref("mail.mt_comment"):
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

    def _action_send_mail_comment(self, res_ids):
        documents = self._reported(res_ids)
        messages = super()._action_send_mail_comment(res_ids)
        for message in messages if documents else ():
            document = documents.browse(message.res_id)
            is_told = document._reaches_customer(message.partner_ids)
            if is_told or document._is_to_customer(message, {}):
                document._note_report_sent(message)
        return messages

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        if self._reported(res_ids):
            self = self.with_context(crisis_reports=Inside())
        return super()._action_send_mail_mass_mail(res_ids, auto_commit=auto_commit)

    def _prepare_schedule_message_post_values(self, post_values):
        """Remember which report waits, so that no other one is taken for it later."""
        values = super()._prepare_schedule_message_post_values(post_values)
        report = self._reported(self._evaluate_res_ids())._closing_report()
        return values | {"crisis_report_date": report.date_reviewed}
