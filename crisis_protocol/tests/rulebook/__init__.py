from . import test_access_configuration
from . import test_gate_condition
from . import test_level
from . import test_protocol_change
from . import test_protocol_copy
from . import test_rulebook
from . import test_rulebook_rules
from . import test_team_proposal
