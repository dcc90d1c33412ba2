from odoo import models

from ...tools.inside import handed_inside


class MailThread(models.AbstractModel):
    """No message of a drill leaves the house."""

    _inherit = "mail.thread"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Leave out everybody without a user of ours, and say so in the chatter.

        The word counts as given all the same: the game goes on.
        """
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        outside = [r for r in recipients if not r["uid"] or r["ushare"]]
        drill = outside and self._crisis_drill(message, msg_vals or {})
        if not drill:
            return recipients
        drill._log_not_sent([r["name"] or r["email_normalized"] for r in outside])
        return [r for r in recipients if r not in outside]

    # ------------------------------------------------------------------
    # Text messages: Odoo's SMS comes with the tasks, but we don't depend on it
    # ------------------------------------------------------------------

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        """Send no text message to a number that was typed, either."""
        numbers = kwargs.get("sms_numbers")
        drill = numbers and self._crisis_drill(message, msg_vals or {})
        if drill:
            drill._log_not_sent([number for number in numbers if number])
            kwargs |= {"sms_numbers": []}
        return super()._notify_thread(message, msg_vals=msg_vals, **kwargs)

    def _sms_get_recipients_info(self, *args, **kwargs):
        """Let a text message to many pass over drills: what is not clean is not sent.

        The number itself stays, so that one to a single case can be written.
        """
        info = super()._sms_get_recipients_info(*args, **kwargs)
        documents = self.env["crisis.document"]
        for record_id in documents._drills_of(self._name, self.ids):
            receiver = info[record_id]["partner"]
            if not receiver or not documents._works_here(receiver):
                info[record_id] |= {"sanitized": False}
        return info

    def _crisis_drill(self, message, msg_vals):
        """Return the drill that this is said on, if it is one.

        :param message: the message, whose record the thread may not know
        :param dict msg_vals: what is known of it already
        """
        told = handed_inside(self.env, "crisis_drill_id")
        drills = self.env["crisis.document"]
        if told:
            return drills.browse(told)
        if self._name == drills._name:  # read with all the others at once
            # whoever writes need not see the case, and yet nothing leaves
            return self.sudo().filtered("is_drill")
        model_name, record_id = self._name, self.id
        if not self:  # told by `message_notify`, which names the record beside it
            model_name = msg_vals.get("model", message.model)
            record_id = msg_vals.get("res_id", message.res_id)
        found = drills._drills_of(model_name, record_id and [record_id])
        return next(iter(found.values()), drills)
