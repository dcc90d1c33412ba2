"""What managers see: board, timeline, situation reports, figures.

It may use the rooms above it: `mixins`, `rulebook`, `document`, `duties`, `messages`,
`watch`, `explanation`, `customer_pages`, `production`, `items`, `conversations`,
`leading`, `sources` and `drills`.
"""

from . import (
    crisis_timeline,
    crisis_timeline_sentence,
    crisis_document_timeline,
    crisis_document_situation,
    crisis_level_situation,
    crisis_report_mixin,
    crisis_report,
    crisis_duty_report,
    crisis_stage_report,
    crisis_board,
    crisis_board_people,
    crisis_document_board,
    crisis_duty_board,
    ir_websocket,
    digest_digest,
)
