from odoo import api, fields, models

from ...tools.steps import insert_step

# So much of what a mail server says is kept.
REASON = 500


class CrisisDocument(models.Model):
    """What the customer writes after the end, and what did not reach him."""

    _inherit = "crisis.document"

    mail_duty_ids = fields.One2many(
        "crisis.mail.duty", "document_id", "Mails to See To", copy=False, readonly=True
    )
    mail_duty_kind = fields.Selection(
        [("after_close", "After the close"), ("not_arrived", "Not arrived")],
        compute="_compute_mail_duty_kind",
        export_string_translation=False,
    )

    next_step_kind = fields.Selection(
        selection_add=[("not_arrived", "Write what did not arrive")]
    )

    @api.depends("mail_duty_ids.state")
    def _compute_mail_duty_kind(self):
        """Say which mail somebody has to see to, for the form."""
        for document in self:
            document.mail_duty_kind = document._open_mail_duties()[:1].kind

    def _open_mail_duties(self, kind=None):
        return self.mail_duty_ids.filtered(
            lambda d: d.state == "open" and kind in (None, d.kind)
        )

    def _next_step_questions(self):
        return insert_step(
            super()._next_step_questions(),
            "_ask_not_arrived",
            before="_ask_explanation",
        )

    def _gate_preview_depends(self):
        return [*super()._gate_preview_depends(), "mail_duty_ids.state"]

    def _ask_not_arrived(self):
        """What did not reach him is written again before anything else is."""
        lost = self._open_mail_duties("not_arrived")[:1]
        if lost:
            return "not_arrived", self.env._(
                "What you wrote did not reach %s. Correct the address and write again, "
                "or call.",
                lost.receivers or self._customer_contact().name,
            )
        return None

    def action_see_to_mail(self):
        """Open what somebody has to see to, with what can be done."""
        self.ensure_one()
        self.check_access("read")
        return self._open_mail_duties()[:1].action_do()

    def action_reopen_after_mail(self):
        """Ask to let the case go on, with what the customer wrote as the reason."""
        self.ensure_one()
        return self._open_mail_duties("after_close")[:1].action_reopen()

    def _owe_mail(self, kind, message, due, **vals):
        """Let somebody see to a mail; one is enough, however many come."""
        # nobody makes these himself
        duties = self.env["crisis.mail.duty"].sudo()
        for document in self:
            duties.create(
                {
                    "document_id": document.id,
                    "kind": kind,
                    "message_id": message and message.id,
                    "date_due": due,
                    "user_id": document._responsible_or_supervisor().id,
                    **vals,
                }
            )

    # ------------------------------------------------------------------
    # After the end
    # ------------------------------------------------------------------

    def _owe_look_after_close(self, date, message=None):
        """What the customer writes after the end waits until somebody has looked."""
        if not self._asks_reply():
            return
        # he may write on a ticket, and has no rights on the case
        for document in self.sudo().filtered("is_closed"):
            if not document._open_mail_duties("after_close"):
                due = document._deadline(document.level_id.first_word_minutes)
                document._owe_mail("after_close", message, due)

    def _shown_work(self):
        """What came after the end does not end with it, and so it is not left."""
        shown = super()._shown_work()
        waiting = self._open_mail_duties("after_close").activity_id
        # a joined recordset would be read anew, case by case
        return shown - waiting if waiting else shown

    def _drop_activities(self):
        """What the customer wrote after the end is shown on, also in the archive."""
        # it is the responsible's, whoever puts the case away
        waiting = self.sudo()._open_mail_duties("after_close").activity_id
        kept = waiting.filtered("active")
        if not kept:
            return super()._drop_activities()
        # the rest goes as everywhere, whosever it is
        return (self.sudo().activity_ids - kept).unlink()

    def _end_mail_duties(self, date, message=None):
        """Who gives the customer a word has seen to what came before it."""
        # it is the responsible's, whoever writes
        duties = self.sudo()._open_mail_duties()
        earlier = duties.filtered(
            lambda d: d.create_date.replace(microsecond=0) <= date
        )
        if earlier:
            earlier._finish(self.env._("The customer has had a word since."))

    def _end_after_close(self, is_relapse):
        """The case goes on: that is what was asked for."""
        # whose it is concerns nobody here
        duties = self.sudo()._open_mail_duties("after_close")
        if duties:
            duties._finish(self.env._("The case goes on."))

    # ------------------------------------------------------------------
    # What did not arrive
    # ------------------------------------------------------------------

    def _note_not_arrived(self, message, emails=None, reason=""):
        """Take back a word that has reached nobody of the customer.

        :param message: the message that did not arrive
        :param emails: the addresses that it did not reach; None: none at all
        :param str reason: what the mail server says
        """
        self.ensure_one()
        # a machine says it, and has no rights
        document, message = self.sudo(), message.sudo()
        reached, lost = document._receivers(message, emails)
        if not lost:
            return
        open_ones = document._open_mail_duties("not_arrived")
        if message in open_ones.message_id:
            return  # a machine may say it more than once
        word = document.word_ids.filtered(
            lambda w: w.message_id == message
            and w.direction == "us"
            and not w.date_returned
        )
        reason = (reason or "")[:REASON]
        if word and not document._reaches_customer(reached):
            document._on_not_arrived(message, reason)
        document._owe_mail(
            "not_arrived",
            message,
            # so that there is time to react
            document._deadline(document.level_id.first_word_minutes),
            reason=reason,
            receivers=", ".join(lost)[:250],
        )
        document._tell_author_of_lost(message, ", ".join(lost))

    def _receivers(self, message, emails):
        """Return (partners outside whom a message reached, names of those it did not).

        :param emails: addresses that it did not reach; None: none at all
        """
        told = message.notification_ids.filtered("res_partner_id")
        partners = told.res_partner_id or message.partner_ids
        partners = partners.filtered(lambda p: not self._works_here(p))
        failed = told.filtered(
            lambda n: n.notification_status in ("bounce", "exception")
        ).res_partner_id
        if emails is None:
            lost = partners
        else:
            lost = partners.filtered(lambda p: p.email_normalized in emails) | (
                partners & failed
            )
        if not lost and len(partners) == 1:
            lost = partners  # the machine calls him otherwise
        names = lost.mapped("name")
        if not partners:
            names = list(emails or ()) or [self._customer_contact().name]
        return partners - lost, names

    def _tell_author_of_lost(self, message, names):
        """The writer hears that it did not arrive; the responsible owes it."""
        users = message.author_id.user_ids.filtered(
            lambda u: u.active
            and not u.share
            and u != self._responsible_or_supervisor()
        )
        if users:
            line = self.env._("Did not arrive: %s", names)
            self._notify_users({user: {self: [line]} for user in users[:1]})

    def _void_word(self, message, reason):
        """The word is none: what the clocks count from is what came before it."""
        words = self.word_ids.filtered(
            lambda w: w.message_id == message and w.direction == "us"
        )
        words.write({"date_returned": fields.Datetime.now(), "return_reason": reason})
        for document in self:
            document._set_clocks_back(max(words.mapped("date")))

    def _set_clocks_back(self, date):
        ours = self.word_ids.filtered(
            lambda w: w.direction == "us" and not w.date_returned
        ).sorted(lambda w: (w.date, w.id))
        first, last = ours[:1].date, ours[-1:].date
        vals = {}
        if self.date_last_word and self.date_last_word <= date:
            vals["date_last_word"] = last
        if self.date_first_word and (not first or first > self.date_first_word):
            vals["date_first_word"] = first
        # in the order in which they came: what a mail says of its time is its own
        his = self.word_ids.filtered(
            lambda w: w.direction == "customer" and w.id > (ours[-1:].id or 0)
        ).mapped("date")
        if his and not self.date_unanswered:
            vals["date_unanswered"] = min(his)
        self._write_past_reactions(vals)
        if vals.get("date_unanswered"):
            self._remind_of_mail()

    def _open_promises_again(self, message, reason):
        """What the word had kept is open again; what it promised nobody has read."""
        promises = self.env["crisis.promise"].search([("document_id", "in", self.ids)])
        kept = promises.filtered(
            lambda p: p.kept_message_id == message and p.state == "done"
        )
        kept._write_as_system(
            {
                "state": "open",
                "date_done": False,
                "done_by_id": False,
                "kept_message_id": False,
            }
        )
        unread = promises.filtered(
            lambda p: p.message_id == message and p.state == "open"
        )
        unread._note_cancelled(
            self.env._("It was promised in a message that did not arrive."), False
        )
        self.env["mail.activity"]._sync_duty_activities(unread)
        if kept:
            self._assign_duties({"crisis.promise": kept})

    def _note_left_after_all(self, message):
        """A word that had been taken back has left now: it counts from now on."""
        self.ensure_one()
        # the job says it
        document, now = self.sudo(), fields.Datetime.now()
        words = document.word_ids.filtered(
            lambda w: w.message_id == message and w.date_returned
        )
        if words:
            words.write({"date": now, "date_returned": False, "return_reason": False})
            document._note_time_of_word(now, message)
            document._keep_promises(now, message)
        duties = document._open_mail_duties("not_arrived").filtered(
            lambda d: d.message_id == message
        )
        if duties:
            duties._finish(self.env._("It has left after all."))
