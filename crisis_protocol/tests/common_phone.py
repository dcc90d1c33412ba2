import time
from contextlib import contextmanager, suppress

from odoo.tests import ChromeBrowser
from odoo.tests.common import ChromeBrowserException

from .customer_pages.common_page import PageCase

WIDTH, HEIGHT = 390, 844
PATIENCE = 20
# What a finger still hits, in pixels (WCAG 2.2, 2.5.8).
FINGER = 44


class Phone:
    """A telephone with Chromium: pages are looked at, tapped and typed into.

    All of it from outside, through the browser's own tools, so that it works with
    JavaScript switched off as well.
    """

    def __init__(self, browser, runs_scripts=True):
        self._browser = browser
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=WIDTH,
            height=HEIGHT,
            deviceScaleFactor=2,
            mobile=True,
        )
        self._ask("Emulation.setScriptExecutionDisabled", value=not runs_scripts)

    def _ask(self, method, **params):
        return self._browser._websocket_request(method, params=params)

    def open(self, url):
        self._browser.navigate_to(url)

    def sees(self, text):
        """Wait until the page says this; what does not come is a failure."""
        return self._until(lambda: text in self._page(), f"“{text}”")

    def find(self, selector):
        """Return the node of an element as soon as it is there."""
        return self._until(lambda: self._node(selector), selector)

    def tap(self, selector):
        """Put a finger on the middle of an element, which has to be large enough."""
        node = self.find(selector)
        self._ask("DOM.scrollIntoViewIfNeeded", nodeId=node)
        quad = self._ask("DOM.getContentQuads", nodeId=node)["quads"][0]
        width, height = quad[2] - quad[0], quad[5] - quad[1]
        assert min(width, height) >= FINGER, f"{selector}: {width} x {height}"
        point = {"x": quad[0] + width / 2, "y": quad[1] + height / 2}
        self._ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[point])
        self._ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def type(self, selector, text):
        self._ask("DOM.focus", nodeId=self.find(selector))
        self._ask("Input.insertText", text=text)

    def choose_file(self, selector, path):
        node = self.find(selector)
        self._ask("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def width(self):
        """Return how wide the page is: more than the screen has to be scrolled."""
        return self._ask("Page.getLayoutMetrics")["cssContentSize"]["width"]

    def _is_loaded(self):
        """Tell whether all is there, so that sizes are those that people see."""
        state = self._ask("Runtime.evaluate", expression="document.readyState")
        return state["result"]["value"] == "complete"

    def _root(self):
        return self._ask("DOM.getDocument")["root"]["nodeId"]

    def _node(self, selector):
        found = self._ask("DOM.querySelector", nodeId=self._root(), selector=selector)
        return found["nodeId"]

    def _page(self):
        return self._ask("DOM.getOuterHTML", nodeId=self._root())["outerHTML"]

    def _until(self, condition, what):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            # while it is asked, the page may be replaced by the next one
            with suppress(ChromeBrowserException):
                if (found := condition()) and self._is_loaded():
                    return found
            time.sleep(0.05)
        raise AssertionError(f"{what} did not come:\n{self._page()}")


class PhoneCase(PageCase):
    """The customer's pages on his telephone."""

    browser_size = f"{WIDTH}x{HEIGHT}"
    touch_enabled = True

    @contextmanager
    def _phone(self, **options):
        """Hold a telephone; nobody is logged in on it."""
        browser = ChromeBrowser(self)
        self.addCleanup(self._wait_remaining_requests)
        self.env.flush_all()
        try:
            with self.allow_requests(browser=browser):
                yield Phone(browser, **options)
                self._wait_remaining_requests()
        finally:
            browser.stop()
        self.env.invalidate_all()
        self.assertFalse(browser.had_failure, "the console shows no error")
