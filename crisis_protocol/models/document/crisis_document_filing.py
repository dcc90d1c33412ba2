from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.constants import GRADES


class CrisisDocument(models.Model):
    """What need not be asked while filing: Odoo proposes it, the agent corrects it."""

    _inherit = "crisis.document"

    level_id = fields.Many2one(
        "crisis.level",
        compute="_compute_level_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        index=True,
        ondelete="restrict",
        plans_duties=True,
    )
    level_color = fields.Integer(related="level_id.color")
    grade = fields.Selection(
        GRADES,
        compute="_compute_grade",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Watch: bad news is likely. Critical or crisis: it is out.",
    )
    team_id = fields.Many2one(
        "crisis.team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        plans_duties=True,
    )
    team_shortcomings = fields.Text(related="team_id.shortcomings")
    contact_id = fields.Many2one(
        "res.partner",
        compute="_compute_contact_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        domain="['|', ('id', '=', partner_id), ('parent_id', '=', partner_id), "
        "('crisis_is_drill', 'in', (is_drill, False))]",
        help="Who speaks for the customer in this case.",
    )
    contact_email = fields.Char(related="contact_id.email", string="Email")
    contact_phone = fields.Char(related="contact_id.phone", string="Phone")
    lang = fields.Selection(
        selection="_selection_lang",
        string="Language",
        compute="_compute_lang",
        store=True,
        readonly=False,
        precompute=True,
        help="The language in which we write to the customer.",
    )
    duplicate_ids = fields.Many2many(
        "crisis.document",
        string="Possible Duplicates",
        compute="_compute_duplicate_ids",
    )

    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.depends("category_id")
    def _compute_level_id(self):
        fallback = None
        for document in self:
            category = document.category_id
            proposed = category.level_id or category.parent_id.level_id
            if proposed:
                document.level_id = proposed
            elif not document.level_id:
                fallback = fallback or self._fallback_level()
                document.level_id = fallback

    def _fallback_level(self):
        """Return the level of a case that nobody has judged yet.

        The second mildest: high enough to be looked at soon, and when in doubt
        the agent takes the higher one.
        """
        levels = self.env["crisis.level"].search([], limit=2)
        if not levels:
            raise UserError(
                self.env._("There is no crisis level. Ask a manager to add one.")
            )
        return levels[-1]

    @api.depends("category_id", "protocol_id")
    def _compute_grade(self):
        for document in self:
            category = document.category_id
            if document.origin != "customer":
                document.grade = False
            elif proposed := category.grade or category.parent_id.grade:
                document.grade = proposed
            else:
                document.grade = document.grade or "critical"

    @api.depends("user_id", "company_id")
    def _compute_team_id(self):
        todo = self.filtered(lambda document: not document._team_fits())
        if not todo:
            return
        teams = self.env["crisis.team"].search(
            [("company_id", "in", todo.company_id.ids)]
        )
        for document in todo:
            fitting = teams.filtered(lambda t, d=document: t.company_id == d.company_id)
            agent = document.user_id or self.env.user
            own = fitting.filtered(lambda t, a=agent: t._has(a))
            document.team_id = (own or fitting)[:1]

    def _team_fits(self):
        """Keep a team that was chosen, unless the responsible is of another."""
        # it may be one of another company, and is replaced then
        team = self.team_id.sudo()
        return (
            team
            and team.company_id == self.company_id
            and (not self.user_id or team._has(self.user_id) or bool(self._origin.id))
        )

    @api.depends("partner_id")
    def _compute_contact_id(self):
        for document in self:
            partner = document.partner_id
            if document.contact_id and document.contact_id in (
                partner | partner.child_ids
            ):
                continue
            people = partner.child_ids.filtered(lambda child: child.type == "contact")
            document.contact_id = people[:1] if partner.is_company else partner
            document.contact_id = document.contact_id or partner

    def _customer_contact(self):
        return self.contact_id or self.partner_id

    @api.depends("contact_id", "partner_id")
    def _compute_lang(self):
        installed = dict(self._selection_lang())
        for document in self:
            wanted = (document.contact_id.lang, document.partner_id.lang, self.env.lang)
            document.lang = next((lang for lang in wanted if lang in installed), False)

    @api.depends("partner_id", "category_id", "protocol_id")
    def _compute_duplicate_ids(self):
        """Find cases of the same customer and category of the last days (S0-57).

        “Same category” is the same branch of the tree: a missing item and an item
        absent from the summary are two words for one complaint.
        """
        for document in self:
            domain = document._duplicate_domain()
            document.duplicate_ids = domain and self.search_fetch(
                domain, ["name", "reference"], limit=5
            )

    def _duplicate_domain(self):
        customer = self.partner_id.commercial_partner_id
        if not customer or not self.protocol_id:
            return False
        days = (self.company_id or self.env.company).crisis_duplicate_days
        branch = self.category_id.parent_id or self.category_id
        domain = Domain(
            [
                ("commercial_partner_id", "=", customer.id),
                ("protocol_id", "=", self.protocol_id.id),
                ("create_date", ">=", f"-{days}d"),
                ("id", "!=", self._origin.id or 0),
            ]
        )
        if branch:
            domain &= Domain("category_id", "child_of", branch.id)
        return domain

    @api.constrains("lang")
    def _check_lang(self):
        installed = dict(self._selection_lang())
        for document in self:
            if document.lang and document.lang not in installed:
                raise ValidationError(
                    self.env._("“%s” is no installed language.", document.lang)
                )

    @api.constrains("grade", "protocol_id")
    def _check_grade(self):
        for document in self:
            if document.grade and document.origin != "customer":
                raise ValidationError(
                    self.env._(
                        "A grade belongs to crises that concern the customer. “%s” "
                        "has none.",
                        document.protocol_id.name,
                    )
                )

    def action_open_duplicates(self):
        """Open the cases that may be the same as this one."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Possible duplicates"),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [("id", "in", self.duplicate_ids.ids)],
        }
