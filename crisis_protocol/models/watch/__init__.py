"""The scheduled job: what is due, late or silent; and the words that are owed.

It may use the rooms above it: `mixins`, `rulebook`, `document`, `duties` and
`messages`.
"""

from . import (
    crisis_alert,
    crisis_duty_entry,
    crisis_owed_word,
    crisis_promise_owed,
    crisis_document_owed_word,
    crisis_document_silence,
    crisis_document_gap,
    crisis_document_late,
    crisis_document_cron,
)
