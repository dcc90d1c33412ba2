from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import clean_context

from ...tools.constants import ITEM_KINDS
from ...tools.item_lines import COLUMNS, LONGEST, as_link, fingerprint, tidy
from ...tools.sentence import is_answer

# What was found and told; it stays once the customer has the item.
FACTS = (
    "kind",
    "outlet_id",
    "media_id",
    "date",
    "name",
    "link",
    "page",
    "wrong_value",
    "right_value",
)
# What may be worked out later.
REASONS = ("cause_id", "unit_id")


class CrisisItem(models.Model):
    """One missed or wrong news item or figure of a case, and its recovery (S0-06…13).

    People write what it is; when it was recovered and sent is noted by the buttons of
    `crisis_item_marks.py`. After the end of the case nothing changes any more.
    """

    _name = "crisis.item"
    _description = "Missed Item"
    _inherit = "crisis.input.mixin"
    _order = "date desc nulls last, id"
    _check_company_auto = True

    document_id = fields.Many2one(
        "crisis.document", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="document_id.company_id")
    partner_id = fields.Many2one(
        related="document_id.partner_id", store=True, precompute=True, string="Customer"
    )
    is_closed = fields.Boolean(
        related="document_id.is_closed", export_string_translation=False
    )
    kind = fields.Selection(
        ITEM_KINDS, "What Is Wrong", default="missing", required=True, index=True
    )
    outlet_id = fields.Many2one("crisis.outlet", index=True, ondelete="restrict")
    media_id = fields.Many2one(
        "crisis.media",
        compute="_compute_media_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    date = fields.Date("Published On")
    name = fields.Char("Title", help="The headline, or what the figure counts.")
    link = fields.Char()
    page = fields.Char("Page / Programme")
    wrong_value = fields.Char()
    right_value = fields.Char()
    cause_id = fields.Many2one("crisis.item.cause", index="btree_not_null")
    unit_id = fields.Many2one(
        "crisis.unit",
        check_company=True,
        index="btree_not_null",
        domain="[('company_id', 'in', [False, company_id])]",
        help="The unit where it went wrong.",
    )
    fingerprint = fields.Char(
        compute="_compute_fingerprint",
        store=True,
        precompute=True,
        index="btree_not_null",
        export_string_translation=False,
    )

    @api.depends("outlet_id")
    def _compute_media_id(self):
        for item in self:
            item.media_id = item.outlet_id.media_id or item.media_id

    @api.depends("outlet_id.key", "date", "name", "link", "page")
    def _compute_fingerprint(self):
        """What two lines about the same item have in common."""
        for item in self:
            item.fingerprint = fingerprint(
                outlet=item.outlet_id.key,
                date=item.date,
                name=item.name,
                link=item.link,
                page=item.page,
            )

    @api.depends("outlet_id", "name", "link")
    def _compute_display_name(self):
        for item in self:
            said = item.name or item.link or str(item.date or "")
            parts = filter(None, [item.outlet_id.name, said])
            item.display_name = " – ".join(parts)

    @api.constrains("outlet_id", "date", "name", "link")
    def _check_known(self):
        """An item that nobody could find again is none."""
        for item in self:
            is_named = item.link or is_answer(item.name)
            if not (is_named or (item.outlet_id and item.date)):
                raise ValidationError(
                    self.env._(
                        "Say which item it is: its title or link, or at least outlet "
                        "and date."
                    )
                )

    @api.constrains("kind", "wrong_value", "right_value")
    def _check_values(self):
        for item in self:
            if item.kind == "value" and not (item.wrong_value and item.right_value):
                raise ValidationError(
                    self.env._(
                        "“%s”: give the wrong value and the right one.",
                        item.display_name,
                    )
                )

    @api.constrains("date")
    def _check_date(self):
        for item in self:
            if item.date and not 1970 <= item.date.year <= 2100:
                raise ValidationError(
                    self.env._(
                        "“%(item)s” can't be published in the year %(year)s.",
                        item=item.display_name,
                        year=str(item.date.year),
                    )
                )

    @api.model
    def _paste_columns(self):
        """Return what a pasted list may hold, see `Columns`."""
        return COLUMNS

    # ------------------------------------------------------------------
    # The door
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Keep items; many at once are told in the chatter of their case.

        :raise UserError: if the case has ended
        """
        if self.env.su:
            items = super().create([self._clean(vals) for vals in vals_list])
            items.document_id._note_items_listed()
            return items
        # defaults of the context are handed in, so that they are looked at, too
        names = ["document_id", *FACTS, *REASONS]
        proposed = self.default_get(names)
        door = self.with_context(clean_context(self.env.context))
        rows = [self._filter_handed_in(proposed | vals, names) for vals in vals_list]
        ids = {row["document_id"] for row in rows if row.get("document_id")}
        documents = self.env["crisis.document"].browse(ids)
        documents.check_access("write")
        documents._check_open()
        items = super(CrisisItem, door).create(rows)
        documents._note_items_listed()
        if len(items) > 1:
            items._tell(lambda count: self.env._("%s items added.", count))
        return items

    def write(self, vals):
        """Correct items, as long as the case is open.

        :raise UserError: for what was sent, and after the end of the case
        """
        if self.env.su:
            return super().write(self._clean(vals))
        vals = self._filter_handed_in(vals, (*FACTS, *REASONS))
        if not vals:
            return True
        self.check_access("write")
        self.document_id._check_open()
        sent = self.filtered("date_sent")
        if sent and FACTS_SET & vals.keys():
            raise UserError(
                self.env._(
                    "“%s” has been sent to the customer and stays as it was sent.",
                    sent[0].display_name,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_fresh(self):
        """Whoever typed a line may take it out again, and a supervisor."""
        if self.env.su:
            return
        self.document_id._check_open()
        is_supervisor = self.env.user.has_group(
            "crisis_protocol.group_crisis_supervisor"
        )
        for item in self:
            if item.date_recovered:
                raise UserError(
                    self.env._(
                        "“%s” has been recovered and stays. If that is a mistake, "
                        "take the mark back first.",
                        item.display_name,
                    )
                )
            if not is_supervisor and item.create_uid != self.env.user:
                raise UserError(
                    self.env._(
                        "Only %s or a supervisor may delete this line.",
                        item.create_uid._crisis_name(),
                    )
                )

    def unlink(self):
        """Delete lines that were put down by mistake, and say so in the chatter."""
        told = [
            (document, document._list_html(items.mapped("display_name")))
            for document, items in self.grouped("document_id").items()
        ]
        result = super().unlink()
        for document, names in told:
            document._note_items(self.env._("Items deleted:"), names)
        return result

    @api.model
    def _filter_handed_in(self, vals, allowed):
        return self._clean({n: value for n, value in vals.items() if n in allowed})

    @api.model
    def _clean(self, vals):
        """Return the values with their texts trimmed and the link made whole.

        :raise UserError: for a link that is none, and for texts that are too long
        """
        vals = dict(vals)
        for name, longest in LONGEST.items():
            if not isinstance(vals.get(name), str):
                continue
            vals[name] = " ".join(tidy(vals[name]).split()) or False
            if len(vals[name] or "") > longest:
                raise UserError(
                    self.env._(
                        "“%(field)s” is longer than %(count)s characters.",
                        field=self._fields[name]._description_string(self.env),
                        count=longest,
                    )
                )
        if vals.get("link"):
            link = as_link(str(vals["link"]))
            if not link:
                raise UserError(
                    self.env._("“%s” is no link to a web page.", vals["link"])
                )
            vals["link"] = link
        return vals

    def _tell(self, sentence):
        """Note in the chatter of each case how many of its items are concerned."""
        for document, items in self.grouped("document_id").items():
            document._note_items(sentence(len(items)))


FACTS_SET = frozenset(FACTS)
