from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.presence import Presence
from .crisis_document_explanation import UNCONFIRMED

REVIEW = "crisis_protocol.mail_activity_type_review"


class CrisisDocument(models.Model):
    """Its facts are confirmed, and a second person reads it (S0-20, S0-22)."""

    _inherit = "crisis.document"

    date_explanation_confirmed = fields.Datetime(
        "Facts Confirmed On", readonly=True, copy=False
    )
    explanation_confirmed_by_id = fields.Many2one(
        "res.users",
        "Facts Confirmed By",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    date_explanation_reviewed = fields.Datetime(
        "Explanation Reviewed On", readonly=True, copy=False
    )
    explanation_reviewed_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    can_review_explanation = fields.Boolean(
        compute="_compute_can_review_explanation", export_string_translation=False
    )

    @api.depends(
        "explanation_state", "explanation_author_id", "explanation_confirmed_by_id"
    )
    @api.depends_context("uid")
    def _compute_can_review_explanation(self):
        for document in self:
            is_waiting = document.explanation_state == "confirmed"
            document.can_review_explanation = (
                is_waiting and self.env.user not in document._explained_by()
            )

    def _explained_by(self):
        """Return who may not review, having written the text or confirmed it."""
        return self.explanation_author_id | self.explanation_confirmed_by_id

    # ------------------------------------------------------------------
    # Facts and review
    # ------------------------------------------------------------------

    def action_confirm_facts(self):
        """The current user confirms what explanation and remedy say (S0-20, S0-22).

        :raise UserError: without an explanation, or if it is confirmed already
        """
        self.check_access("write")
        self._check_open()
        for document in self:
            if not document.explanation:
                raise UserError(self.env._("Write the explanation first."))
            if document.date_explanation_confirmed:
                raise UserError(self.env._("This is done already. Look again."))
        now = fields.Datetime.now()
        self._write_past_reactions(
            {
                "date_explanation_confirmed": now,
                "explanation_confirmed_by_id": self.env.uid,
            }
        )
        body = self.env._("The facts of the explanation are right.")
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))
        self._ask_for_review()
        self._on_explanation_moved()
        return True

    def action_review_explanation(self):
        """A second person has read explanation and remedy and lets them go (S0-22).

        The button sends since when the text it was shown with is confirmed: another
        one has not been read.

        :raise UserError: if there is nothing to review, by who wrote or confirmed it,
            or if the text has changed since
        """
        self._check_review()
        self._check_explanation_as_shown()
        now = fields.Datetime.now()
        self._write_past_reactions(
            {
                "date_explanation_reviewed": now,
                "explanation_reviewed_by_id": self.env.uid,
            }
        )
        self._review_activities().unlink()
        body = self.env._("The explanation is reviewed and may be sent.")
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))
        self._on_explanation_moved()
        return True

    def _check_review(self):
        self.check_access("write")
        self._check_open()
        for document in self:
            if document.explanation_state != "confirmed":
                raise UserError(self.env._("There is nothing to review. Look again."))
            if self.env.user in document._explained_by():
                raise UserError(
                    self.env._(
                        "Somebody else has to review it: you wrote it or confirmed "
                        "its facts."
                    )
                )

    def _check_explanation_as_shown(self):
        shown = self.env.context.get("crisis_expected_confirmed")
        dates = self.mapped("date_explanation_confirmed")
        if shown and {fields.Datetime.to_string(date) for date in dates} - {shown}:
            raise UserError(
                self.env._("The explanation has changed meanwhile. Read it again.")
            )

    def action_return_explanation(self):
        """Ask what is wrong with the explanation, and send it back to its author."""
        return self._ask_for_words("return", self.env._("What is wrong with it?"))

    def _return_explanation(self, note):
        """Make the explanation a draft again, and tell its author why.

        :raise UserError: if it is no longer under review
        """
        self.ensure_one()
        self.check_access("write")
        if self.explanation_state not in ("confirmed", "reviewed"):
            raise UserError(self.env._("There is nothing to review. Look again."))
        self._write_past_reactions(UNCONFIRMED)
        self._review_activities().unlink()
        self.message_post(
            body=self.env._("The explanation needs work: %s", note),
            partner_ids=(self._explained_by() - self.env.user).partner_id.ids,
        )
        self._on_explanation_moved()

    # ------------------------------------------------------------------
    # Who reviews
    # ------------------------------------------------------------------

    def _ask_for_review(self):
        """Let a second person find his work, where the level wants one."""
        for document in self:
            if (
                document.explanation_state != "confirmed"
                or not document.level_id.review_explanation
                or document._review_activities()
            ):
                continue
            reviewer = document._reviewer()
            # who confirmed it may have passed the case on with the same entry
            document.sudo()._in_desk_language().activity_schedule(
                REVIEW,
                date_deadline=fields.Date.context_today(document),
                user_id=reviewer.id or False,
            )

    def _reviewer(self):
        return self._second_person(self._explained_by())

    def _second_person(self, writers):
        """Return who is asked to review: the supervisor, else a second person."""
        team = self.team_id
        people = (team.supervisor_id | team.manager_ids | team.member_ids).filtered(
            lambda user: user.active and user not in writers
        )
        presence = Presence(people)
        there = people.filtered(lambda user: not presence.is_away(user))
        return (there or people)[:1]

    def _review_activities(self):
        kind = self.env.ref(REVIEW)
        # who has just passed a case on may not read it any more
        return (
            self.sudo()
            .activity_ids.filtered(lambda a: a.activity_type_id == kind)
            .with_context(mail_activity_quick_update=True)
        )
