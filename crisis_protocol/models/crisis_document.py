from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .crisis_category import GRADES

# Answer to a yes/no question that may not have been asked yet.
ANSWERS = [("not_asked", "Not asked yet"), ("yes", "Yes"), ("no", "No")]


class CrisisDocument(models.Model):
    """The case: who is concerned, what happened, and where it stands (S0-41)."""

    _name = "crisis.document"
    _description = "Crisis Document"
    _inherit = [
        "mail.thread.cc",
        "mail.activity.mixin",
        "mail.tracking.duration.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "reference"]
    _primary_email = "contact_email"
    _mail_post_access = "read"
    _track_duration_field = "stage_id"
    _check_company_auto = True

    name = fields.Char("Topic", required=True, tracking=True, index="trigram")
    reference = fields.Char(readonly=True, copy=False, index="trigram")
    active = fields.Boolean(default=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self._default_company_id(),
    )
    protocol_id = fields.Many2one(
        "crisis.protocol",
        required=True,
        tracking=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    origin = fields.Selection(related="protocol_id.origin")
    category_id = fields.Many2one(
        "crisis.category",
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('protocol_id', '=', protocol_id)]",
    )
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
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self._default_user_id(),
        domain="[('share', '=', False)]",
        check_company=True,
        tracking=True,
        index=True,
        copy=False,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        tracking=True,
        index=True,
        check_company=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index=True
    )
    contact_id = fields.Many2one(
        "res.partner",
        compute="_compute_contact_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        domain="['|', ('id', '=', partner_id), ('parent_id', '=', partner_id)]",
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
    description = fields.Html(
        "What Happened", help="In the customer's own words, wherever possible."
    )
    date_occurred = fields.Datetime(
        "Since", copy=False, help="When it happened or began."
    )
    date_closed = fields.Datetime(
        "Closed On", compute="_compute_date_closed", store=True, copy=False
    )
    duplicate_ids = fields.Many2many(
        "crisis.document",
        string="Possible Duplicates",
        compute="_compute_duplicate_ids",
    )

    _reference_unique = models.UniqueIndex(
        "(company_id, reference) WHERE reference IS NOT NULL",
        "This reference is taken. Leave it empty to get the next one.",
    )
    _open_idx = models.Index(
        "(stage_id, id DESC) WHERE active AND is_closed IS NOT TRUE"
    )

    # ------------------------------------------------------------------
    # Proposals: what need not be asked
    # ------------------------------------------------------------------

    def _default_company_id(self):
        return self.env.company

    def _default_user_id(self):
        user = self.env.user
        is_agent = user.has_group("crisis_protocol.group_crisis_agent")
        return user if is_agent and not user.share else user.browse()

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
            own = fitting.filtered(lambda t, a=agent: t.sudo()._has(a))
            document.team_id = (own or fitting)[:1]

    def _team_fits(self):
        """Keep a team that was chosen, unless the responsible is of another."""
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

    @api.depends("contact_id", "partner_id")
    def _compute_lang(self):
        installed = dict(self._selection_lang())
        for document in self:
            wanted = (document.contact_id.lang, document.partner_id.lang, self.env.lang)
            document.lang = next((lang for lang in wanted if lang in installed), False)

    @api.depends("is_closed")
    def _compute_date_closed(self):
        now = fields.Datetime.now()
        for document in self:
            document.date_closed = document.is_closed and (document.date_closed or now)

    @api.depends("partner_id", "category_id", "protocol_id")
    def _compute_duplicate_ids(self):
        """Find cases of the same customer and category of the last days (S0-57).

        “Same category” is the same branch of the tree: a missing item and an item
        absent from the summary are two words for one complaint.
        """
        for document in self:
            domain = document._duplicate_domain()
            document.duplicate_ids = domain and self.search(domain, limit=5)

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

    @api.depends("reference", "name")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        formatted = self.env.context.get("formatted_display_name")
        for document in self:
            name, reference = document.name or "", document.reference
            if formatted and reference:
                document.display_name = f"{name} \t--{reference}--"
            else:
                document.display_name = " ".join(
                    filter(None, [reference and f"[{reference}]", name])
                )

    @api.constrains("category_id", "protocol_id")
    def _check_category(self):
        for document in self:
            category = document.category_id
            if category and category.protocol_id != document.protocol_id:
                raise ValidationError(
                    self.env._(
                        "The category “%(category)s” belongs to another protocol. "
                        "Choose one of “%(protocol)s”.",
                        category=category.display_name,
                        protocol=document.protocol_id.name,
                    )
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

    @api.constrains("lang")
    def _check_lang(self):
        installed = dict(self._selection_lang())
        for document in self:
            if document.lang and document.lang not in installed:
                raise ValidationError(
                    self.env._("“%s” is no installed language.", document.lang)
                )

    @api.constrains("date_occurred", "date_first_delivery", "date_repeat_until")
    def _check_dates_of_our_time(self):
        """Dates far off are slips of the hand, and no calendar can work with them."""
        names = ("date_occurred", "date_first_delivery", "date_repeat_until")
        for document in self:
            for name in names:
                value = document[name]
                if value and not 1970 <= value.year <= 2100:
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” can't be in the year %(year)s.",
                            field=self._fields[name]._description_string(self.env),
                            year=str(value.year),
                        )
                    )

    @api.constrains("name")
    def _check_name(self):
        for document in self:
            if not (document.name or "").strip():
                raise ValidationError(
                    self.env._("Say in a few words what it is about.")
                )
            if len(document.name) > 250:
                raise ValidationError(
                    self.env._(
                        "The topic is too long. Keep it to one line and write the "
                        "rest under “What happened”."
                    )
                )

    @api.constrains("active")
    def _check_active(self):
        still_open = self.filtered(lambda d: not d.active and not d.is_closed)
        if still_open:
            raise ValidationError(
                self.env._(
                    "Only closed cases can be archived. Still open: %s",
                    ", ".join(still_open.mapped("display_name")),
                )
            )

    # ------------------------------------------------------------------
    # Life
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        self._number(vals_list)
        documents = super().create(vals_list)
        documents._after_filing()
        return documents

    def _keep(self, vals):
        """Write what only Odoo itself may write, such as when a word was given."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _number(self, vals_list):
        """Give each document its number, per company and year, in one go."""
        by_company = {}
        for vals in vals_list:
            if not vals.get("reference"):
                company_id = vals.get("company_id") or self.env.company.id
                by_company.setdefault(company_id, []).append(vals)
        for company_id, rows in by_company.items():
            company = self.env["res.company"].browse(company_id)
            references = company.sudo()._next_crisis_references(len(rows))
            for vals, reference in zip(rows, references, strict=True):
                vals["reference"] = reference

    def _after_filing(self):
        """Do what a new case sets off. Each concern of the document adds its own."""

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        if default and "name" in default:
            return vals_list
        return [
            vals | {"name": self.env._("%s (copy)", document.name)}
            for document, vals in zip(self, vals_list, strict=True)
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_only_fresh(self):
        for document in self:
            if document.is_under_way or document.sudo().override_ids:
                raise UserError(
                    self.env._(
                        "%s has gone through its protocol and is kept. Move it to "
                        "“Not a crisis” instead.",
                        document.display_name,
                    )
                )

    def action_take(self):
        """Make the current user responsible."""
        self.write({"user_id": self.env.uid})

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

    def _led_by(self):
        """Return who answers for the case: the responsible, else the supervisor."""
        return self.user_id or self.team_id.sudo().supervisor_id

    def _in_desk_language(self):
        """Return the documents in the language of those who work on the first.

        For words that are stored: they stay as they were written, whoever reads
        them, and a mail or an import speaks no language of its own.
        """
        lang = self[:1]._led_by().lang
        return self.with_context(lang=lang) if lang else self

    def _list_html(self, lines):
        """Return lines of text as an HTML list, escaped."""
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        return Markup("<ul>%s</ul>") % items
