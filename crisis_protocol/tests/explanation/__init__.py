from . import test_explanation
from . import test_explanation_answer
from . import test_explanation_race
from . import test_explanation_review
from . import test_explanation_sent
