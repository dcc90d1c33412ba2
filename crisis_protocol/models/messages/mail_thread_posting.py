from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.inside import Inside, handed_inside


class MailThread(models.AbstractModel):
    """A message past the thread of a case is a word on it, by whichever method."""

    _inherit = "mail.thread"

    @api.model
    def message_process(self, *args, **kwargs):
        """Take mails from the mail server, and from nobody who hands in his own.

        :raise AccessError: for whoever is no administrator
        """
        if not self.env.su and not self.env.user._is_admin():
            raise AccessError(self.env._("Mails come in through the mail server only."))
        return super().message_process(*args, **kwargs)

    def message_notify(self, **kwargs):
        """Notify of a case as oneself and now, also where the case is only named.

        :raise AccessError: for whoever may not read the case
        """
        case = self._crisis_notified(kwargs.get("model"), kwargs.get("res_id"))
        if not case:
            return super().message_notify(**kwargs)
        if not self.env.su:
            case.check_access("read")
        if not case._speaks_for_others():
            kwargs = case._own_words(kwargs)
            kwargs.pop("message_type")
        posting = self.with_context(crisis_posting=Inside())
        return super(MailThread, posting).message_notify(**kwargs)

    def _crisis_notified(self, model_name, record_id):
        """Return the case that a message past the thread is about, if it is one."""
        documents = self.env["crisis.document"]
        if self:
            return self if self._name == documents._name else documents
        is_named = model_name == documents._name and isinstance(record_id, int)
        return documents.browse(record_id if is_named else []).exists()

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        """A message to the customer alone, past the thread, is a word to him, too."""
        is_direct = message.message_type == "user_notification"
        if is_direct and not handed_inside(self.env, "crisis_no_word"):
            case = self._crisis_notified(message.model, message.res_id)
            if case and case._reaches_customer(message.partner_ids):
                case._on_word_to_customer(message._crisis_time(), message)
        return super()._notify_thread(message, msg_vals=msg_vals, **kwargs)

    def _notify_thread_with_out_of_office(self, *args, **kwargs):
        """Odoo itself answers for who is away."""
        speaking = self.with_context(crisis_speaks=Inside())
        return super(MailThread, speaking)._notify_thread_with_out_of_office(
            *args, **kwargs
        )

    def _message_track(self, fields_iter, initial_values_dict):
        """What was changed Odoo itself says, and in whose name."""
        speaking = self.with_context(crisis_speaks=Inside())
        return super(MailThread, speaking)._message_track(
            fields_iter, initial_values_dict
        )
