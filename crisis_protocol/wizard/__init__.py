from . import (
    crisis_declare,
    crisis_duty_cancel,
    crisis_explanation_refuse,
    crisis_item_paste,
    crisis_leading_add,
    crisis_leading_follow,
    crisis_production_inform,
    crisis_stage_move,
    crisis_stakeholder_add,
    mail_compose_message,
    mail_compose_explanation,
)
