from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.constants import AUDIENCES
from ...tools.dialog import dialog
from ...tools.inside import Inside
from ...tools.sent_ids import sent_ids

STATES = [
    ("draft", "Not sent"),
    ("sent", "Sent"),
    ("failed", "Failed"),
]
# What a person may say; all else is kept by Odoo itself.
CHANGEABLE = {"audience", "partner_id", "lang", "template_id", "subject", "body"}


class CrisisStakeholder(models.Model):
    """Somebody who has to hear of the case, and what he was told (S4-38…41, S3-60).

    Each one gets his own message, in the words of his group and in his language. What
    was sent is proof: it is neither changed nor deleted. How it is sent stands in
    `crisis_stakeholder_sent.py`.
    """

    _name = "crisis.stakeholder"
    _description = "Stakeholder"
    _inherit = "crisis.input.mixin"
    _order = "audience, id"
    _rec_name = "partner_id"
    _check_company_auto = True
    _said_once = frozenset({"document_id"})

    document_id = fields.Many2one(
        "crisis.document", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="document_id.company_id")
    audience = fields.Selection(
        AUDIENCES, "Group", required=True, default="customer", help="Who he is to us."
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Reader",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )
    email = fields.Char(related="partner_id.email")
    lang = fields.Selection(
        selection="_selection_lang",
        string="Language",
        compute="_compute_lang",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    template_id = fields.Many2one(
        "mail.template",
        "Wording",
        compute="_compute_template_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('model', '=', 'crisis.document')]",
        ondelete="set null",
    )
    subject = fields.Char(
        compute="_compute_message",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    body = fields.Html(
        "Message",
        compute="_compute_message",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        sanitize_style=True,
    )
    state = fields.Selection(STATES, default="draft", required=True, readonly=True)
    date_sent = fields.Datetime("Sent On", readonly=True)
    sent_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    message_id = fields.Many2one(
        "mail.message",
        "Sent As",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    failure = fields.Char("Why It Failed", compute="_compute_failure")
    refusal = fields.Char(readonly=True, export_string_translation=False)

    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.depends("partner_id")
    def _compute_lang(self):
        """The reader's language if it is installed, else the desk's."""
        installed = dict(self._selection_lang())
        for row in self:
            lang = row.partner_id.lang
            if lang not in installed:
                lang = row.document_id._in_desk_language().env.lang
            row.lang = lang if lang in installed else next(iter(installed))

    @api.depends("audience")
    def _compute_template_id(self):
        for row in self:
            name = f"crisis_protocol.mail_template_stakeholder_{row.audience}"
            row.template_id = self.env.ref(name, raise_if_not_found=False)

    @api.depends("template_id", "lang", "partner_id")
    def _compute_message(self):
        """Write what this reader gets; from then on it is the writer's to change."""
        for row in self:
            if row.state == "sent":
                continue
            row.subject = row._rendered("subject") or row.document_id.name
            row.body = row._rendered("body_html")

    def _rendered(self, name):
        """Return a text of the template, for this reader and in his language."""
        document = self.document_id._origin
        if not self.template_id or not document:
            return False
        template = self.template_id.with_context(
            crisis_reader_id=Inside(self.partner_id._origin.id)
        )
        return template._render_field(name, document.ids, set_lang=self.lang)[
            document.id
        ]

    @api.depends("refusal", "message_id.notification_ids.notification_status")
    def _compute_failure(self):
        """Say why it did not leave, or did not arrive."""
        for row in self:
            # a message is read by whom it is for; that it failed concerns the desk
            notices = row.sudo().message_id.notification_ids
            lost = notices.filtered(
                lambda n: n.notification_status in ("bounce", "exception")
            )[:1]
            reason = lost.format_failure_reason() if lost else False
            row.failure = row.refusal or reason

    def action_open(self):
        """Show what the reader gets, or got."""
        self.ensure_one()
        view = self.env.ref("crisis_protocol.crisis_stakeholder_view_form")
        return dialog(self, self.partner_id.display_name, view)

    def action_discard(self):
        """Don't write to him after all.

        :raise UserError: if he has the message already
        """
        self.unlink()

    # ------------------------------------------------------------------
    # The door: what is sent stays, the rest is free
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            allowed = CHANGEABLE | {"document_id"}
            vals_list = [
                {name: vals[name] for name in vals if name in allowed}
                | {"state": "draft"}
                for vals in vals_list
            ]
            ids = sent_ids([vals.get("document_id") for vals in vals_list])
            self.env["crisis.document"].browse(ids).check_access("write")
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        vals = {name: vals[name] for name in vals if name in CHANGEABLE}
        if not vals:
            return True
        self._check_unsent()
        return super().write(vals)

    def _write_as_system(self, vals):
        """Write what only Odoo itself may write, such as when it was sent."""
        return self.sudo().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unsent(self):
        self._check_unsent()

    def _check_unsent(self):
        """Refuse to touch what was sent.

        :raise UserError: naming the reader
        """
        for row in self:
            if row.state == "sent":
                raise UserError(
                    self.env._(
                        "%s has this message already. Write him a new one.",
                        row.partner_id.display_name,
                    )
                )
