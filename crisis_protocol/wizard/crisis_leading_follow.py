from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.said import said_reason
from ..tools.sent_ids import sent_ids


class CrisisLeadingFollow(models.TransientModel):
    """Asks which case others follow from now on, or why they follow no longer."""

    _name = "crisis.leading.follow"
    _description = "Follow a Leading Case"

    document_ids = fields.Many2many(
        "crisis.document",
        string="Cases",
        required=True,
        default=lambda self: self._default_document_ids(),
    )
    protocol_id = fields.Many2one("crisis.protocol", compute="_compute_protocol_id")
    is_drill = fields.Boolean(
        compute="_compute_protocol_id", export_string_translation=False
    )
    leading_id = fields.Many2one(
        "crisis.document",
        "Leading Case",
        domain="[('protocol_id', '=', protocol_id), ('is_closed', '=', False), "
        "('is_drill', '=', is_drill), "
        "('leading_id', '=', False), ('id', 'not in', document_ids)]",
        ondelete="cascade",
    )
    is_leaving = fields.Boolean(export_string_translation=False)
    reason = fields.Text()

    def _default_document_ids(self):
        return sent_ids(self.env.context.get("active_ids"))

    @api.depends("document_ids")
    def _compute_protocol_id(self):
        for follow in self:
            follow.protocol_id = follow.document_ids.protocol_id[:1]
            follow.is_drill = follow.document_ids[:1].is_drill

    def action_follow(self):
        """Let the cases follow the chosen one.

        :raise UserError: if none is chosen, or they can't
        """
        self.ensure_one()
        if not self.leading_id:
            raise UserError(self.env._("Choose the leading case."))
        self.document_ids.write({"leading_id": self.leading_id.id})
        return {"type": "ir.actions.act_window_close"}

    def action_leave(self):
        """Let the cases go their own way again.

        :raise UserError: without a reason
        """
        self.ensure_one()
        reason = said_reason(self.env, self.reason)
        self.document_ids._follow_no_longer(reason)
        return {"type": "ir.actions.act_window_close"}
