from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

ACTIVITY = "crisis_protocol.mail_activity_type_report_review"


class CrisisClosingReport(models.Model):
    """A second person reads the report before the customer does.

    The rule is that of the explanation: whoever wrote it last does not review it.
    """

    _inherit = "crisis.closing.report"

    reviewer_id = fields.Many2one(
        "res.users", "Reviewed By", readonly=True, ondelete="restrict"
    )
    date_reviewed = fields.Datetime("Reviewed On", readonly=True)
    review_note = fields.Text(
        "What Is Wrong With It", help="For the author; the customer does not read it."
    )
    can_review = fields.Boolean(
        compute="_compute_can_review", export_string_translation=False
    )
    state_line = fields.Char(
        compute="_compute_state_line", export_string_translation=False
    )

    @api.depends("state", "author_id")
    @api.depends_context("uid")
    def _compute_can_review(self):
        for report in self:
            is_waiting = report.state == "review"
            report.can_review = is_waiting and report.author_id != self.env.user

    @api.depends("state", "is_drill")
    @api.depends_context("lang", "tz")
    def _compute_state_line(self):
        for report in self:
            report.state_line = report._state_words()

    def _state_words(self):
        """Say in one line how far the report is, and what it waits for."""
        if self.state == "draft":
            return self.env._("Written by %s.", self.author_id._crisis_name())
        if self.state == "review":
            return self.env._(
                "Written by %s. A second person reads it before it leaves.",
                self.author_id._crisis_name(),
            )
        if self.state == "reviewed":
            return self.env._(
                "Reviewed by %(user)s, %(time)s.",
                user=self.reviewer_id._crisis_name(),
                time=self.document_id._time(self.date_reviewed),
            )
        return self.env._(
            "Sent by %(user)s, %(time)s. It stays as it is.",
            user=self.sent_by_id._crisis_name(),
            time=self.document_id._time(self.date_sent),
        )

    # ------------------------------------------------------------------
    # Review
    # ------------------------------------------------------------------

    def action_ask_review(self):
        """Give the report to a second person.

        :raise UserError: with what is still missing
        """
        self.check_access("write")
        self._check_state("draft")
        for report in self:
            if lacks := report._lacks():
                raise UserError("\n".join(lacks))
        self._write_as_system({"state": "review", "review_note": False})
        self._ask_reviewers()
        return True

    def action_review(self):
        """A second person has read the report and lets it go.

        The button sends since when the text stands that it was shown with: another
        one has not been read.

        :raise UserError: if there is nothing to review, by its author, or if the text
            has changed since
        """
        self.check_access("write")
        self._check_state("review")
        self._check_as_shown()
        self._check_is_second()
        self._write_as_system(
            {
                "state": "reviewed",
                "reviewer_id": self.env.uid,
                # the clock of the files, which may not be older than the review
                "date_reviewed": self.document_id._stage_clock(),
            }
        )
        self._end_review_activities()
        body = self.env._("The report for the customer is reviewed and may be sent.")
        documents = self.document_id
        documents._message_log_batch(bodies=dict.fromkeys(documents.ids, body))
        return True

    def action_return(self):
        """Give the report back to its author, with what is wrong with it.

        :raise UserError: without words, or if it is not under review
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("review", "reviewed")
        note = (self.review_note or "").strip()
        if not note:
            raise UserError(self.env._("Say what is wrong with it."))
        self._write_as_system(
            {"state": "draft", "reviewer_id": False, "date_reviewed": False}
        )
        self._end_review_activities()
        self.document_id.message_post(
            body=self.env._("The report for the customer needs work: %s", note),
            partner_ids=(self.author_id - self.env.user).partner_id.ids,
        )
        return True

    def _lacks(self):
        """Return what the report still needs, as sentences."""
        lacks = []
        if is_html_empty(self.happened):
            lacks.append(self.env._("Say what happened."))
        if not self.step_ids:
            lacks.append(self.env._("Say what we did, and when."))
        if self.document_id.origin == "own":
            # what we caused ourselves is not told without why, and what changes
            if not (self.cause or "").strip():
                lacks.append(self.env._("Say what the cause was."))
            if not (self.changes or "").strip():
                lacks.append(self.env._("Say what changes."))
        return lacks

    def _check_state(self, *states):
        if any(report.state not in states for report in self):
            raise UserError(self.env._("This is done already. Look again."))

    def _check_as_shown(self):
        shown = self.env.context.get("crisis_expected_change")
        changed = {fields.Datetime.to_string(report.date_changed) for report in self}
        if shown and changed - {shown}:
            raise UserError(
                self.env._("The report was changed meanwhile. Read it again.")
            )

    def _check_is_second(self):
        if self.env.user in self.author_id:
            raise UserError(self.env._("Somebody else has to review it: you wrote it."))

    # ------------------------------------------------------------------
    # Who reviews
    # ------------------------------------------------------------------

    def _ask_reviewers(self):
        """Let a second person of the desk find his work."""
        for report in self:
            document = report.document_id
            reviewer = document._second_person(report.author_id)
            # who ends the case may have passed it on with the same entry
            document.sudo()._in_desk_language().activity_schedule(
                ACTIVITY,
                date_deadline=fields.Date.context_today(document),
                user_id=reviewer.id or False,
            )

    def _end_review_activities(self):
        kind = self.env.ref(ACTIVITY)
        # who has just passed a case on may not read it any more
        activities = self.document_id.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )
        activities.with_context(mail_activity_quick_update=True).unlink()
