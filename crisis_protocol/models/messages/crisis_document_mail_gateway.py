from markupsafe import Markup

from odoo import api, fields, models

from ...tools.inside import Inside, handed_inside


class CrisisDocument(models.Model):
    """Who is told, and what counts as a word."""

    _inherit = "crisis.document"

    # ------------------------------------------------------------------
    # Followers: supervisor and the managers concerned (S0-47…49)
    # ------------------------------------------------------------------

    def _subscribe_watchers_filed(self, filed):
        self._subscribe_watchers()

    def _watchers_before(self, vals):
        return {document: document._watch_key() for document in self}

    def _react_to_watchers(self, change):
        # The category may have raised the level, so compare instead of looking
        # at what was written.
        before = change.before["_watchers_before"]
        self.filtered(lambda d: d._watch_key() != before[d])._subscribe_watchers()

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """A duty makes nobody a follower; who follows is decided by team and level."""
        if handed_inside(self.env, "crisis_mirroring"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

    def _watch_key(self):
        return self.team_id, self.level_id

    def _subscribe_watchers(self):
        """Make those follow who, by team and level, follow such a case."""
        for (team, level), documents in self.grouped(
            lambda document: document._watch_key()
        ).items():
            partners = team and team._watchers(level).partner_id
            if partners:
                documents.message_subscribe(partners.ids)

    def _creation_message(self):
        """Say in the chatter what was opened. Who has to know gets a notice."""
        return self._in_desk_language()._opened_body()

    def _opened_body(self):
        """Say on one line what was opened: kind, customer, level."""
        parts = [
            self.protocol_id.name,
            self.category_id.display_name,
            self.partner_id.display_name,
            self.level_id.name,
        ]
        return Markup("<p>%s</p>") % " · ".join(filter(None, parts))

    def _track_subtype(self, initial_values):
        if "stage_id" not in initial_values:
            return super()._track_subtype(initial_values)
        source = initial_values["stage_id"]
        if self.is_closed:
            name = "mt_closed"
        elif source and source.is_closed:
            name = "mt_reopened"
        else:
            name = "mt_stage"
        subtype_id = self.env["ir.model.data"]._xmlid_to_res_id(
            f"crisis_protocol.{name}"
        )
        followed = handed_inside(self.env, "crisis_followed_subtypes")
        if followed is not None and (self.id, subtype_id) not in followed:
            subtype_id = False  # a note costs a quarter of a message nobody gets
        return self.env["mail.message.subtype"].browse(subtype_id or [])

    def _message_track(self, fields_iter, initial_values_dict):
        followed = {}
        if self and "stage_id" in (fields_iter or ()):
            found = Inside(self._followed_subtypes())
            followed["crisis_followed_subtypes"] = found
        tracked = self.with_context(**followed)
        return super(CrisisDocument, tracked)._message_track(
            fields_iter, initial_values_dict
        )

    def _followed_subtypes(self):
        """Return which subtypes somebody follows on which document, as pairs."""
        # that a note is spared depends on all who follow, not on whom one may read
        followers = self.env["mail.followers"].sudo()
        found = followers.search_fetch(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)],
            ["res_id", "subtype_ids"],
        )
        return {(f.res_id, subtype.id) for f in found for subtype in f.subtype_ids}

    # ------------------------------------------------------------------
    # What counts as a word
    # ------------------------------------------------------------------

    def _message_post_after_hook(self, message, msg_values):
        """Keep who spoke last, and never let a customer's word pass unseen.

        Odoo files an answer to an automatic mail as an internal note that nobody
        is told of; so the responsible gets an activity whatever the subtype.
        """
        result = super()._message_post_after_hook(message, msg_values)
        for document in self:
            if message.message_type in ("comment", "email"):
                document._write_past_reactions({"date_last_entry": message.date})
            if document._is_from_outside(message):
                document._show_pictures(message)
                if document._is_of_customer(message):
                    document._on_word_of_customer(message.date, message)
                else:
                    document._remind_of_stranger(message)
            elif document._is_to_customer(message, msg_values):
                document._on_word_to_customer(message.date, message)
        return result

    def _message_mail_after_hook(self, mails):
        """A text that was sent past the chatter has been sent, too."""
        result = super()._message_mail_after_hook(mails)
        for name in handed_inside(self.env, "crisis_reviewed_kinds") or ():
            self.env[name]._note_mails(self, mails)
        return result

    def _note_time_of_his_word(self, date, message=None):
        """Keep when the customer spoke, and since when he waits for an answer."""
        is_to_answer = self._asks_reply()
        for document in self:
            noted = {"date_last_customer_message": date}
            if is_to_answer:
                noted["date_unanswered"] = document.date_unanswered or date
            document._write_past_reactions(noted)

    @api.model
    def _asks_reply(self):
        """Whether what the customer says now waits for an answer."""
        return not handed_inside(self.env, "crisis_no_reply_asked")

    def _is_from_outside(self, message):
        if message.message_type not in ("email", "comment"):
            return False
        author = message.author_id
        if message.message_type == "comment" and not author:
            return False
        return not self._works_here(author)

    @api.model
    def _works_here(self, partner):
        # also in another company; and users of customers may not be looked up
        return any(not user.share for user in partner.sudo().user_ids)

    def _is_to_customer(self, message, msg_values):
        """Whether a message goes to somebody of the customer.

        What people write counts when it reaches him; what programs post only when it
        names him, as whoever follows gets news of all kinds. Notes never count.
        """
        if message.is_internal or message.subtype_id.internal:
            return False
        reached = message.partner_ids
        if message.message_type in ("notification", "auto_comment"):
            return bool(reached) and self._reaches_customer(reached)
        if message.message_type not in ("comment", "email", "email_outgoing"):
            return False
        if message.subtype_id == self.env.ref("mail.mt_comment"):
            reached |= self.message_partner_ids
        return self._reaches_customer(reached)

    def _reaches_customer(self, partners):
        # A colleague who forwards a mail stands as customer, but is not told.
        outside = partners.filtered(lambda partner: not self._works_here(partner))
        # Who speaks for the customer may be of another company: an agency, a lawyer.
        is_contact = bool(self.contact_id) and self.contact_id in outside
        return is_contact or self.commercial_partner_id in outside.commercial_partner_id

    def _notify_by_email_get_base_mail_values(
        self, message, recipients_data, additional_values=None
    ):
        """Name on the To line only whom the writer addressed.

        Odoo adds every receiver without a user, so that the customer would read who
        from outside follows his case, and they who he is.
        """
        # also those of whom the writer may read no more than the name
        addressed = message.sudo().partner_ids.ids
        named = [r for r in recipients_data if not r["id"] or r["id"] in addressed]
        return super()._notify_by_email_get_base_mail_values(
            message, named, additional_values=additional_values
        )

    def _remind_of_mail(self, date=None, message=None):
        """Ask somebody to look at a mail that came after the end of the case.

        On a case that goes on, the answer is a duty. One open activity is enough,
        however many mails come.
        """
        # the customer may write on a ticket, and has no rights on the case
        for document in self.sudo() if self._asks_reply() else ():
            # what goes on owes him a word; after the end the mail is a duty itself
            goes_on = document.active or document.is_closed
            if goes_on or document._answer_activities():
                continue
            document._in_desk_language().activity_schedule(
                "crisis_protocol.mail_activity_type_answer",
                date_deadline=fields.Date.context_today(document),
                user_id=document._responsible_or_supervisor().id or False,
            )

    def _answer_activities(self):
        kind = self.env.ref("crisis_protocol.mail_activity_type_answer")
        return self.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )

    def _mail_answered(self):
        """The word to the customer is the answer: what asked for it is done."""
        # it is the responsible's, whoever answers
        self.sudo()._answer_activities().action_feedback()
