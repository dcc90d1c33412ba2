"""The case on paper: for the file, and the customer's report.

It may use the rooms above it: `mixins`, `rulebook`, `document`, `duties`, `messages`,
`watch`, `explanation`, `customer_pages`, `production`, `items`, `conversations`,
`leading`, `sources`, `drills` and `oversight`.
"""

from . import (
    crisis_document_paper,
    crisis_timeline_report,
    crisis_closing_report,
    crisis_closing_report_step,
    crisis_closing_report_review,
    crisis_closing_report_names,
    crisis_closing_report_sent,
    crisis_document_closing_report,
    crisis_reviewed_report,
    ir_attachment_paper,
    mail_template_report,
    mail_scheduled_report,
    crisis_stakeholder_report,
)
