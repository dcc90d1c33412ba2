"""Missed or wrong news items and figures, and their recovery.

It may use the rooms above it: `mixins`, `rulebook`, `document`, `duties`, `messages`,
`watch`, `explanation`, `customer_pages` and `production`.
"""

from . import (
    crisis_outlet,
    crisis_item_cause,
    crisis_item,
    crisis_item_recovery,
    crisis_item_told,
    crisis_document_item,
    crisis_document_item_listed,
)
