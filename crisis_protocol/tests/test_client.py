from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests import test_js


@tagged("post_install", "-at_install")
class TestClient(HttpCase):
    def test_units(self):
        """The tests of our part of the web client pass (static/tests/*.test.js)."""
        suite = test_js.HOOTCommon._generate_hash(self, "@crisis_protocol")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            code="",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
