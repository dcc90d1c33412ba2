from odoo import api, fields, models

from ...tools.inside import kept_inside


class MailScheduledMessage(models.Model):
    """A message to a customer that is sent later makes its promise when it is sent."""

    _inherit = "mail.scheduled.message"

    crisis_promise_date = fields.Datetime("Next Word By", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """What the protocol would not let leave later is refused now."""
        messages = super().create(vals_list)
        messages._check_crisis_words()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if {"body", "partner_ids"} & vals.keys():
            self._check_crisis_words()
        return result

    def _check_crisis_words(self):
        for message in self.filtered(lambda message: not message.is_note):
            case = message._crisis_case()
            if case and case._reaches_customer(message.partner_ids):
                case._check_words_before(message.body)

    def _crisis_case(self):
        """Return the case on which the message is, if it is on one."""
        is_on_case = self.model == "crisis.document"
        return self.env["crisis.document"].browse(is_on_case and self.res_id or [])

    def _post_message(self, raise_exception=True):  # pylint: disable=missing-return
        """Who named the time of the next word has promised that time, and no other."""
        for message in self:
            is_named = bool(message.crisis_promise_date)
            # Odoo posts it in the context that was kept with it
            with kept_inside(self.env, "crisis_names_next_word", is_named):
                super(MailScheduledMessage, message)._post_message(raise_exception)

    def _message_created_hook(self, message):
        """Keep what the message has promised, and which texts it has taken along.

        :raise UserError: for a text that has changed since, or may not leave any more
        """
        result = super()._message_created_hook(message)
        document = self.env["crisis.document"].browse(self.res_id).exists()
        # the queue posts as the system, but it was his word
        document = document.with_user(self.create_uid)
        date = self.crisis_promise_date
        if date and date > fields.Datetime.now() and not document.is_closed:
            document._promise(date, message)
        elif date:
            document._promise_lapsed()
        for kind in document.env["crisis.reviewed.text.mixin"]._kinds():
            if document and self[kind._version_field]:
                kind._check_scheduled(self, document)
                kind._note_sent(document, message)
        return result
