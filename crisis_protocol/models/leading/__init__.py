"""One case leads, others with the same cause follow it.

It may use the rooms above it: `mixins`, `rulebook`, `document`, `duties`, `messages`,
`watch`, `explanation`, `customer_pages`, `production`, `items` and `conversations`.
"""

from . import (
    crisis_document_leading,
    crisis_document_leading_access,
    crisis_document_leading_control,
    crisis_document_leading_explanation,
    crisis_document_leading_level,
    crisis_notice_leading,
)
