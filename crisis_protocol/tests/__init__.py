from . import test_access
from . import test_api
from . import test_bad_input
from . import test_bad_markup
from . import test_bad_markup_duties
from . import test_bad_system
from . import test_bad_values
from . import test_client
from . import test_layers
from . import test_performance
from . import test_tour

# Odoo finds the tests of a room where they are named here, too
from .rulebook import *
from .document import *
from .duties import *
from .messages import *
from .watch import *
from .explanation import *
from .customer_pages import *
from .production import *
from .items import *
from .conversations import *
from .leading import *
from .sources import *
from .drills import *
from .oversight import *
from .papers import *
