from urllib.parse import urlsplit

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import clean_context

from ...tools.constants import CHANNELS
from ...tools.sent_ids import sent_ids
from ...tools.sentence import is_answer

STATES = [("prepared", "Planned"), ("done", "Done"), ("cancelled", "Not called")]
# What people hand in while a call is planned; the rest is worked out or kept.
HANDED_IN = (
    "user_id",
    "contact_id",
    "channel",
    "quote",
    "link",
    "records_checked",
    "facts",
    "goal",
    "offer",
    "avoid",
    "objection_ids",
    "hold_reason",
    "date",
    "customer_words",
    "mood",
    "explanation_accepted",
    "asked_if_over",
    "customer_says",
    "contradiction_reason",
    "date_promised",
)
# One thing to bear in mind while calling.
BRIEFING = Markup(
    '<dt class="text-muted small fw-normal">%s</dt>'
    '<dd style="white-space: pre-line">%s</dd>'
)


class CrisisCall(models.Model):
    """A conversation with the customer: how it was prepared, and what came of it.

    The source is read, the facts are known, and it is clear what to say, before
    anybody dials (S2-03…13, S2-23…28). A call without that is possible, and seen.
    """

    _name = "crisis.call"
    _description = "Call"
    _inherit = ["crisis.input.mixin", "crisis.figure.mixin"]
    _order = "date desc, id desc"

    _figures = frozenset({"is_prepared", "minutes_to_contact"})
    _said_once = frozenset({"document_id"})

    document_id = fields.Many2one(
        "crisis.document", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="document_id.company_id")
    is_drill = fields.Boolean(related="document_id.is_drill")
    partner_id = fields.Many2one(related="document_id.partner_id", string="Customer")
    user_id = fields.Many2one(
        "res.users",
        "Caller",
        default=lambda self: self._default_user_id(),
        required=True,
        index=True,
        domain="[('share', '=', False)]",
    )
    contact_id = fields.Many2one(
        "res.partner",
        compute="_compute_contact_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    is_influential = fields.Boolean(related="document_id.is_influential")
    contact_phone = fields.Char(related="contact_id.phone", string="Telephone")
    channel = fields.Selection(CHANNELS, "How", default="phone", required=True)
    state = fields.Selection(STATES, default="prepared", required=True, readonly=True)

    quote = fields.Text(
        "What the Customer Said",
        help="Word for word. Who is quoted wrongly stops listening.",
    )
    link = fields.Char("Original Text", help="Where it can be read.")
    date_link_opened = fields.Datetime(
        "Read On", readonly=True, copy=True, help="When the caller opened it."
    )
    records_checked = fields.Boolean(
        "Our Records Checked", help="You have looked at what we have on this."
    )
    facts = fields.Text(help="What we know for certain.")
    goal = fields.Text("What We Want to Say")
    offer = fields.Text("What We Can Offer", help="A solution, and another one.")
    avoid = fields.Text(
        "What Not to Say",
        help="Stock answers, blame, and what nobody can promise.",
    )
    objection_ids = fields.One2many(
        "crisis.call.objection", "call_id", "Objections", copy=True
    )
    date_prepared = fields.Datetime(
        "Prepared On", compute="_compute_date_prepared", store=True
    )
    is_prepared = fields.Boolean(
        "Prepared",
        compute="_compute_is_prepared",
        store=True,
        help="Whether all was ready before the call was held.",
    )
    missing = fields.Char("Still Missing", compute="_compute_missing")
    briefing = fields.Html(compute="_compute_briefing", sanitize=False)

    def _default_user_id(self):
        return self.env.user

    @api.depends("document_id")
    def _compute_contact_id(self):
        for call in self:
            call.contact_id = call.document_id._customer_contact()

    @api.depends("channel", "contact_id", "date")
    def _compute_display_name(self):
        for call in self:
            names = [call._choice("channel"), call.contact_id.name]
            call.display_name = " · ".join(filter(None, names))

    # ------------------------------------------------------------------
    # The preparation
    # ------------------------------------------------------------------

    @api.depends(
        "quote", "link", "date_link_opened", "records_checked", "facts", "goal"
    )
    def _compute_date_prepared(self):
        now = fields.Datetime.now()
        for call in self:
            is_ready = not call._lacks()
            call.date_prepared = is_ready and (call.date_prepared or now)

    @api.depends("date_prepared", "date")
    def _compute_is_prepared(self):
        """What was filled in after the call has prepared nothing."""
        for call in self:
            ready = call.date_prepared
            call.is_prepared = bool(ready) and (not call.date or ready <= call.date)

    @api.depends(
        "quote", "link", "date_link_opened", "records_checked", "facts", "goal"
    )
    @api.depends_context("lang")
    def _compute_missing(self):
        for call in self:
            labels = [
                self._fields[name]._description_string(self.env)
                for name in call._lacks()
            ]
            call.missing = ", ".join(labels)

    def _lacks(self):
        """Return the names of the fields that still have to be filled in.

        :return: list of str, in the order of the form
        """
        self.ensure_one()
        lacks = []
        if self.link and not self.date_link_opened:
            lacks.append("link")
        elif not self.link and not is_answer(self.quote):
            lacks.append("quote")
        if not self.records_checked:
            lacks.append("records_checked")
        return lacks + [name for name in ("facts", "goal") if not is_answer(self[name])]

    @api.depends("quote", "facts", "goal", "offer", "avoid")
    @api.depends("objection_ids.name", "objection_ids.answer")
    @api.depends_context("lang")
    def _compute_briefing(self):
        """Sum up for the one on the telephone what was prepared."""
        for call in self:
            parts = [
                BRIEFING
                % (self._fields[name]._description_string(self.env), call[name])
                for name in ("goal", "quote", "facts", "offer", "avoid")
                if call[name]
            ]
            parts += [
                BRIEFING % (f"“{objection.name or ''}”", objection.answer or "–")
                for objection in call.objection_ids
            ]
            call.briefing = bool(parts) and Markup("<dl>%s</dl>") % Markup().join(parts)

    @api.constrains("link")
    def _check_link(self):
        for call in self:
            if call.link and not call._is_web_address():
                raise ValidationError(
                    self.env._(
                        "“%s” can't be opened. Copy the whole address, beginning with "
                        "https://",
                        call.link,
                    )
                )

    def _is_web_address(self):
        try:
            parts = urlsplit(self.link)
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and bool(parts.netloc)

    # ------------------------------------------------------------------
    # The door: what people may hand in
    # ------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """Propose for a preparation what the case knows already."""
        values = super().default_get(fields)
        document = self.env["crisis.document"].browse(values.get("document_id"))
        # related fields read the case for everybody, and then it would be at hand
        document.check_access("read")
        if document and self.env.context.get("crisis_preparing"):
            known = document._known_for_call()
            values = {name: known[name] for name in known if name in fields} | values
        return values

    @api.model_create_multi
    def create(self, vals_list):
        """Plan calls. They are planned, whatever the caller claims."""
        if self.env.su:
            return super().create(vals_list)
        names = ["document_id", *HANDED_IN]
        proposed = self.default_get(names)
        # defaults of the context are handed in too
        door = self.with_context(clean_context(self.env.context))
        rows = [self._filter_handed_in(proposed | vals, names) for vals in vals_list]
        documents = self.env["crisis.document"].browse(
            sent_ids([row.get("document_id") for row in rows])
        )
        documents.check_access("write")
        return super(CrisisCall, door).create(rows)

    def write(self, vals):
        """Change planned calls; what was held stays as it was (the trail)."""
        if self.env.su:
            return super().write(vals)
        vals = self._filter_handed_in(vals, HANDED_IN)
        if not vals:
            return True
        self._check_planned()
        if "link" in vals:
            self.filtered(lambda c: c.link != vals["link"])._forget_reading()
        return super().write(vals)

    @api.model
    def _filter_handed_in(self, vals, allowed):
        return {name: value for name, value in vals.items() if name in allowed}

    def _write_as_system(self, vals):
        """Write what only Odoo itself may write, such as that a call was held."""
        return self.sudo().write(vals)

    def _forget_reading(self):
        """Another text has not been read yet."""
        self._write_as_system({"date_link_opened": False})

    def _check_planned(self):
        """Refuse to touch what is over.

        :raise UserError: saying so
        """
        for call in self:
            if call.state != "prepared":
                raise UserError(
                    self.env._(
                        "“%s” is over and stays as it was. Log another call.",
                        call.display_name,
                    )
                )

    def _choice(self, name):
        """Return what was chosen in a field, in the reader's language."""
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name], "")
