from . import test_item
from . import test_item_lines
from . import test_item_links
from . import test_item_marks
from . import test_item_paste
from . import test_item_race
from . import test_item_told
from . import test_tour_item
