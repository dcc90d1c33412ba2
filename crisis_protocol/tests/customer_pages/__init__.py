from . import test_answer
from . import test_ask_over
from . import test_earlier
from . import test_page_guard
from . import test_page_information
from . import test_page_over
from . import test_page_race
from . import test_tour_pages
