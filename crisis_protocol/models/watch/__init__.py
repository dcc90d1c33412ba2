"""The scheduled job: what is due, late or silent.

It may use the rooms above it: `mixins`, `rulebook`, `document`, `duties` and
`messages`.
"""

from . import (
    crisis_alert,
    crisis_document_silence,
    crisis_document_gap,
    crisis_document_late,
    crisis_document_cron,
)
