from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.sentence import is_sentence


class CrisisClosingReport(models.Model):
    """A second person reads the report before the customer does.

    The rule is that of all such texts, see `crisis.reviewed.text.mixin`.
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

    @api.depends("state", "author_id", "writer_ids")
    @api.depends_context("uid")
    def _compute_can_review(self):
        reports = self.env["crisis.reviewed.report"]
        for report in self:
            report.can_review = reports._may_review(report)

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
        reports = self.env["crisis.reviewed.report"]
        self.check_access("write")
        reports._check_state(self, "draft")
        for report in self:
            if lacks := report._lacks():
                raise UserError("\n".join(lacks))
        self._write_as_system({"state": "review", "review_note": False})
        reports._ask(self)
        return True

    def action_review(self):
        """A second person has read the report and lets it go.

        The button sends since when the text stands that it was shown with: another
        one has not been read.

        :raise UserError: if there is nothing to review, by its author, or if the text
            has changed since
        """
        shown = self.env.context.get("crisis_expected_change")
        self.env["crisis.reviewed.report"]._review(self, shown)
        return True

    def action_return(self):
        """Give the report back to its author, with what is wrong with it.

        :raise UserError: without words, or if it is not under review
        """
        self.ensure_one()
        note = (self.review_note or "").strip()
        self.env["crisis.reviewed.report"]._return(self, note)
        return True

    def _lacks(self):
        """Return what the report still needs, as sentences."""
        lacks = []
        if not is_sentence(self.happened):
            lacks.append(self.env._("Say what happened."))
        if not self.step_ids:
            lacks.append(self.env._("Say what we did, and when."))
        if self.document_id.origin == "own":
            # what we caused ourselves is not told without why, and what changes
            if not is_sentence(self.cause):
                lacks.append(self.env._("Say what the cause was."))
            if not is_sentence(self.changes):
                lacks.append(self.env._("Say what changes."))
        return lacks
