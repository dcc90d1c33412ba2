from odoo import api, fields, models
from odoo.tools import ormcache

from ...tools.inside import handed_inside, kept_inside


class MailScheduledMessage(models.Model):
    """A message to a customer that is sent later makes its promise when it is sent."""

    _inherit = "mail.scheduled.message"

    crisis_promise_date = fields.Datetime("Next Word By", readonly=True)

    @api.model
    @ormcache()
    def _crisis_kept_names(self):
        """Return what only the message window says of a message that waits."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if name.startswith("crisis_") and field.readonly
        )

    @api.model
    def _crisis_handed_in(self, vals):
        if handed_inside(self.env, "crisis_scheduling"):
            return vals
        kept = self._crisis_kept_names()
        return {name: value for name, value in vals.items() if name not in kept}

    @api.model
    def default_get(self, fields):
        """Nor does a default of anybody say what a message promises or takes along."""
        kept = self._crisis_kept_names()
        return super().default_get([name for name in fields if name not in kept])

    @api.model_create_multi
    def create(self, vals_list):
        """What the protocol would not let leave later is refused now."""
        messages = super().create([self._crisis_handed_in(vals) for vals in vals_list])
        messages._check_crisis_words()
        return messages

    def write(self, vals):
        vals = self._crisis_handed_in(vals)
        result = super().write(vals)
        if {"body", "partner_ids", "is_note"} & vals.keys():
            self._check_crisis_words()
        return result

    def _check_crisis_words(self):
        """Look at what the customer would get; a note that names him reaches him."""
        for message in self:
            case = message._crisis_case()
            if case and case._reaches_customer(message.partner_ids):
                case._check_words_before(message.body)

    def _crisis_case(self):
        """Return the case on which the message is, if it is on one."""
        is_on_case = self.model == "crisis.document"
        return self.env["crisis.document"].browse(is_on_case and self.res_id or [])

    def _post_message(self, raise_exception=True):  # pylint: disable=missing-return
        """Who named the time of the next word has promised that time, and no other."""
        now = fields.Datetime.now()
        for message in self:
            # a time that has passed meanwhile promises nothing: then the level does
            date = message.crisis_promise_date
            is_named = bool(date) and date > now
            # Odoo posts it in the context that was kept with it
            with kept_inside(self.env, "crisis_names_next_word", is_named):
                super(MailScheduledMessage, message)._post_message(raise_exception)

    def _message_created_hook(self, message):
        """Keep what the message has promised, and which texts it has taken along.

        :raise UserError: for a text that has changed since, or may not leave any more
        """
        result = super()._message_created_hook(message)
        document = self.env["crisis.document"]
        if self.model == document._name:
            document = document.browse(self.res_id).exists()
        # the queue posts as the system, but it was his word
        document = document.with_user(self.create_uid)
        kinds = [
            kind
            for kind in document.env["crisis.reviewed.text.mixin"]._kinds()
            if document and self[kind._version_field]
        ]
        for kind in kinds:
            kind._check_scheduled(self, document)
        # receivers may have been changed since: what reached nobody was no word
        if not document or not document._was_word(message):
            return result
        date = self.crisis_promise_date
        if date and date > fields.Datetime.now() and not document.is_closed:
            document._promise(date, message)
        elif date:
            document._promise_lapsed()
        for kind in kinds:
            kind._note_sent(document, message)
        return result
