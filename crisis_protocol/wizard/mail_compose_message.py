from lxml import etree, html
from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.inside import Inside, kept_inside

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
            # the system computes it, and the form would name the case to anybody
            document &= document.sudo(False)._filtered_access("read")
            composer.crisis_document_id = not document.is_closed and document

    @api.depends("crisis_document_id")
    def _compute_crisis_promise_date(self):
        for composer in self:
            document = composer.crisis_document_id
            composer.crisis_promise_date = document and document._default_promise_date()

    @api.depends("template_id", "model", "composition_mode")
    def _compute_email_add_signature(self):
        """Our templates end with the greeting: who writes signs below it."""
        result = super()._compute_email_add_signature()
        for composer in self:
            is_case = composer.model == "crisis.document"
            if is_case and composer.composition_mode == "comment":
                composer.email_add_signature = True
        return result

    def _prepare_mail_values(self, res_ids):
        """Name the promised time in the message, or nothing if none is promised."""
        values_by_id = super()._prepare_mail_values(res_ids)
        if self.model == "crisis.document":
            for res_id, values in values_by_id.items():
                document = self.env["crisis.document"].browse(res_id)
                line = self._next_word_line(document)
                for name in {"body", "body_html"} & values.keys():
                    body = values[name] or ""
                    values[name] = self._with_next_word(body, document, line)
        return values_by_id

    def _next_word_line(self, document):
        """Return the sentence that names the next word to the customer of a case.

        In a message to many cases each names the time that its level proposes.
        """
        if self.crisis_document_id:
            date = self._promises() and self.crisis_promise_date
            return date and document._promise_line(date)
        is_batch = len(self._evaluate_res_ids()) > 1 and not self.subtype_is_log
        return is_batch and document.next_word_line

    def _with_next_word(self, body, document, line):
        """Put the sentence where the template named a time, else at the end.

        What was typed beside it stays.
        """
        root = html.fragment_fromstring(body or "<p></p>", create_parent="div")
        places = root.find_class(PLACE)
        for place in places:
            line = self._put_next_word(place, document._promise_pattern(), line)
        if line and (places or self.crisis_document_id):
            last = etree.SubElement(root, "p")
            last.text = line
        elif not places:
            return body
        inner = [escape(root.text or "")]
        inner += [
            etree.tostring(part, encoding="unicode", method="html") for part in root
        ]
        return Markup("".join(inner))

    def _put_next_word(self, place, pattern, line):
        """Replace the sentence of the template by the line, or by nothing.

        :return: the line, if it found no room here
        """
        place.classes.discard(PLACE)
        for part in place.iter():
            for name in ("text", "tail") if part is not place else ("text",):
                text = getattr(part, name) or ""
                if pattern.search(text):
                    now = line or ""
                    setattr(part, name, pattern.sub(lambda _found, n=now: n, text, 1))
                    line = False
        if not place.text_content().strip():
            place.drop_tree()
        return line

    def _promises(self):
        return self.crisis_promise_date and self._reaches_customer()

    def _reaches_customer(self):
        document = self.crisis_document_id
        return (
            self.composition_mode == "comment"
            and document
            and document._reaches_customer(self.partner_ids)
        )

    def _check_next_word_named(self):
        """Who promises to get back names the time (S0-32, S0-33).

        :raise UserError: if the message promises the next word and names no time
        """
        document = self.crisis_document_id
        if not self._reaches_customer() or self.crisis_promise_date:
            return
        is_checked = document.protocol_id.phrase_check != "off"
        if not is_checked or not document._default_promise_date():
            return
        if document._find_phrases(
            self._with_next_word(self.body, document, "")
        ).is_promise:
            raise UserError(
                self.env._(
                    "You promise to get back to the customer. Say by when under “Next "
                    "Word By”, or leave the promise out."
                )
            )

    def _action_send_mail_comment(self, res_ids):
        self._check_next_word_named()
        composer = self
        if self._promises():
            composer = self.with_context(crisis_names_next_word=Inside())
        messages = super(MailComposeMessage, composer)._action_send_mail_comment(
            res_ids
        )
        if self._promises():
            self.crisis_document_id._promise(self.crisis_promise_date, messages[:1])
        return messages

    def _action_schedule_message(self):
        """Hand on what the window knows, and no client says."""
        # not in the context, which is kept with the message
        with kept_inside(self.env, "crisis_scheduling"):
            return super()._action_schedule_message()

    def _prepare_schedule_message_post_values(self, post_values):
        """Keep the promise with a message that is sent later.

        :raise UserError: if it would be over before the customer reads it
        """
        self._check_next_word_named()
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
