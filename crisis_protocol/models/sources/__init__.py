"""Tasks and tickets that become cases.

It may use the rooms above it: `mixins`, `rulebook`, `document`, `duties`, `messages`,
`watch`, `explanation`, `customer_pages`, `production`, `items`, `conversations` and
`leading`.
"""

from . import (
    crisis_source_mixin,
    crisis_source_link,
    crisis_source_messages,
    crisis_document_source,
    mail_scheduled_source,
    project_task_source,
)
