from . import test_errand
from . import test_errand_case
from . import test_errand_paste
from . import test_errand_shown
