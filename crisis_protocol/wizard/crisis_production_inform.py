from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class CrisisProductionInform(models.TransientModel):
    """Proposes which units work on a case, and shows what they will read.

    What the orders would lack is said before anything is made. The agent may go on
    all the same: the case then keeps what was known to be missing (S0-60).
    """

    _name = "crisis.production.inform"
    _description = "Inform Production"
    _check_company_auto = True

    document_id = fields.Many2one("crisis.document", required=True, ondelete="cascade")
    date_opened = fields.Datetime(
        default=fields.Datetime.now, export_string_translation=False
    )
    company_id = fields.Many2one(related="document_id.company_id")
    unit_ids = fields.Many2many(
        "crisis.unit",
        string="Units",
        compute="_compute_unit_ids",
        store=True,
        readonly=False,
        check_company=True,
        domain="[('company_id', 'in', [False, company_id])]",
    )
    informed_unit_ids = fields.Many2many(
        "crisis.unit", compute="_compute_informed_unit_ids", string="Informed Already"
    )
    lacks_items = fields.Boolean(
        compute="_compute_lacks_items", export_string_translation=False
    )
    item_reason = fields.Text("Why No Items Are Listed")
    gaps = fields.Html("Still Missing", compute="_compute_gaps", sanitize=False)
    date_deadline = fields.Datetime("Due", compute="_compute_date_deadline")
    note = fields.Text("In Addition", help="What these units need to know besides.")
    brief = fields.Html("They Will Read", compute="_compute_brief", sanitize=False)

    @api.depends("document_id")
    def _compute_unit_ids(self):
        self.document_id.check_access("read")
        for wizard in self:
            document = wizard.document_id
            wizard.unit_ids = bool(document) and document._proposed_units()

    @api.depends("document_id")
    def _compute_informed_unit_ids(self):
        self.document_id.check_access("read")
        for wizard in self:
            wizard.informed_unit_ids = wizard.document_id._units_at_work()

    @api.depends("document_id")
    def _compute_lacks_items(self):
        self.document_id.check_access("read")
        for wizard in self:
            wizard.lacks_items = wizard.document_id.lacks_items

    @api.depends("document_id", "unit_ids")
    def _compute_gaps(self):
        self.document_id.check_access("read")
        for wizard in self:
            document = wizard.document_id
            lines = document and document._production_gaps(wizard.unit_ids._origin)
            wizard.gaps = bool(lines) and document._list_html(lines)

    @api.depends("document_id")
    def _compute_date_deadline(self):
        self.document_id.check_access("read")
        for wizard in self:
            document = wizard.document_id
            wizard.date_deadline = bool(document) and document._production_deadline()

    @api.depends("document_id", "note")
    def _compute_brief(self):
        self.document_id.check_access("read")
        for wizard in self:
            document = wizard.document_id
            wizard.brief = bool(document) and document._production_brief(
                wizard.note or ""
            )

    def action_inform(self):
        """Make the orders and tell the document.

        :raise UserError: without a unit, without the items that the kind of case lists
            or a reason why none, or if a colleague has informed it
            meanwhile
        """
        self.ensure_one()
        document, units = self.document_id, self.unit_ids
        if not units:
            raise UserError(self.env._("Choose at least one unit."))
        self._check_not_informed_meanwhile()
        if document.lacks_items and self.item_reason:
            document._waive_items(self.item_reason)
        gaps = document._production_gaps(units)
        orders = document._inform_production(units, self.note or "")
        document._post_news(
            # he may not see the project that they were made in
            body=self._said(orders.sudo(), gaps),
            subtype_xmlid="crisis_protocol.mt_production",
        )
        return {"type": "ir.actions.act_window_close"}

    def action_open_items(self):
        """Open the list that the items are written into."""
        self.ensure_one()
        return self.document_id.action_open_items()

    def _check_not_informed_meanwhile(self):
        """Let nobody order twice what a colleague orders at this moment."""
        if not self.document_id._lock_free_rows():
            raise UserError(
                self.env._("Somebody else works on this case right now. Try again.")
            )
        fresh = self.document_id._open_orders().filtered(
            lambda order: order.create_date > self.date_opened
            and order.crisis_unit_id in self.unit_ids
        )
        if fresh:
            raise UserError(
                self.env._(
                    "%(units)s has just been informed by %(user)s. Look again.",
                    units=", ".join(fresh.crisis_unit_id.mapped("name")),
                    user=fresh[:1].create_uid.name,
                )
            )

    def _said(self, orders, gaps):
        document = self.document_id
        body = Markup("<p>%s</p>%s") % (
            self.env._("Production informed:"),
            document._list_html(self._order_line(order) for order in orders),
        )
        if gaps:
            title = self.env._("Ordered although:")
            body += Markup("<p>%s</p>%s") % (title, document._list_html(gaps))
        return body

    def _order_line(self, order):
        unit = order.crisis_unit_id.name
        waits_for = order.depend_on_ids.crisis_unit_id
        if not waits_for:
            return unit
        return self.env._(
            "%(unit)s, as soon as done: %(others)s",
            unit=unit,
            others=", ".join(waits_for.mapped("name")),
        )
