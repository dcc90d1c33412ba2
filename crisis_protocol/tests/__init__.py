from . import test_filing
