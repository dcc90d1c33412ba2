from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    # The mail gateway looks every sender up by this column, five times a mail;
    # without an index each look reads the whole table.
    email_normalized = fields.Char(index="btree_not_null")
    crisis_is_drill = fields.Boolean(
        "Exists in Drills Only",
        readonly=True,
        help="Made up for drills. No real case can be filed for it.",
    )
    crisis_document_count = fields.Integer(
        "Crisis Documents",
        compute="_compute_crisis_document_count",
        groups="crisis_protocol.group_crisis_agent",
    )

    def _compute_crisis_document_count(self):
        customers = self.commercial_partner_id
        groups = self.env["crisis.document"]._read_group(
            [
                ("commercial_partner_id", "in", customers.ids),
                ("is_drill", "=", False),
            ],
            ["commercial_partner_id"],
            ["__count"],
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.crisis_document_count = counts.get(
                partner.commercial_partner_id.id, 0
            )

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Offer who is made up for drills only to fields that ask for them."""
        asked = Domain(domain or Domain.TRUE)
        named = (condition.field_expr for condition in asked.iter_conditions())
        if "crisis_is_drill" not in named:
            asked &= Domain("crisis_is_drill", "=", False)
        return super().name_search(name, asked, operator, limit)

    @api.model_create_multi
    def create(self, vals_list):
        """Who exists in drills only is made up by the drill, and by nobody else.

        A customer who was marked so would get no mail, and nobody would miss it.
        """
        if self.env.su:
            return super().create(vals_list)
        return super().create([vals | {"crisis_is_drill": False} for vals in vals_list])

    def write(self, vals):
        """Refuse to make a real customer one of drills, or the other way round.

        :raise UserError: for whoever tries it; his cases would be drills or real ones
            with somebody who is not
        """
        if "crisis_is_drill" in vals:
            if any(p.crisis_is_drill != bool(vals["crisis_is_drill"]) for p in self):
                raise UserError(self._crisis_mixed_words())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_no_customer(self):
        """Who was a customer in a crisis stays, as the trail hangs on him."""
        # whoever erases a contact need not see the cases
        documents = self.env["crisis.document"].sudo().with_context(active_test=False)
        found = documents.search([("partner_id", "in", self.ids)], limit=1)
        if found:
            raise UserError(
                self.env._(
                    "%(partner)s is the customer of crisis cases, which are kept. To "
                    "erase a person, write over his name, addresses and numbers: the "
                    "cases name nobody then. To merge two contacts, use Odoo's merge.",
                    partner=found.partner_id.display_name,
                )
            )

    def _crisis_mixed_words(self):
        return self.env._(
            "Who exists in drills only stays so, and who is real stays real."
        )

    def action_open_crisis_documents(self):
        """Open all crisis documents of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crisis_protocol.crisis_document_action"
        )
        customer = self.commercial_partner_id
        return action | {
            "domain": [
                ("commercial_partner_id", "=", customer.id),
                ("is_drill", "=", False),
            ],
            "context": {"default_partner_id": self.id},
        }
