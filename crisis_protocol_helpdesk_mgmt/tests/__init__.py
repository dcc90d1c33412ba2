from . import test_license
from . import test_ticket_access
from . import test_ticket_declare
from . import test_ticket_drill
from . import test_ticket_kept_open
from . import test_ticket_readers
from . import test_ticket_words
from . import test_tour_ticket
