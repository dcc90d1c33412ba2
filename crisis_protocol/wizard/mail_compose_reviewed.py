from odoo import models

from ..tools.inside import Inside


class MailComposeMessage(models.TransientModel):
    """What a second person reads leaves only when he has read it (S0-22, S0-23)."""

    _inherit = "mail.compose.message"

    def _reviewed_texts(self, res_ids):
        """Return what this message takes along, as (kind of text, its cases)."""
        texts = self.env["crisis.reviewed.text.mixin"]
        kinds = texts._kinds_in(self.template_id, self.model)
        documents = self.env["crisis.document"].browse(res_ids if kinds else [])
        taken = [(kind, kind._taken_by(self, documents)) for kind in kinds]
        return [(kind, documents) for kind, documents in taken if documents]

    def _prepare_mail_values(self, res_ids):
        """Check on every way out: sent now or later, to one or to many.

        :raise UserError: if a text that it takes along may not leave, or is another
            one than the message was written with
        """
        for kind, documents in self._reviewed_texts(res_ids):
            kind._lock(documents)
            kind._check_ready(documents)
            kind._check_composer(self, documents)
        return super()._prepare_mail_values(res_ids)

    def _action_send_mail_comment(self, res_ids):
        taken = self._reviewed_texts(res_ids)
        messages = super()._action_send_mail_comment(res_ids)
        for kind, documents in taken:
            kind._note_messages(documents, messages)
        return messages

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        if kinds := [kind._name for kind, _cases in self._reviewed_texts(res_ids)]:
            self = self.with_context(crisis_reviewed_kinds=Inside(kinds))
        return super()._action_send_mail_mass_mail(res_ids, auto_commit=auto_commit)

    def _prepare_schedule_message_post_values(self, post_values):
        """Remember which texts wait, so that no other one is taken for them later."""
        values = super()._prepare_schedule_message_post_values(post_values)
        for kind, document in self._reviewed_texts(self._evaluate_res_ids()):
            values[kind._version_field] = kind._version(document)
        return values
