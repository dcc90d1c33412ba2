"""What production is ordered, what it answers, and what it delivers.

It may use the rooms above it: `mixins`, `rulebook`, `document`, `duties`, `messages`,
`watch`, `explanation` and `customer_pages`.
"""

from . import (
    crisis_unit,
    crisis_media,
    crisis_delivery,
    ir_attachment_delivery,
    crisis_delivery_answer,
    crisis_override,
    crisis_document_production,
    crisis_document_order,
    crisis_document_order_gaps,
    crisis_document_brief,
    crisis_document_delivery,
    crisis_document_cause,
    crisis_notice_unit,
    project_project,
    project_task_kept,
    project_task_unit_work,
    project_task,
    project_task_brief,
    project_task_template,
    project_task_order,
)
