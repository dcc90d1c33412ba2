from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.message_text import own_text

# Shorter texts stand in other messages by chance; in letters.
SHORTEST = 20


class CrisisReviewedExplanation(models.AbstractModel):
    """The explanation, which stands on the case itself (S0-20, S0-22)."""

    _name = "crisis.reviewed.explanation"
    _inherit = "crisis.reviewed.text.mixin"
    _description = "Explanation That a Second Person Reads"

    _template_kind = "explanation"
    _document_path = ""
    _activity_type = "crisis_protocol.mail_activity_type_review"
    _state_field = "explanation_state"
    _waiting_state = "confirmed"
    _shown_field = "date_explanation_confirmed"
    _version_field = "crisis_explanation_date"

    def _writers(self, text):
        """Nor does who confirmed the facts review what is said of them."""
        writers = text.explanation_author_id | text.explanation_writer_ids
        return writers | text.explanation_confirmed_by_id

    def _lacks(self, document):
        return document._explanation_lacks()

    def _version(self, document):
        return document.date_explanation_confirmed

    def _sentences(self, note=""):
        return {
            "done": self.env._("There is nothing to review. Look again."),
            "own": self.env._(
                "Somebody else has to review it: you wrote it or confirmed its facts."
            ),
            "changed": self.env._(
                "The explanation has changed meanwhile. Read it again."
            ),
            "outdated": self.env._(
                "The explanation has changed since. Write the message anew."
            ),
            "rewritten": self.env._(
                "The message does not hold the explanation as it was confirmed. Change "
                "it on the case, so that its facts are confirmed again."
            ),
            "reviewed": self.env._("The explanation is reviewed and may be sent."),
            "returned": self.env._("The explanation needs work: %s", note),
        }

    def _ask(self, texts):
        """Only the level says whether a second person reads it at all."""
        return super()._ask(texts.filtered("level_id.review_explanation"))

    def _keep_review(self, texts):
        texts._write_past_reactions(
            {
                "date_explanation_reviewed": fields.Datetime.now(),
                "explanation_reviewed_by_id": self.env.uid,
            }
        )

    def _make_draft(self, texts):
        texts._write_past_reactions(texts._unconfirmed)

    def _note_sent(self, documents, message):
        """Other words than those that were confirmed explain nothing."""
        for document in documents:
            if document._is_explained_in(message.body):
                document._note_explanation_sent(message)

    def _check_composer(self, composer, documents):
        """Refuse a window in which the explanation was changed or taken out."""
        result = super()._check_composer(composer, documents)
        is_one = (
            composer.composition_mode == "comment" and not composer.composition_batch
        )
        if is_one and not documents._is_explained_in(composer.body):
            raise UserError(self._sentences()["rewritten"])
        return result

    def _is_told_in(self, document, body):
        """Quoted below an answer it was sent once; a word or two are no text."""
        told = "".join(own_text(document.explanation or "").split())
        return len(told) >= SHORTEST and told in "".join(own_text(body or "").split())

    def _taken_by(self, composer, documents):
        """A note among colleagues explains nothing.

        One that names the customer as receiver reaches him all the same.
        """
        is_post = composer.composition_mode == "comment"
        if is_post and not composer.composition_batch and composer.subtype_is_log:
            return documents.filtered(
                lambda d: d._reaches_customer(composer.partner_ids)
            )
        return documents

    def _check_scheduled(self, scheduled, document):
        sent = document.date_explanation_sent
        if sent and sent > scheduled.create_date:
            raise UserError(
                self.env._("The customer has got the explanation meanwhile.")
            )
        return super()._check_scheduled(scheduled, document)
