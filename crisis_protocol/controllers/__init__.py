from . import crisis_notice
from . import crisis_accept
from . import crisis_over
from . import crisis_information
from . import crisis_mine
