from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.sentence import is_sentence


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

    explanation_returned = fields.Text(
        "What Is Wrong With It",
        compute="_compute_explanation_returned",
        help="In the words of who has sent it back last, until it is confirmed again.",
    )

    @api.depends("explanation_state", "moment_ids")
    def _compute_explanation_returned(self):
        waiting = self.filtered(
            lambda document: document.explanation_state in ("draft", "refused")
        )
        (self - waiting).explanation_returned = False
        for document in waiting:
            moments = document.moment_ids.filtered(
                lambda moment: moment.about == "crisis.reviewed.explanation"
            )
            last = moments.sorted(lambda moment: (moment.date, moment.id))[-1:]
            is_returned = last.event == "returned"
            document.explanation_returned = is_returned and last.text

    @api.depends(
        "explanation_state",
        "explanation_author_id",
        "explanation_writer_ids",
        "explanation_confirmed_by_id",
    )
    @api.depends_context("uid")
    def _compute_can_review_explanation(self):
        explanations = self.env["crisis.reviewed.explanation"]
        for document in self:
            document.can_review_explanation = explanations._may_review(document)

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
            if not is_sentence(document.explanation):
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
        self._keep_moment("confirmed", "explanation", "crisis.reviewed.explanation")
        body = self.env._("The facts of the explanation are right.")
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))
        self.env["crisis.reviewed.explanation"]._ask(self)
        self._on_explanation_moved()
        return True

    def action_review_explanation(self):
        """A second person has read explanation and remedy and lets them go (S0-22).

        The button sends since when the text it was shown with is confirmed: another
        one has not been read.

        :raise UserError: if there is nothing to review, by who wrote or confirmed it,
            or if the text has changed since
        """
        self.check_access("write")
        self._check_open()
        shown = self.env.context.get("crisis_expected_confirmed")
        self.env["crisis.reviewed.explanation"]._review(self, shown)
        self._on_explanation_moved()
        return True

    def action_return_explanation(self):
        """Ask what is wrong with the explanation, and send it back to its author."""
        return self._ask_for_words("return", self.env._("What is wrong with it?"))

    def _return_explanation(self, note):
        """Make the explanation a draft again, and tell its author why.

        :raise UserError: if it is no longer under review
        """
        self.env["crisis.reviewed.explanation"]._return(self, note)
        self._on_explanation_moved()

    def _review_activities(self):
        return self.env["crisis.reviewed.explanation"]._activities(self)
