from . import test_ladder
from . import test_lock_order
from . import test_silence
from . import test_silence_alarm
from . import test_watch_cost
from . import test_watch_failure
from . import test_watch_job
from . import test_watch_race
