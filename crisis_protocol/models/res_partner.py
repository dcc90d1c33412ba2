from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # The mail gateway looks every sender up by this column, five times a mail;
    # without an index each look reads the whole table.
    email_normalized = fields.Char(index="btree_not_null")
    crisis_document_count = fields.Integer(
        "Crisis Documents",
        compute="_compute_crisis_document_count",
        groups="crisis_protocol.group_crisis_agent",
    )

    def _compute_crisis_document_count(self):
        customers = self.commercial_partner_id
        groups = self.env["crisis.document"]._read_group(
            [("commercial_partner_id", "in", customers.ids)],
            ["commercial_partner_id"],
            ["__count"],
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.crisis_document_count = counts.get(
                partner.commercial_partner_id.id, 0
            )

    def action_open_crisis_documents(self):
        """Open all crisis documents of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crisis_protocol.crisis_document_action"
        )
        customer = self.commercial_partner_id
        return action | {
            "domain": [("commercial_partner_id", "=", customer.id)],
            "context": {"default_partner_id": self.id},
        }
