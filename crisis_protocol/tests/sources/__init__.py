from . import test_source
from . import test_source_race
from . import test_source_words
