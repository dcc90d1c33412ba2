from markupsafe import Markup

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, format_datetime

from ...tools.inside import Inside, handed_inside, kept_inside

# What of a message Odoo knows itself: who writes it, when, how it came in, and where
# answers go.
KNOWN = frozenset(
    {
        "author_id",
        "author_guest_id",
        "create_date",
        "date",
        "incoming_email_cc",
        "incoming_email_to",
        "is_internal",
        "mail_activity_type_id",
        "message_id",
        "record_alias_domain_id",
        "record_company_id",
        "reply_to",
        "reply_to_force_new",
        "skip_existing",
        "tracking_value_ids",
    }
)
# Types of messages that programs write; whatever a person posts is none of them.
PROGRAMS = ("notification", "auto_comment", "out_of_office")
UNWRITTEN = (*PROGRAMS, "email", "email_outgoing")


def _mailbox(email):
    """Return where a mail goes: what is behind a plus is the reader's own business."""
    name, at, domain = (email or "").partition("@")
    return f"{name.partition('+')[0]}{at}{domain}"


class CrisisDocument(models.Model):
    """Who speaks on a case: the one who calls, now, and in nobody else's name.

    What is said, by whom and when is proof, so none of it is taken from a client. The
    mail gateway and our own code say whose word it is; they hand it on inside.
    """

    _inherit = "crisis.document"

    def message_post(self, **kwargs):
        """Post what somebody writes, as his own and now.

        :raise UserError: for a message to an address alone, or for a later time
        """
        values = kwargs if self._speaks_for_others() else self._own_words(kwargs)
        skips = bool(values.get("notify_skip_followers"))
        posting = self.with_context(
            crisis_posting=Inside(), crisis_past_followers=Inside(skips)
        )
        return super(CrisisDocument, posting).message_post(**values)

    @api.model
    def _speaks_for_others(self):
        """Whether it is the gateway or our own code that posts.

        The gateway is the system's user, whom no client can be.
        """
        is_gateway = self.env.uid == SUPERUSER_ID
        return is_gateway or bool(handed_inside(self.env, "crisis_speaks"))

    @api.model
    def _own_words(self, values):
        """Return what a client may say of a message of his on a case.

        :raise UserError: for a message to an address alone, or for a later time
        """
        self._check_leaves_now(values)
        own = {name: value for name, value in values.items() if name not in KNOWN}
        return own | self._own_sender(values.get("email_from")) | self._own_type(values)

    @api.model
    def _own_sender(self, sender):
        """Return who writes, and under which address."""
        author = self.env.user.partner_id
        if self._is_address_of_ours(sender, author):
            return {"author_id": author.id}
        return {"author_id": author.id, "email_from": author.email_formatted}

    @api.model
    def _speak_for_oneself(self, values_list):
        """Let mails past the thread leave in the name of who writes them.

        Whoever is not of the house writes none himself: what leaves for him is ours.
        """
        if self._speaks_for_others() or not self.env.user._is_internal():
            return
        senders = {values.get("email_from") for values in values_list}
        own = {sender: self._own_sender(sender) for sender in senders}
        for values in values_list:
            values.update(own[values.get("email_from")])

    @api.model
    def _check_leaves_now(self, values):
        """Refuse what is no word to anybody known, or none yet.

        :raise UserError: for a message to an address alone, or for a later time
        """
        if values.get("outgoing_email_to"):
            raise UserError(
                self.env._(
                    "Choose contacts as receivers: a message to an address alone "
                    "proves nothing."
                )
            )
        if values.get("scheduled_date"):
            raise UserError(
                self.env._("To send it later, choose “Send Later” in the message.")
            )

    @api.model
    def _own_type(self, values):
        if values.get("message_type", "notification") in UNWRITTEN:
            return {"message_type": "comment"}
        return {}

    @api.model
    def _is_address_of_ours(self, sender, author):
        """Whether a message may leave under an address: his own, or nobody's.

        A desk writes under an address of its own, which is no contact's.
        """
        email = email_normalize(sender)
        if not email or email == author.email_normalized:
            return False
        # a contact of another company has a name, too, in which nobody else speaks
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        return not partners.search_count([("email_normalized", "=", email)], limit=1)

    # ------------------------------------------------------------------
    # What was said stays
    # ------------------------------------------------------------------

    def unlink(self):
        """With a case that may be deleted goes what was said on it.

        That it was there, and who deleted it, stays with its team (S0-49).
        """
        lines = {
            team: Markup("<p>%s</p>%s")
            % (self.env._("Cases deleted:"), self._list_html(cases._parting_words()))
            for team, cases in self.grouped("team_id").items()
            if team
        }
        with kept_inside(self.env, "crisis_case_goes"):
            result = super().unlink()
        # who deletes a case need have no right on its team
        teams = self.env["crisis.team"].sudo()
        teams.union(*lines)._message_log_batch(
            {team.id: body for team, body in lines.items()},
            author_id=self.env.user.partner_id.id,
        )
        return result

    def _parting_words(self):
        """Return what is left of each case that is deleted, as a line of text."""
        return [
            self.env._(
                "%(case)s: customer %(customer)s, filed by %(author)s on %(date)s",
                case=document.display_name,
                customer=document.partner_id.name,
                author=document.create_uid.name,
                date=format_datetime(self.env, document.create_date),
            )
            for document in self
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_none_spoken_of(self):
        """:raise UserError: for a case of which the customer has heard, or spoken"""
        for document in self:
            # what was said is kept by the system
            if document.sudo().word_ids:
                raise UserError(
                    self.env._(
                        "The customer was spoken to about %s, so it is kept. Move it "
                        "to “Not a crisis” instead.",
                        document.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # What counts as a word
    # ------------------------------------------------------------------

    def _message_post_after_hook(self, message, msg_values):
        """Keep who spoke last, and never let a customer's word pass unseen.

        Odoo files an answer to an automatic mail as an internal note that nobody
        is told of; so the responsible gets an activity whatever the subtype. What
        counts is when it is here, by our own clock.
        """
        result = super()._message_post_after_hook(message, msg_values)
        now = message._crisis_time()
        for document in self:
            if message.message_type in ("comment", "email"):
                document._write_past_reactions({"date_last_entry": now})
            if document._is_from_outside(message):
                document._show_pictures(message)
                if document._is_of_customer(message):
                    document._on_word_of_customer(now, message)
                else:
                    document._remind_of_stranger(message)
            elif document._is_to_customer(message, msg_values):
                document._on_word_to_customer(now, message)
        return result

    def _is_from_outside(self, message):
        if message.message_type not in ("email", "comment"):
            return False
        author = message.author_id
        if message.message_type == "comment" and not author:
            return False
        return self._is_his_own(message) and not self._works_here(author)

    @api.model
    def _is_his_own(self, message):
        """Whether the author of a message that is posted now has written it.

        A colleague speaks for himself alone, whomever he names as author. Of guests
        Odoo itself says who they are.
        """
        user = self.env.user
        is_own = message.author_id == user.partner_id
        return is_own or user.share or self._speaks_for_others()

    def _is_to_customer(self, message, msg_values):
        """Whether a message that is posted now goes to somebody of the customer.

        What people write counts when it reaches him, a note that names him too; what
        programs post only when it names him, as whoever follows gets news of all kinds.
        """
        if message.message_type == "out_of_office":
            return False
        # most of what programs post names nobody: that costs no query
        is_news = message.message_type in PROGRAMS and not msg_values.get("partner_ids")
        if is_news and not self._is_for_all(message):
            return False
        return self._reaches_customer(self._reached_by(message, self))

    @api.model
    def _is_for_all(self, message):
        """Whether a message is one to whoever follows."""
        comment_id = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        return message.subtype_id.id == comment_id

    @api.model
    def _reached_by(self, message, thread):
        """Return who gets a message that is posted on a record now.

        :param thread: the record: a case, or one that a case came from
        """
        reached, subtype = message.partner_ids, message.subtype_id
        is_written = message.message_type not in PROGRAMS
        is_written |= self._is_for_all(message)
        is_for_followers = is_written and subtype and not subtype.internal
        if is_for_followers and not handed_inside(self.env, "crisis_past_followers"):
            # whoever writes need not see all who follow
            followers = thread.sudo().message_follower_ids
            following = followers.filtered(lambda f: subtype in f.subtype_ids)
            reached |= following.partner_id.with_env(self.env)
        return reached - message.author_id

    @api.model
    def _works_here(self, partner):
        # also in another company; and users of customers may not be looked up
        return any(not user.share for user in partner.sudo().user_ids)

    def _reaches_customer(self, partners):
        """Whether what these partners get reaches somebody of the customer.

        Without an address that mail can go to, nobody is reached.
        """
        ours = self._addresses_of_ours(partners)
        return self._speaks_for_customer(
            partners.filtered(
                # in a drill nothing leaves, and the game goes on
                lambda partner: (partner.email_normalized or partner.crisis_is_drill)
                and partner.email_normalized not in ours
            )
        )

    def _speaks_for_customer(self, partners):
        """Whether one of these partners is of the customer, and none of us."""
        # A colleague who forwards a mail stands as customer, but is not told.
        outside = partners.filtered(lambda partner: not self._works_here(partner))
        # Who speaks for the customer may be of another company: an agency, a lawyer.
        is_contact = bool(self.contact_id) and self.contact_id in outside
        return is_contact or self.commercial_partner_id in outside.commercial_partner_id

    @api.model
    def _addresses_of_ours(self, partners):
        """Return the addresses of these partners at which a colleague is reached."""
        emails = set(filter(None, partners.mapped("email_normalized")))
        if not emails:
            return set()
        # also colleagues of other companies
        users = self.env["res.users"].sudo()
        domains = {email.rpartition("@")[2] for email in emails}
        found = users.search_fetch(
            Domain("share", "=", False)
            & Domain.OR(
                Domain("partner_id.email_normalized", "=like", f"%@{domain}")
                for domain in domains
            ),
            ["partner_id"],
        )
        boxes = set(map(_mailbox, found.partner_id.mapped("email_normalized")))
        # what is sent to an alias comes back, for all of the desk to read
        names = [("alias_full_name", "in", list(emails | set(map(_mailbox, emails))))]
        aliases = self.env["mail.alias"].sudo().search_fetch(names, ["alias_full_name"])
        boxes.update(aliases.mapped("alias_full_name"))
        return {email for email in emails if {email, _mailbox(email)} & boxes}

    def _was_word(self, message):
        """Whether the customer has heard from us in a message, as it was kept."""
        # what was said is kept by the system
        words = self.env["crisis.word"].sudo()
        domain = [("message_id", "=", message.id), ("direction", "=", "us")]
        return bool(words.search_count(domain, limit=1))
