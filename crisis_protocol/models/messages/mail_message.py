from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext

from ...tools.inside import handed_inside

# What a message says, to whom and in whose name; stars, pins and the like are no proof.
SAID = frozenset(
    {
        "attachment_ids",
        "author_guest_id",
        "author_id",
        "body",
        "create_date",
        "create_uid",
        "date",
        "email_from",
        "incoming_email_cc",
        "incoming_email_to",
        "is_internal",
        "mail_activity_type_id",
        "message_id",
        "message_type",
        "model",
        "notification_ids",
        "notified_partner_ids",
        "outgoing_email_to",
        "parent_id",
        "partner_ids",
        "reply_to",
        "reply_to_force_new",
        "res_id",
        "subject",
        "subtype_id",
        "tracking_value_ids",
    }
)
# What a slip can be in; who says it, to whom and when is none.
SLIPS = frozenset({"body", "attachment_ids"})
# So long somebody may put right a slip in a note of his own.
SLIP = timedelta(minutes=15)


class MailMessage(models.Model):
    """What was said on a case stays as it was said.

    It is proof of who heard what, and when. A slip in a note of one's own may be put
    right at once; all else is corrected by another message. What an administrator
    changes all the same shows on the case.
    """

    _inherit = "mail.message"

    crisis_check_ids = fields.One2many(
        "crisis.phrase.check",
        "message_id",
        "Checked Words",
        readonly=True,
        # everybody reads messages, and with all their fields
        groups="crisis_protocol.group_crisis_agent",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Messages of a case bear the time at which they are there, and no other.

        :raise AccessError: for one that is put there past the chatter
        """
        messages = super().create([self._crisis_dated(vals) for vals in vals_list])
        is_posted = self.env.su or handed_inside(self.env, "crisis_posting")
        if not is_posted and "crisis.document" in messages.mapped("model"):
            raise AccessError(
                self.env._("Write on the case itself: a message is its writer's own.")
            )
        return messages

    @api.model
    def _crisis_dated(self, vals):
        if vals.get("model") != "crisis.document":
            return vals
        return {"is_internal": False} | vals | {"date": fields.Datetime.now()}

    def _crisis_time(self):
        """Return when it was there, naive UTC, by our own clock.

        What stands elsewhere, as on a ticket, may bear any time.
        """
        is_dated = self.model == "crisis.document"
        return self.date if is_dated else fields.Datetime.now()

    def write(self, vals):
        """Change no word of a case.

        :raise UserError: for whoever is no administrator
        """
        names = SAID.intersection(vals)
        if not names:
            return super().write(vals)
        # the chatter says of a note without receivers that it has none
        is_slip = names - SLIPS <= {"partner_ids"} and not vals.get("partner_ids")
        kept = self._crisis_kept(is_slip)
        kept._crisis_check_may_change()
        before = {
            message: (message._crisis_said(names), message._crisis_told())
            for message in kept
        }
        result = super().write(vals)
        kept._crisis_note_changed(names, before)
        return result

    def unlink(self):
        """Delete no word of a case.

        :raise UserError: for whoever is no administrator
        """
        kept = self._crisis_kept()
        kept._crisis_check_may_change()
        kept._crisis_note_deleted()
        return super().unlink()

    # ------------------------------------------------------------------
    # The trail
    # ------------------------------------------------------------------

    def _crisis_kept(self, with_slips=True):
        """Return those that are proof: all of cases, elsewhere the customer's words.

        What was posted in this very transaction is not there for anybody yet; and
        with a case that may be deleted goes what was said on it.

        :param with_slips: whether a note may be put right that somebody has just made
        """
        if handed_inside(self.env, "crisis_case_goes"):
            return self.browse()
        # whoever may not read a message may not change it either
        messages = self.sudo().exists()
        now = self.env.cr.now()
        there = messages.filtered(lambda m: not m.create_date or m.create_date < now)
        if not there:
            return self.browse()
        # words are the system's
        words = self.env["crisis.word"].sudo().search([("message_id", "in", there.ids)])
        on_cases = there.filtered(lambda m: m.model == "crisis.document")
        slips = on_cases.filtered(lambda m: with_slips and m._crisis_is_fresh_note())
        return self.browse(((on_cases - slips) | words.message_id).ids)

    def _crisis_is_fresh_note(self):
        """Whether it is a note that somebody has just made for colleagues."""
        is_note = self.message_type == "comment" and self.subtype_id.internal
        is_own = self.author_id == self.env.user.partner_id
        is_plain = not (self.partner_ids or self.crisis_check_ids)
        is_fresh = self.create_date > fields.Datetime.now() - SLIP
        return is_note and is_own and is_plain and is_fresh

    def _crisis_check_may_change(self):
        """:raise UserError: for whoever is no administrator"""
        is_admin = self.env.uid == SUPERUSER_ID or self.env.user.has_group(
            "base.group_system"
        )
        if self and not is_admin:
            raise UserError(
                self.env._(
                    "What was said on a case stays as it was said. Write another "
                    "message that puts it right."
                )
            )

    def _crisis_said(self, names):
        # an administrator changes it, who need not see the case
        message = self.sudo()
        return {name: message[name] for name in names}

    def _crisis_told(self):
        """Return what a message says, for the line that says what it was."""
        # an administrator changes it, who need not see the case
        message = self.sudo()
        words = html2plaintext(message.body or "").strip() or message.subject or "–"
        files = message.attachment_ids.mapped("name")
        return "\n".join([words, *files])

    def _crisis_note_changed(self, names, before):
        """Say on the case what differs now: a mail that leaves is written, too."""
        heading = self.env._("Changed by %s.", self.env.user.name)
        for message, (said, told) in before.items():
            if message._crisis_said(names) != said:
                message._crisis_note(heading, told)

    def _crisis_note_deleted(self):
        for message in self:
            heading = self.env._("Deleted by %s.", self.env.user.name)
            message._crisis_note(heading, message._crisis_told())

    def _crisis_note(self, heading, told):
        """Say on the case what became of a message, and what it said."""
        # an administrator need not see the case
        message = self.sudo()
        words = self.env["crisis.word"].sudo()
        case = words.search([("message_id", "=", message.id)], limit=1).document_id
        if message.model == "crisis.document":
            case = case.browse(message.res_id)
        if not case.exists():
            return
        who = message.author_id.name or message.email_from or ""
        when = self.env["crisis.duty.mixin"]._time(message.date)
        line = self.env._("Until now it said (%(who)s, %(time)s):", who=who, time=when)
        case._message_log(
            body=Markup("<p><b>%s</b> %s</p><blockquote>%s</blockquote>")
            % (heading, line, told)
        )
