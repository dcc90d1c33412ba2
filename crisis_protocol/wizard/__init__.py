from . import (
    crisis_duty_cancel,
    crisis_explanation_refuse,
    crisis_production_inform,
    crisis_stage_move,
    crisis_stakeholder_add,
    mail_compose_message,
    mail_compose_explanation,
)
