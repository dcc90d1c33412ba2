"""Calls, decisions, and others who must hear of the case.

It may use the rooms above it: `mixins`, `rulebook`, `document`, `duties`, `messages`,
`watch`, `explanation`, `customer_pages`, `production` and `items`.
"""

from . import (
    crisis_call,
    crisis_call_log,
    crisis_call_earlier,
    crisis_call_objection,
    crisis_call_assignment,
    crisis_control_call,
    crisis_decision,
    crisis_stakeholder,
    crisis_stakeholder_sent,
    crisis_document_call,
    crisis_document_decision,
    crisis_document_stakeholder,
)
