from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.constants import AUDIENCES


class CrisisStakeholderAdd(models.TransientModel):
    """Asks which people of a group have to hear of a case, and in which words."""

    _name = "crisis.stakeholder.add"
    _description = "Add Stakeholders"

    document_id = fields.Many2one("crisis.document", required=True, ondelete="cascade")
    audience = fields.Selection(AUDIENCES, "Group", required=True, default="customer")
    partner_ids = fields.Many2many("res.partner", string="Readers")
    template_id = fields.Many2one(
        "mail.template",
        "Wording",
        compute="_compute_template_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('model', '=', 'crisis.document')]",
        ondelete="cascade",
    )

    @api.depends("audience")
    def _compute_template_id(self):
        for add in self:
            name = f"crisis_protocol.mail_template_stakeholder_{add.audience}"
            add.template_id = self.env.ref(name, raise_if_not_found=False)

    def action_add(self):
        """Write a message for each, to be looked at and sent.

        Whoever has one that waits gets no second one.

        :raise UserError: if nobody is chosen
        """
        self.ensure_one()
        if not self.partner_ids:
            raise UserError(self.env._("Choose who has to hear of it."))
        rows = self.document_id.stakeholder_ids
        waiting = rows.filtered(lambda row: row.state != "sent").partner_id
        rows.create(
            [
                {
                    "document_id": self.document_id.id,
                    "audience": self.audience,
                    "partner_id": partner.id,
                    "template_id": self.template_id.id,
                }
                for partner in self.partner_ids - waiting
            ]
        )
        return {"type": "ir.actions.act_window_close"}
