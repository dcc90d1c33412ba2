from odoo.modules import Manifest
from odoo.tests import BaseCase, tagged

GLUE, CORE = "crisis_protocol_helpdesk_mgmt", "crisis_protocol"


@tagged("post_install", "-at_install")
class TestLicense(BaseCase):
    """What stands on OCA's AGPL code is AGPL itself, and the core stays clear of it."""

    def test_license(self):
        """The glue has the license of the helpdesk, the core its own."""
        helpdesk = Manifest.for_addon("helpdesk_mgmt")["license"]
        self.assertEqual(Manifest.for_addon(GLUE)["license"], helpdesk)
        self.assertEqual(Manifest.for_addon(CORE)["license"], "LGPL-3")

    def test_core_knows_no_helpdesk(self):
        """The core neither depends on the helpdesk nor on the glue."""
        depends = Manifest.for_addon(CORE)["depends"]
        self.assertFalse([name for name in depends if "helpdesk" in name])
        self.assertTrue(Manifest.for_addon(GLUE)["auto_install"])
