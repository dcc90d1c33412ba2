from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrisisLeadingAdd(models.TransientModel):
    """Asks who else is hit by the same cause, and files a case for each."""

    _name = "crisis.leading.add"
    _description = "Add Customers Hit by the Same Cause"
    _check_company_auto = True

    document_id = fields.Many2one("crisis.document", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="document_id.company_id")
    partner_ids = fields.Many2many(
        "res.partner", string="Customers", check_company=True
    )
    name = fields.Char(
        "Topic",
        compute="_compute_topic",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    description = fields.Html(
        "What Happened",
        compute="_compute_topic",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="Stands on each new case: leave out what concerns one customer alone.",
    )
    preview = fields.Html(
        "What Comes of It", compute="_compute_preview", sanitize=False
    )

    @api.depends("document_id")
    def _compute_topic(self):
        # the company is read by the system, and then the case would be at hand
        self.document_id.check_access("read")
        for add in self:
            add.name = add.document_id.name
            add.description = add.document_id.description

    @api.depends("document_id", "partner_ids")
    def _compute_preview(self):
        self.document_id.check_access("read")
        for add in self:
            lines = [
                add._line(partner, kind, case)
                for partner, (kind, case) in add._sorted_customers().items()
            ]
            add.preview = bool(lines) and add.document_id._list_html(lines)

    def _line(self, partner, kind, case):
        """Say what becomes of a customer; a case he may not read by number only."""
        texts = {
            "new": self.env._("%(customer)s: gets a case of his own"),
            "attach": self.env._("%(customer)s: %(case)s is open and follows"),
            "there": self.env._("%(customer)s: %(case)s is there already"),
            "bound": self.env._(
                "%(customer)s: %(case)s follows or leads other cases already. Nothing "
                "is done."
            ),
            "foreign": self.env._(
                "%(customer)s: %(case)s belongs to another team. Ask its supervisor to "
                "let it follow."
            ),
        }
        return texts[kind] % {"customer": partner.name, "case": case.reference}

    def _sorted_customers(self):
        """Return {customer: (what becomes of him, his open case)}.

        A customer is his company, whoever of it was chosen, and each stands once.
        """
        lead, found = self.document_id, {}
        everyone = self._open_cases()
        # of the others he is told the number only, see `_line`
        writable = everyone.with_env(self.env)._filtered_access("write").sudo()
        cases = everyone.grouped("commercial_partner_id")
        for partner in self.partner_ids:
            partner = partner._origin
            customer = partner.commercial_partner_id
            if customer in {known.commercial_partner_id for known in found}:
                continue
            own = cases.get(customer, everyone.browse())
            there = own.filtered(lambda d: d == lead or d.leading_id == lead)
            bound = own.filtered(lambda d: d.leading_id or d.led_count)
            free = own - bound
            ranked = [("there", there), ("attach", free & writable)]
            ranked += [("foreign", free), ("bound", bound)]
            kind, chosen = next(
                (pair for pair in ranked if pair[1]), ("new", lead.browse())
            )
            found[partner] = kind, chosen[:1]
        return found

    def _open_cases(self):
        """Return the customers' open cases of this kind, whoever works on them.

        With the system's eyes, so that none is filed twice by two teams.
        """
        lead = self.document_id
        branch = lead.category_id.parent_id or lead.category_id
        domain = Domain(
            [
                (
                    "commercial_partner_id",
                    "in",
                    self.partner_ids.commercial_partner_id.ids,
                ),
                ("protocol_id", "=", lead.protocol_id.id),
                ("company_id", "=", lead.company_id.id),
                ("is_closed", "=", False),
                ("is_drill", "=", lead.is_drill),
            ]
        )
        if branch:
            domain &= (
                Domain("category_id", "child_of", branch.id)
                | Domain("category_id", "=", False)
                | Domain("leading_id", "=", lead.id)
                | Domain("id", "=", lead.id)
            )
        return lead.sudo().search(domain)

    def action_add(self):
        """File a case for each customer, or let the one that is open follow.

        Two who add the same customer at the same moment come one after the other,
        so that he gets one case.

        :raise UserError: if nobody is chosen, or nothing comes of it
        """
        self.ensure_one()
        lead = self.document_id
        lead.check_access("write")
        if not self.partner_ids:
            raise UserError(self.env._("Choose the customers that are hit, too."))
        lead._lock_rows()
        customers = self._sorted_customers()
        attached = lead.browse(
            [case.id for kind, case in customers.values() if kind == "attach"]
        )
        new = [partner for partner, (kind, _c) in customers.items() if kind == "new"]
        if not attached and not new:
            raise UserError(
                "\n".join(
                    self._line(partner, kind, case)
                    for partner, (kind, case) in customers.items()
                )
            )
        attached.write({"leading_id": lead.id})
        quietly = lead.with_context(mail_auto_subscribe_no_notify=True)
        made = quietly.create([self._values(partner) for partner in new])
        references = ", ".join((attached | made).mapped("reference"))
        lead._message_log(body=self.env._("More customers hit: %s", references))
        return {"type": "ir.actions.act_window_close"}

    def _values(self, partner):
        """Return the new case of a customer: what it shares with the leading one."""
        lead = self.document_id
        # made responsible by name, each would be subscribed by himself
        other = lead.user_id - self.env.user
        return {
            "name": self.name,
            "description": self.description,
            "partner_id": partner.id,
            "leading_id": lead.id,
            "is_drill": lead.is_drill,
            "protocol_id": lead.protocol_id.id,
            "category_id": lead.category_id.id,
            "level_id": lead.level_id.id,
            "grade": lead.grade,
            "date_occurred": lead.date_occurred,
            "team_id": lead.team_id.id,
            "company_id": lead.company_id.id,
        } | ({"user_id": other.id} if other else {})
