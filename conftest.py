"""What our test runs hold to, beyond what pytest and Odoo do.

These fail, although pytest itself would let them pass:

- A skipped browser test: Odoo skips it where Chromium is missing or does not start,
  and a run that never opened the client proves nothing about it.
- A warning or error in Odoo's log that no test expected. A test that provokes one
  says so with `mute_logger` or `assertLogs`.

A browser test does not fail for being slow: it waits as long as the machine needs.
"""

import logging
import os
import shutil
from unittest.mock import patch

import pytest

from odoo.tests import HttpCase, common
from odoo.tests.common import BaseCase, ChromeBrowser, get_db_name
from odoo.tools import config

OUR_LOGGERS = "odoo.addons.crisis_protocol"

# Odoo's limits suit an idle machine. Where two workers, their browsers and PostgreSQL
# share two cores, a tour without any mistake exceeds them now and then. So each of them
# is this many times as long. What hangs still ends: a step of a tour after a minute.
PATIENCE = 6
# The page has the limits of a step (10 s) and of a change of page (20 s), as timers. A
# timer of more than a minute is no limit, and one of weeks would overflow.
PATIENT_PAGE = f"""
(window => {{
    const wait = window.setTimeout;
    window.setTimeout = (callback, delay, ...rest) => {{
        const isLimit = delay >= 10_000 && delay <= 60_000;
        return wait(callback, isLimit ? delay * {PATIENCE} : delay, ...rest);
    }};
}})(window);
"""


class PatientBrowser(ChromeBrowser):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        source = {"source": PATIENT_PAGE}  # runs in each page, before its own scripts
        self._websocket_request("Page.addScriptToEvaluateOnNewDocument", params=source)

    @property
    def throttling_factor(self):
        """By this Odoo multiplies each time it waits for the browser."""
        return PATIENCE

    @throttling_factor.setter
    def throttling_factor(self, _factor):
        """Odoo begins with 1."""


common.ChromeBrowser = PatientBrowser
common.CHECK_BROWSER_ITERATIONS *= PATIENCE  # how long Chromium may take to start
# One request at a time has the database; the others wait 20 s for it.
BaseCase.test_cursor_lock_timeout *= PATIENCE


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
