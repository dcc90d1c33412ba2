import contextlib
import smtplib
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.inside import Inside, handed_inside
from ...tools.mail_attempt import LATER, NEVER, UNSURE, Attempt, is_dead

OURS = ("crisis.document", "crisis.team", "crisis.level")
# Minutes until the next try: greylisting wants some, an outage takes long.
WAITS = (0, 5, 10, 20, 40, 60)
# After that nobody is woken with what is long over.
GIVE_UP = timedelta(days=3)


class MailMail(models.Model):
    """Mails of cases: words of their own, and what becomes of them on their way.

    Odoo leaves what a server refuses as failed until somebody looks; a crisis can't
    wait for that. What was refused for now is sent again; what was refused for good, or
    may have left all the same, is not.
    """

    _inherit = "mail.mail"

    crisis_refusal = fields.Selection(
        [
            (LATER, "For now: it is tried again"),
            (NEVER, "For good"),
            (UNSURE, "It may have left all the same"),
        ],
        "How It Was Refused",
        readonly=True,
        copy=False,
    )
    crisis_tries = fields.Integer("Times Refused", readonly=True, copy=False)
    crisis_next_try = fields.Datetime("Tried Again On", readonly=True, copy=False)
    crisis_delivered = fields.Text("Whom It Has Reached", readonly=True, copy=False)
    crisis_is_told = fields.Boolean(
        readonly=True, copy=False, export_string_translation=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Mails that are no copy of a message in the thread are words of their own."""
        cases = self.env["crisis.document"]
        direct = [
            vals
            for vals in vals_list
            if not vals.get("mail_message_id") and vals.get("model") == cases._name
        ]
        there = set(cases.browse([v.get("res_id") or 0 for v in direct]).exists().ids)
        direct = [vals for vals in direct if vals.get("res_id") in there]
        cases._speak_for_oneself(direct)
        cases._name_desk_as_sender(direct)
        cases._let_answers_come_back(direct)
        mails = super().create(vals_list)
        for mail, vals in zip(mails, vals_list, strict=True):
            if mail.model == "crisis.document" and not vals.get("mail_message_id"):
                document = self.env["crisis.document"].browse(mail.res_id).exists()
                if document:
                    document._note_direct_mail(mail)
        return mails

    # ------------------------------------------------------------------
    # Sending
    # ------------------------------------------------------------------

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        """Send mails of cases one by one, and keep what became of each.

        A connection that breaks leaves the rest in the queue; it takes nothing back
        that has left.
        """
        options = {
            "auto_commit": auto_commit,
            "raise_exception": raise_exception,
            "smtp_session": smtp_session,
            "alias_domain_id": alias_domain_id,
            "mail_server": mail_server,
            "post_send_callback": post_send_callback,
        }
        ours = self.filtered(lambda mail: mail.model in OURS)
        others = self - ours
        if others:
            super(MailMail, others)._send(**options)
        for mail in ours:
            if is_dead(smtp_session):
                # the administrator's job takes the rest over another connection
                self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
                break
            if not mail._crisis_lock_to_send():
                continue  # whoever is at it says what becomes of it
            attempt = Attempt()
            before = mail._crisis_before_sending()
            watched = mail.with_context(crisis_attempt=Inside(attempt))
            try:
                super(MailMail, watched)._send(**options)
            except smtplib.SMTPServerDisconnected as error:
                mail.write(
                    {
                        "state": "exception",
                        "failure_type": "unknown",
                        "failure_reason": str(error),
                    }
                )
                mail._crisis_note_attempt(attempt, before)
                if raise_exception:
                    raise
            else:
                mail._crisis_note_attempt(attempt, before)
        return True

    def _crisis_lock_to_send(self):
        """Lock a mail that is about to leave, with all that is written afterwards.

        Who writes sends at once, and the queue may come to the same mail, or to another
        one of the same message, just then. What is in somebody's hands is left, and
        looked at again: a conflict after it has left would let it leave twice.

        :return: whether it is ours to send
        """
        with (
            contextlib.suppress(SerializationFailure),
            self.env.cr.savepoint(flush=False),
        ):
            self.env.cr.execute(
                SQL(
                    "SELECT FROM mail_mail JOIN mail_message"
                    " ON mail_message.id = mail_mail.mail_message_id"
                    " WHERE mail_mail.id = %s FOR NO KEY UPDATE SKIP LOCKED",
                    self.id,
                ),
                log_exceptions=False,
            )
            if self.env.cr.rowcount:
                return True
        soon = fields.Datetime.now() + timedelta(minutes=1)
        # the administrator's job looks again
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger(at=soon)
        return False

    def _prepare_outgoing_list(self, *args, **kwargs):
        """Leave out whom an earlier try has reached."""
        mails = super()._prepare_outgoing_list(*args, **kwargs)
        reached = set((self.crisis_delivered or "").split())
        left = [
            mail
            for mail in mails
            if not reached
            or not mail["email_to_normalized"]
            or not reached.issuperset(mail["email_to_normalized"])
        ]
        attempt = handed_inside(self.env, "crisis_attempt")
        if attempt is not None:
            attempt.planned = [[*mail["email_to_normalized"]] for mail in left]
        return left

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Without a connection nothing has left: it is tried again.

        A mail that did not reach one of its receivers is kept, whoever came after him.
        """
        attempt = handed_inside(self.env, "crisis_attempt")
        if attempt is not None and attempt.refusal:
            failure_reason, failure_type = attempt.refusal, "unknown"
            self.write(
                {
                    "state": "exception",
                    "failure_reason": failure_reason,
                    "failure_type": failure_type,
                }
            )
        if failure_type == "mail_smtp":
            ours = self.filtered(lambda mail: mail.model in OURS)
            now = fields.Datetime.now()
            ours.write({"crisis_refusal": LATER, "crisis_next_try": now})
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason, failure_type
        )

    def _crisis_before_sending(self):
        """Return what has to be known of a mail that may be gone once it has left."""
        case = self.env["crisis.document"]
        if self.model == case._name:
            case = case.browse(self.res_id).exists()
        return {
            "case": case,
            "message": self.mail_message_id,
            "notifications": self.notification_ids,
            "was_refused": bool(self.crisis_refusal),
        }

    def _crisis_note_attempt(self, attempt, before):
        mail, case, message = self.exists(), before["case"], before["message"]
        is_kept = mail and mail.state == "exception"
        if is_kept:
            mail._crisis_note_refusal(attempt)
        elif before["was_refused"] and case and message.exists():
            if not mail or mail.state == "sent":
                case._note_left_after_all(message)
        if case and (attempt.verdict or is_kept) and mail.crisis_refusal != LATER:
            reason = mail.failure_reason if is_kept else ""
            self._crisis_tell_lost(case, message, before["notifications"], reason)

    def _crisis_note_refusal(self, attempt):
        tries = self.crisis_tries + 1
        wait = timedelta(minutes=WAITS[min(tries, len(WAITS)) - 1])
        reached = set((self.crisis_delivered or "").split()) | attempt.delivered
        self.write(
            {
                "crisis_refusal": attempt.verdict or NEVER,
                "crisis_tries": tries,
                "crisis_next_try": fields.Datetime.now() + wait,
                "crisis_delivered": "\n".join(sorted(reached)),
            }
        )

    @api.model
    def _crisis_tell_lost(self, case, message, notifications, reason):
        """Tell the case whom a message could not reach."""
        failed = notifications.filtered(
            lambda n: n.notification_status in ("exception", "bounce")
        )
        if notifications and not failed:
            return
        emails = None
        if notifications:
            partners = failed.res_partner_id.mapped("email_normalized")
            emails = [*filter(None, partners + failed.mapped("mail_email_address"))]
        case._note_not_arrived(message, emails, reason)

    # ------------------------------------------------------------------
    # Again
    # ------------------------------------------------------------------

    @api.model
    def _cron_resend_crisis_mails(self):
        """Send again what was refused for now, and tell what is too late by then.

        Only mails of cases, their desks and situation reports, of the last days.
        """
        now = fields.Datetime.now()
        refused = self.search(
            [
                ("state", "=", "exception"),
                ("crisis_refusal", "=", LATER),
                ("crisis_next_try", "<=", now),
                ("create_date", ">", now - GIVE_UP),
                ("model", "in", OURS),
            ]
        )
        if refused:
            refused.mark_outgoing()
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        self._crisis_tell_waiting(now)

    @api.model
    def _crisis_tell_waiting(self, now):
        """A word that waits longer than its level allows is none, until it leaves."""
        waiting = self.search(
            [
                ("state", "in", ("outgoing", "exception")),
                ("crisis_refusal", "in", (False, LATER)),
                ("crisis_is_told", "=", False),
                ("model", "=", "crisis.document"),
                ("create_date", ">", now - 2 * GIVE_UP),
                "|",
                ("scheduled_date", "=", False),
                ("scheduled_date", "<=", now),
            ]
        )
        for mail in waiting:
            case = self.env["crisis.document"].browse(mail.res_id).exists()
            message = mail.mail_message_id
            start = max(filter(None, [mail.create_date, mail.scheduled_date]))
            if message not in case.word_ids.message_id:
                continue
            if case._deadline(case.level_id.first_word_minutes, start) >= now:
                continue
            mail.crisis_is_told = True
            pending = mail.notification_ids.filtered(
                lambda n: n.notification_status not in ("sent", "canceled")
            )
            emails = pending.res_partner_id.mapped("email_normalized")
            reason = mail.failure_reason or ""
            case._note_not_arrived(message, [*filter(None, emails)] or None, reason)
