from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.constants import GRADES


class CrisisCategory(models.Model):
    """What kind of crisis it is, two levels deep (S0-01…17, 52…54)."""

    _name = "crisis.category"
    _description = "Crisis Category"
    _parent_store = True
    _order = "protocol_id, sequence, id"
    _rec_names_search = ["name", "parent_id.name"]

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    protocol_id = fields.Many2one(
        "crisis.protocol",
        compute="_compute_protocol_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        ondelete="cascade",
        index=True,
    )
    parent_id = fields.Many2one(
        "crisis.category",
        domain="[('parent_id', '=', False), ('protocol_id', '=?', protocol_id)]",
        ondelete="cascade",
        index="btree_not_null",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many(
        "crisis.category", "parent_id", "Subcategories", copy=True
    )
    examples = fields.Text(translate=True, help="Shown to the agent who chooses.")
    level_id = fields.Many2one(
        "crisis.level", "Proposed Level", ondelete="restrict", index="btree_not_null"
    )
    grade = fields.Selection(
        GRADES, "Proposed Grade", help="For protocols that concern the customer."
    )

    asks_items = fields.Boolean(
        "Lists Items",
        compute="_compute_asks_items",
        store=True,
        readonly=False,
        precompute=True,
        help="A case of this kind lists the missed or wrong items, or says why none, "
        "before production is informed.",
    )

    @api.depends("parent_id")
    def _compute_asks_items(self):
        """A new subcategory begins as its category."""
        for category in self:
            parent = category.parent_id
            category.asks_items = category.asks_items or parent.asks_items

    @api.depends("parent_id")
    def _compute_protocol_id(self):
        for category in self:
            if category.parent_id:
                category.protocol_id = category.parent_id.protocol_id
            else:
                category.protocol_id = category.protocol_id

    @api.depends("name", "parent_id.name")
    def _compute_display_name(self):
        for category in self:
            names = filter(None, [category.parent_id.name, category.name])
            category.display_name = " / ".join(names)

    @api.constrains("parent_id", "protocol_id")
    def _check_two_levels(self):
        for category in self:
            parent = category.parent_id
            if category.child_ids.protocol_id - category.protocol_id:
                raise ValidationError(
                    self.env._(
                        "“%s” has subcategories and stays with its protocol.",
                        category.name,
                    )
                )
            if not parent:
                continue
            if parent.parent_id or category.child_ids:
                raise ValidationError(
                    self.env._(
                        "Categories are two levels deep: “%s” can't be put there.",
                        category.name,
                    )
                )
            if parent.protocol_id != category.protocol_id:
                raise ValidationError(
                    self.env._(
                        "“%(category)s” and “%(parent)s” have different protocols.",
                        category=category.name,
                        parent=parent.name,
                    )
                )

    @api.constrains("protocol_id")
    def _check_documents_follow(self):
        """A category in use can't go to another protocol and take cases with it."""
        # also those of other companies, which the manager may not read
        documents = self.env["crisis.document"].sudo().with_context(active_test=False)
        for category in self:
            domain = [
                ("category_id", "=", category.id),
                ("protocol_id", "!=", category.protocol_id.id),
            ]
            if documents.search_count(domain, limit=1):
                raise ValidationError(
                    self.env._(
                        "“%s” has documents and stays with its protocol. Make a new "
                        "category instead.",
                        category.name,
                    )
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for category, vals in zip(self, vals_list, strict=True):
            if category.parent_id:
                vals.pop("protocol_id", None)  # the copied parent gives it
        return vals_list
