from odoo.modules.neutralize import neutralize_database
from odoo.tests import tagged

from ..tools import page_token
from .common import CrisisCase


@tagged("post_install", "-at_install")
class TestNeutralized(CrisisCase):
    """A copy made for tests speaks to nobody, and nobody speaks to it."""

    def _neutralize(self):
        self.env.flush_all()
        neutralize_database(self.env.cr)
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()

    def test_speaks_to_nobody(self):
        """Neither our jobs run, nor has any mail server a way out."""
        jobs = self.env["ir.cron"].search([("cron_name", "like", "Crisis")])
        jobs |= self.env.ref("crisis_protocol.ir_cron_watch")
        self.assertTrue(jobs.filtered("active"))
        self._neutralize()
        self.assertFalse(jobs.filtered("active"))
        servers = self.env["ir.mail_server"].search([("smtp_host", "!=", "invalid")])
        self.assertFalse(servers.filtered("active"))

    def test_links_of_the_original(self):
        """A link from a mail of the original opens nothing in the copy."""
        token = page_token.sign(self.env, "crisis.test", [7], 24)
        self.assertEqual(page_token.read(self.env, "crisis.test", token, 1), [7])
        self._neutralize()
        self.assertEqual(page_token.read(self.env, "crisis.test", token, 1), [None])
        token = page_token.sign(self.env, "crisis.test", [7], 24)
        self.assertEqual(page_token.read(self.env, "crisis.test", token, 1), [7])
