from odoo import api, models
from odoo.fields import Command
from odoo.tools import email_normalize
from odoo.tools.mail import email_split_and_format


class MailMail(models.Model):
    """The last door: whichever way a mail of a drill was made, it goes to us only."""

    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        mails._crisis_hold_back()
        return mails

    def _send(self, *args, **kwargs):
        """Look again: a receiver may have been added, or be no colleague any more."""
        there = self.exists()  # whoever wrote one may have sent it himself by now
        there._crisis_hold_back()
        return super(MailMail, there)._send(*args, **kwargs)

    def _prepare_outgoing_list(self, *args, **kwargs):
        """Name the drill in the subject, in the words of who reads it."""
        mails = super()._prepare_outgoing_list(*args, **kwargs)
        drill = self._crisis_drills().get(self)
        for mail in mails if drill else ():
            partner = mail.get("partner_id")
            lang = (partner and partner.lang) or self.env.lang
            mark = drill.with_context(lang=lang)._drill_mark()
            if mark not in (mail["subject"] or ""):
                mail["subject"] = f"[{mark}] {mail['subject'] or ''}".strip()
        return mails

    def _crisis_drills(self):
        """Return {mail: drill} of those mails that belong to a drill."""
        found = {}
        for model_name, mails in self.grouped("model").items():
            drills = self.env["crisis.document"]._drills_of(
                model_name, mails.mapped("res_id")
            )
            found |= {m: drills[m.res_id] for m in mails if m.res_id in drills}
        return found

    def _crisis_hold_back(self):
        """Take everybody outside from the mails of drills, and say so on the case."""
        waiting = self.filtered(lambda mail: mail.state == "outgoing")
        for mail, drill in waiting._crisis_drills().items():
            # whoever sends need not see all users, those of customers for one
            users = mail.recipient_ids.sudo().user_ids
            ours = users.filtered(lambda user: not user.share).partner_id
            outside = mail.recipient_ids - ours.with_env(mail.env)
            to_us, to_others = mail._crisis_sorted_addresses()
            if not outside and not to_others:
                continue
            if any(to_us.values()) or mail.recipient_ids != outside:
                vals = {
                    "recipient_ids": [Command.unlink(p.id) for p in outside],
                    "email_to": ", ".join(to_us["email_to"]) or False,
                    "email_cc": ", ".join(to_us["email_cc"]) or False,
                }
            else:  # cancelled, it shows for whom it would have been
                reason = self.env._("A drill: it goes to nobody outside.")
                vals = {"state": "cancel", "failure_reason": reason}
            # mails are the system's
            mail.sudo().write(vals)
            drill._log_not_sent([*outside.mapped("name"), *to_others])

    def _crisis_sorted_addresses(self):
        """Return ({field: addresses of colleagues}, addresses of all others)."""
        typed = {
            name: email_split_and_format(self[name] or "")
            for name in ("email_to", "email_cc")
        }
        everybody = [a for addresses in typed.values() for a in addresses]
        if not everybody:
            return typed, []
        normal = {address: email_normalize(address) for address in everybody}
        # also those of other companies
        users = self.env["res.users"].sudo()
        people = users.search(
            [
                ("share", "=", False),
                ("partner_id.email_normalized", "in", list(normal.values())),
            ]
        )
        ours = set(people.partner_id.mapped("email_normalized"))
        to_us = {
            name: [a for a in addresses if normal[a] in ours]
            for name, addresses in typed.items()
        }
        return to_us, [a for a in everybody if normal[a] not in ours]
