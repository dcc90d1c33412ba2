from . import test_leading
from . import test_leading_add
from . import test_leading_explanation
from . import test_leading_level
from . import test_leading_named
from . import test_leading_watch
from . import test_tour_leading
