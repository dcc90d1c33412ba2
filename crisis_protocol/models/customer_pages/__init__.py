"""The customer's pages without a login: is it over, and what is still missing.

It may use the rooms above it: `mixins`, `rulebook`, `document`, `duties`, `messages`,
`watch` and `explanation`.
"""

from . import (
    crisis_document_page,
    crisis_control_over,
    crisis_document_is_over,
    crisis_document_ask_over,
    crisis_document_accept,
    crisis_question_answer,
    crisis_answer,
    ir_attachment_answer,
    crisis_document_answer,
    crisis_document_earlier_case,
    crisis_page_try,
    mail_mail_page,
)
