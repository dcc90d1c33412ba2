from odoo import api, fields, models


class MailComposeMessage(models.TransientModel):
    """A window keeps which explanation it was opened with (S0-23)."""

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
        explanations = self.env["crisis.reviewed.explanation"]
        for composer in self:
            explains = explanations._is_in(composer.template_id)
            document = composer.crisis_document_id
            composer.crisis_explanation_date = explains and explanations._version(
                document
            )
