"""What makes a test run fail although pytest itself would let it pass.

- A skipped browser test: Odoo skips it where Chromium is missing or does not start,
  and a run that never opened the client proves nothing about it.
- A warning or error in Odoo's log that no test expected. A test that provokes one
  says so with `mute_logger` or `assertLogs`.
"""

import logging
import os
import shutil
from unittest.mock import patch

import pytest

from odoo.tests import HttpCase
from odoo.tests.common import get_db_name
from odoo.tools import config

OUR_LOGGERS = "odoo.addons.crisis_protocol"


class LogWatch(logging.Handler):
    """Collects errors of any logger, and warnings of our own."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
        self.lines = []

    def emit(self, record):
        if record.levelno >= logging.ERROR or self._is_our_warning(record):
            self.lines.append(self.format(record))

    @staticmethod
    def _is_our_warning(record):
        if record.name == "py.warnings":
            return "/crisis_protocol" in record.getMessage()
        # a test's own logger repeats what the browser's console says
        return record.name.startswith(OUR_LOGGERS) and ".tests." not in record.name

    def take(self):
        taken, self.lines = self.lines, []
        return "\n".join(taken)


WATCH = LogWatch()
LOGGED_BY_WORKERS = []


@pytest.fixture(scope="session", autouse=True)
def own_filestore(load_registry, tmp_path_factory):
    """Each worker's files are its own.

    pytest-odoo lets all workers share one filestore. Odoo sweeps it after each test
    class, and what only the database of another worker knows would be swept away.
    """
    if not os.getenv("PYTEST_XDIST_WORKER"):
        yield
        return
    own = tmp_path_factory.mktemp("filestore")
    shutil.copytree(config.filestore(get_db_name()), own, dirs_exist_ok=True)
    with patch.object(config, "filestore", return_value=str(own)):
        yield
    shutil.rmtree(own)


def pytest_sessionstart(session):
    logging.getLogger().addHandler(WATCH)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    logged = WATCH.take()
    if report.skipped and _is_browser_test(item):
        _fail(report, f"A browser test must not be skipped ({report.longrepr[2]}).")
    elif report.passed and logged:
        _fail(report, f"Odoo logged while this test ran:\n{logged}")
    return report


def pytest_sessionfinish(session):
    logged = WATCH.take()
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["logged"] = logged  # a worker has no terminal: see below
    elif logged or LOGGED_BY_WORKERS:
        lines = "\n".join([logged, *LOGGED_BY_WORKERS]).strip()
        session.config.get_terminal_writer().line(f"\nOdoo logged:\n{lines}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    if logged := getattr(node, "workeroutput", {}).get("logged"):
        LOGGED_BY_WORKERS.append(logged)


def _is_browser_test(item):
    return bool(getattr(item, "cls", None)) and issubclass(item.cls, HttpCase)


def _fail(report, reason):
    report.outcome = "failed"
    report.longrepr = reason
