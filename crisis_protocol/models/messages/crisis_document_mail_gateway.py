from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

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
        if subtype_ids is not None:
            # of whom he hears less he is taken off, in part
            self._check_may_leave(partner_ids)
        return super().message_subscribe(partner_ids, subtype_ids)

    def message_unsubscribe(self, partner_ids=None):
        """Say on the case which of those who have to follow does so no more.

        :raise UserError: for an agent who takes his supervisor off, say
        """
        self._check_may_leave(partner_ids)
        leaving = {case: case._bound_to_follow(partner_ids) for case in self}
        result = super().message_unsubscribe(partner_ids)
        for case, partners in leaving.items():
            if partners:
                names = ", ".join(partners.mapped("name"))
                spoken = case._in_desk_language()
                # who goes need not be of the desk
                spoken.sudo()._message_log(
                    body=spoken.env._("Follows no more: %s", names),
                    author_id=self.env.user.partner_id.id,
                )
        return result

    def _bound_to_follow(self, partner_ids):
        """Return who of these follows the case by team and level, and does so now."""
        # who they are is no secret of the desk
        case = self.sudo()
        watchers = case.team_id and case.team_id._watchers(case.level_id).partner_id
        asked = self.env["res.partner"].sudo().browse(partner_ids or ())
        # the list of partners may be the new one already, that of followers is not
        following = case.message_follower_ids.partner_id
        return (watchers or asked.browse()) & asked & following

    def _check_may_leave(self, partner_ids):
        """:raise UserError: where somebody takes off another who has to follow"""
        user = self.env.user
        if self.env.uid == SUPERUSER_ID or user.has_group(
            "crisis_protocol.group_crisis_supervisor"
        ):
            return
        for case in self:
            others = case._bound_to_follow(partner_ids) - user.partner_id
            if others:
                raise UserError(
                    self.env._(
                        "%s follows the case by its team and level. Only a supervisor "
                        "may change that.",
                        ", ".join(others.mapped("name")),
                    )
                )

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
