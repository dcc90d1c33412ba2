from . import test_apology
