from odoo import fields, models


class CrisisDocument(models.Model):
    """By when the customer has the explanation, and has answered it (S0-19, S0-22)."""

    _inherit = "crisis.document"

    date_explanation_owed = fields.Datetime(
        "Another Explanation Owed Since",
        readonly=True,
        copy=False,
        help="When the customer refused the one he had, or its text was changed. "
        "Empty: it is owed since the filing.",
    )

    def _words_owed(self):
        return [*super()._words_owed(), *self._explanation_owed()]

    def _explanation_owed(self):
        """Return by when it is sent, or answered, as [(due, kind, since)]."""
        if self.origin != "own":
            return []
        level, sent = self.level_id, self.date_explanation_sent
        if not sent:
            filed = self.create_date or fields.Datetime.now()
            since = max(
                filter(None, [filed, self.date_reopened, self.date_explanation_owed])
            )
            due = self._deadline(level.explanation_minutes, since)
            return [(due, "explanation", since)]
        if self.explanation_accepted != "not_asked":
            return []
        due = self._deadline(level.acceptance_minutes, sent)
        if asked := self.date_explanation_asked:
            # who did not say is not asked again at once
            due = max(due, self._deadline(level.control_customer_minutes, asked))
        return [(due, "acceptance", sent)]

    def _do_explanation_owed(self, kind, message=None):
        """What was owed of the explanation is done, and the next of it is planned."""
        # whoever sends it, or hears the answer
        owed = self.env["crisis.owed.word"].sudo()
        owed.search(
            [
                ("document_id", "in", self.ids),
                ("state", "=", "open"),
                ("kind", "=", kind),
            ]
        )._do_by_word(fields.Datetime.now(), message)
        self._plan_owed_words()
