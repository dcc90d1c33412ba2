"""Cases that are played: everything runs, nothing leaves the house.

It may use the rooms above it: `mixins`, `rulebook`, `document`, `duties`, `messages`,
`watch`, `explanation`, `customer_pages`, `production`, `items`, `conversations`,
`leading` and `sources`.
"""

from . import (
    crisis_drill_story,
    crisis_drill_event,
    crisis_duty_drill,
    crisis_control_drill,
    crisis_document_drill,
    crisis_document_drill_evaluation,
    crisis_document_drill_play,
    mail_mail_drill,
    mail_thread,
    project_task_drill,
)
