"""The explanation to the customer: written, confirmed, reviewed, sent, accepted.

It may use the rooms above it: `mixins`, `rulebook`, `document`, `duties`, `messages`
and `watch`.
"""

from . import (
    crisis_document_explanation,
    crisis_document_explanation_review,
    crisis_document_explanation_sent,
    crisis_document_explanation_answer,
    crisis_document_explanation_owed,
    crisis_document_explanation_step,
    crisis_owed_word_explanation,
    crisis_control_explanation,
    crisis_gate_explanation,
    crisis_reviewed_explanation,
    mail_scheduled_explanation,
)
