from odoo import api, fields, models


class MailComposeMessage(models.TransientModel):
    """Who writes in a drill reads that it reaches nobody outside."""

    _inherit = "mail.compose.message"

    crisis_is_drill = fields.Boolean(
        compute="_compute_crisis_is_drill", export_string_translation=False
    )

    @api.depends("model", "res_ids")
    def _compute_crisis_is_drill(self):
        documents = self.env["crisis.document"]
        for composer in self:
            record_ids = composer._evaluate_res_ids() if composer.model else []
            drills = documents._drills_of(composer.model, record_ids)
            composer.crisis_is_drill = bool(drills)
