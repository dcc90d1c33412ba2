"""Browser tests wait as long as a busy machine needs, not for ever (conftest.py)."""

import time
from concurrent.futures import Future

from odoo.tests import HttpCase, common, tagged
from odoo.tests.test_cursor import TestCursor as Cursor


class HeldLock:
    """Another request has it for so long."""

    def __init__(self, seconds):
        self.seconds = seconds

    def acquire(self, timeout):
        return self.seconds < timeout

    def release(self):
        pass


@tagged("post_install", "-at_install")
class TestPatience(HttpCase):
    def test_another_request_may_take_a_minute(self):
        """Who waits for the database gives up not after 20 s, but in the end."""
        Cursor(self.cr, HeldLock(60), False).close()
        with self.assertRaisesRegex(Exception, "Unable to acquire lock"):
            Cursor(self.cr, HeldLock(300), False)

    def test_a_step_of_a_tour_may_take_a_minute(self):
        """The limit of a step, a timer of 10 s in the page, ends it after 60 s."""
        browser = common.ChromeBrowser(self)
        self.addCleanup(browser.stop)
        browser.navigate_to("data:text/html,tour", wait_stop=True)
        self._in_page(browser, "setTimeout(() => window.ended = true, 10000)")
        self._let_pass(browser, 50)
        self.assertFalse(self._in_page(browser, "window.ended"))
        self._let_pass(browser, 15)
        self.assertTrue(self._in_page(browser, "window.ended"))

    def test_what_hangs_ends(self):
        """A page that never says it is done fails after six times its time."""
        start = time.monotonic()
        with self.assertRaisesRegex(self.failureException, "Script timeout exceeded"):
            self.browser_js("/web/login", code="", timeout=0.5)
        self.assertGreater(time.monotonic() - start, 3)

    def _in_page(self, browser, code):
        params = {"expression": code}
        answer = browser._websocket_request("Runtime.evaluate", params=params)
        return answer["result"].get("value")

    def _let_pass(self, browser, seconds):
        """Let the page's clock run ahead, without waiting."""
        passed = Future()
        event = "Emulation.virtualTimeBudgetExpired"
        browser._handlers[event] = lambda: passed.set_result(True)
        params = {"policy": "advance", "budget": seconds * 1000}
        browser._websocket_request("Emulation.setVirtualTimePolicy", params=params)
        passed.result(60)
