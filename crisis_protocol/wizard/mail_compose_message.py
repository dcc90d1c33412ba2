from lxml import etree, html
from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError

# Where a template wants the sentence about the next word; else it comes last.
PLACE = "o_crisis_next_word"


class MailComposeMessage(models.TransientModel):
    """Writing to the customer of a case names the time of the next word (S0-32)."""

    _inherit = "mail.compose.message"

    crisis_document_id = fields.Many2one(
        "crisis.document", compute="_compute_crisis_document_id"
    )
    crisis_promise_date = fields.Datetime(
        "Next Word By",
        compute="_compute_crisis_promise_date",
        store=True,
        readonly=False,
        help="Named to the customer in the message, and kept as a promise. Only the "
        "next word is promised, never a solution. Empty: none.",
    )

    @api.depends("model", "res_ids", "composition_mode", "subtype_is_log")
    def _compute_crisis_document_id(self):
        for composer in self:
            ids = composer.model == "crisis.document" and composer._evaluate_res_ids()
            is_one = ids and len(ids) == 1 and not composer.subtype_is_log
            document = composer.env["crisis.document"].browse(ids if is_one else [])
            composer.crisis_document_id = not document.is_closed and document

    @api.depends("crisis_document_id")
    def _compute_crisis_promise_date(self):
        for composer in self:
            document = composer.crisis_document_id
            composer.crisis_promise_date = document and document._default_promise_date()

    def _prepare_mail_values(self, res_ids):
        """Name the promised time in the message, or nothing if none is promised."""
        values_by_id = super()._prepare_mail_values(res_ids)
        if self.model == "crisis.document":
            for values in values_by_id.values():
                for name in {"body", "body_html"} & values.keys():
                    values[name] = self._with_next_word(values[name] or "")
        return values_by_id

    def _with_next_word(self, body):
        line = self._promises() and self.crisis_document_id._promise_line(
            self.crisis_promise_date
        )
        root = html.fragment_fromstring(body or "<p></p>", create_parent="div")
        places = root.find_class(PLACE)
        if not places:
            return body + Markup("<p>%s</p>") % line if line else body
        for place in places[1:] if line else places:
            place.drop_tree()
        if line:
            places[0].clear(keep_tail=True)
            places[0].text = line
        inner = [escape(root.text or "")]
        inner += [
            etree.tostring(part, encoding="unicode", method="html") for part in root
        ]
        return Markup("".join(inner))

    def _promises(self):
        document = self.crisis_document_id
        return (
            self.composition_mode == "comment"
            and document
            and self.crisis_promise_date
            and document.commercial_partner_id in self.partner_ids.commercial_partner_id
        )

    def _action_send_mail_comment(self, res_ids):
        messages = super()._action_send_mail_comment(res_ids)
        if self._promises():
            self.crisis_document_id._promise(self.crisis_promise_date, messages[:1])
        return messages

    def _prepare_schedule_message_post_values(self, post_values):
        """Keep the promise with a message that is sent later.

        :raise UserError: if it would be over before the customer reads it
        """
        values = super()._prepare_schedule_message_post_values(post_values)
        if not self._promises():
            return values
        scheduled = fields.Datetime.to_datetime(values.get("scheduled_date"))
        if scheduled and scheduled >= self.crisis_promise_date:
            raise UserError(
                self.env._(
                    "The next word is promised for a time before this message is sent. "
                    "Choose a later one."
                )
            )
        return values | {"crisis_promise_date": self.crisis_promise_date}
