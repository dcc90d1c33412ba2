"""Who owes what by when: controls, notices, hand-overs, and what all duties share.

It may use the rooms above it: `mixins`, `rulebook` and `document`.
"""

from . import (
    crisis_duty_mixin,
    crisis_duty_input,
    crisis_duty_outcome,
    crisis_duty_story,
    crisis_duty_plan,
    crisis_duty_ladder,
    crisis_duty_activity,
    crisis_duty,
    crisis_control,
    crisis_notice,
    crisis_notice_written,
    crisis_notice_story,
    crisis_handover,
    crisis_lead,
    crisis_document_clock,
    crisis_document_duty,
    crisis_document_control,
    crisis_document_over,
    crisis_document_notice,
    crisis_document_handover,
    crisis_document_lead,
    crisis_team_handover,
    crisis_document_wake,
    crisis_document_reminder,
    crisis_level_duty,
    ir_model_data,
    mail_activity,
    mail_mail_notice,
    resource_calendar_change,
    res_groups,
    res_users_absence,
    base_partner_merge,
)
