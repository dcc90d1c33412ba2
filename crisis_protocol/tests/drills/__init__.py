from . import test_drill
from . import test_drill_doors
from . import test_drill_evaluation
from . import test_drill_mail
from . import test_drill_race
from . import test_drill_sms
from . import test_drill_story
from . import test_tour_drill
