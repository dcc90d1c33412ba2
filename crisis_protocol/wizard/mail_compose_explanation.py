from odoo import api, fields, models

from ..tools.inside import Inside


class MailComposeMessage(models.TransientModel):
    """An explanation leaves only when its facts are confirmed (S0-22, S0-23)."""

    _inherit = "mail.compose.message"

    # When the facts were confirmed of the explanation that the message tells.
    crisis_explanation_date = fields.Datetime(
        compute="_compute_crisis_explanation_date",
        store=True,
        readonly=False,
        export_string_translation=False,
    )

    @api.depends("template_id", "crisis_document_id")
    def _compute_crisis_explanation_date(self):
        for composer in self:
            explains = composer.template_id.crisis_kind == "explanation"
            document = composer.crisis_document_id
            composer.crisis_explanation_date = (
                explains and document.date_explanation_confirmed
            )

    def _prepare_mail_values(self, res_ids):
        """Check on every way out: sent now or later, to one or to many.

        :raise UserError: if an explanation is not confirmed or not reviewed, or
            another one than when the window was opened
        """
        documents = self._explained(res_ids)
        documents._lock_rows_or_refuse()
        documents._check_explanation_ready()
        if self.crisis_explanation_date:
            documents._check_explanation_as_of(self.crisis_explanation_date)
        return super()._prepare_mail_values(res_ids)

    def _explained(self, res_ids):
        """Return the cases that this message explains to their customers.

        A note among colleagues explains nothing; one that names the customer as
        receiver reaches him all the same.
        """
        is_explanation = (
            self.model == "crisis.document"
            and self.template_id.crisis_kind == "explanation"
        )
        documents = self.env["crisis.document"].browse(
            res_ids if is_explanation else []
        )
        is_post = self.composition_mode == "comment" and not self.composition_batch
        if is_post and self.subtype_is_log:
            return documents.filtered(lambda d: d._reaches_customer(self.partner_ids))
        return documents

    def _action_send_mail_comment(self, res_ids):
        explained = self._explained(res_ids)
        messages = super()._action_send_mail_comment(res_ids)
        for message in messages if explained else ():
            document = explained.browse(message.res_id)
            is_told = document._reaches_customer(message.partner_ids)
            if is_told or document._is_to_customer(message, {}):
                document._note_explanation_sent()
        return messages

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        if self._explained(res_ids):
            self = self.with_context(crisis_explains=Inside())
        return super()._action_send_mail_mass_mail(res_ids, auto_commit=auto_commit)

    def _prepare_schedule_message_post_values(self, post_values):
        """Remember which text waits, so that no other one is taken for it later."""
        values = super()._prepare_schedule_message_post_values(post_values)
        document = self._explained(self._evaluate_res_ids())
        return values | {"crisis_explanation_date": document.date_explanation_confirmed}
