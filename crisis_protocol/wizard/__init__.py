from . import crisis_production_inform, crisis_stage_move
