from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# Answer to a yes/no question that may not have been asked yet.
ANSWERS = [("not_asked", "Not asked yet"), ("yes", "Yes"), ("no", "No")]
# Longer texts belong into a file.
MAX_TEXT = 1_000_000


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
        domain="[('crisis_is_drill', 'in', (is_drill, False))]",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index=True
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

    _reference_unique = models.UniqueIndex(
        "(company_id, reference) WHERE reference IS NOT NULL",
        "This reference is taken. Leave it empty to get the next one.",
    )
    _open_idx = models.Index(
        "(stage_id, id DESC) WHERE active IS TRUE AND is_closed IS NOT TRUE"
    )

    def _default_company_id(self):
        return self.env.company

    def _default_user_id(self):
        user = self.env.user
        is_agent = user.has_group("crisis_protocol.group_crisis_agent")
        return user if is_agent and not user.share else user.browse()

    @api.depends("is_closed")
    def _compute_date_closed(self):
        now = fields.Datetime.now()
        for document in self:
            document.date_closed = document.is_closed and (document.date_closed or now)

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

    def _led_by(self):
        """Return who answers for the case: the responsible, else the supervisor."""
        return self.user_id or self.team_id.sudo().supervisor_id

    def _in_desk_language(self):
        """Return the documents in the language of those who work on the first.

        For words that are stored: they stay as they were written, whoever reads
        them, and a mail or an import speaks no language of its own.
        """
        leader = self[:1]._led_by()
        spoken = self.with_context(tz=leader.tz) if leader.tz else self
        return spoken.with_context(lang=leader.lang) if leader.lang else spoken

    def _list_html(self, lines):
        """Return lines of text as an HTML list, escaped."""
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        return Markup("<ul>%s</ul>") % items
