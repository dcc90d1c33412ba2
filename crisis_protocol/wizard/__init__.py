from . import (
    crisis_duty_cancel,
    crisis_production_inform,
    crisis_stage_move,
    crisis_word_log,
    mail_compose_message,
)
