"""What a manager sets up: protocols, stages, gates, questions, levels, teams.

It may use the room `mixins`.
"""

from . import (
    crisis_protocol,
    crisis_stage,
    crisis_gate,
    crisis_gate_asks,
    crisis_gate_text,
    crisis_question,
    crisis_category,
    crisis_level,
    crisis_level_step,
    crisis_team,
    crisis_team_setup,
    res_company,
    res_users,
    resource_calendar,
)
