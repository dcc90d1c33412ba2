from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.dialog import dialog


class CrisisDocument(models.Model):
    """Who besides must hear of the case (S4-38)."""

    _inherit = "crisis.document"

    stakeholder_ids = fields.One2many(
        "crisis.stakeholder", "document_id", "Stakeholders", copy=False
    )
    unsent_stakeholder_count = fields.Integer(
        compute="_compute_unsent_stakeholder_count", export_string_translation=False
    )
    has_stakeholder_failure = fields.Boolean(
        compute="_compute_unsent_stakeholder_count", export_string_translation=False
    )

    @api.depends("stakeholder_ids.state", "stakeholder_ids.failure")
    def _compute_unsent_stakeholder_count(self):
        for document in self:
            unsent = document.stakeholder_ids.filtered(lambda row: row.state != "sent")
            document.unsent_stakeholder_count = len(unsent)
            failures = document.stakeholder_ids.mapped("failure")
            document.has_stakeholder_failure = any(failures)

    @api.ondelete(at_uninstall=False)
    def _unlink_none_written_of(self):
        for document in self:
            if "sent" in document.stakeholder_ids.mapped("state"):
                raise UserError(
                    self.env._(
                        "Stakeholders were written to about %s, so it is kept. Move it "
                        "to “Not a crisis” instead.",
                        document.display_name,
                    )
                )

    def action_add_stakeholders(self):
        """Choose several people of one group at once."""
        self.ensure_one()
        return dialog(
            self.env["crisis.stakeholder.add"],
            self.env._("Who has to hear of it?"),
            default_document_id=self.id,
        )

    def action_send_stakeholders(self):
        """Send all that is written to stakeholders of the case and not sent yet.

        :raise UserError: if nothing is left to be sent
        """
        self.ensure_one()
        unsent = self.stakeholder_ids.filtered(lambda row: row.state != "sent")
        unsent.action_send()
        return True
