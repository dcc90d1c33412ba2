from markupsafe import Markup

from odoo import api, fields, models

from ..models.crisis_control import CHANNELS


class CrisisWordLog(models.TransientModel):
    """Notes a word to the customer that was not written in Odoo, such as a call."""

    _name = "crisis.word.log"
    _description = "Log a Word to the Customer"

    document_id = fields.Many2one("crisis.document", required=True, ondelete="cascade")
    is_closed = fields.Boolean(related="document_id.is_closed")
    contact_id = fields.Many2one(
        "res.partner",
        "Spoke To",
        compute="_compute_from_document",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    channel = fields.Selection(CHANNELS, "How", default="phone", required=True)
    note = fields.Text("What Was Said")
    date_promised = fields.Datetime(
        "Next Word By",
        compute="_compute_from_document",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="The time you named to the customer. Only the next word is promised, "
        "never a solution. Empty: none was named.",
    )

    @api.depends("document_id")
    def _compute_from_document(self):
        for log in self:
            document = log.document_id
            log.contact_id = document and document._customer_contact()
            log.date_promised = document and document._default_promise_date()

    def action_log(self):
        """Keep the word, and promise the next one.

        :raise UserError: if the next word is promised for the past
        """
        self.ensure_one()
        channels = dict(self._fields["channel"]._description_selection(self.env))
        title = self.env._(
            "Spoke to %(name)s (%(channel)s).",
            name=self.contact_id.name or self.document_id.partner_id.name,
            channel=channels[self.channel],
        )
        body = Markup("<p>%s</p>") % title
        if self.note:
            body += Markup("<p>%s</p>") % self.note
        self.document_id.action_log_word(body)
        if self.date_promised:
            self.document_id._promise(self.date_promised)
        return {"type": "ir.actions.act_window_close"}
