from odoo.tests import HttpCase, tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestTourDrill(HttpCase, CrisisCase):
    def test_agent_plays_a_drill(self):
        """From the menu to the evaluation; what he writes reaches nobody."""
        mails = self.env["mail.mail"].search([])
        self.start_tour("/odoo/crises", "crisis_drill_tour", login=self.agent.login)
        drill = self.env["crisis.document"].search(
            [("is_drill", "=", True), ("user_id", "=", self.agent.id)]
        )
        self.assertTrue(drill.is_closed)
        self.assertEqual(drill.drill_change, "A list of categories")
        self.assertEqual(drill.drill_evaluated_by_id, self.agent)
        self.assertTrue(drill.date_first_word)
        sent = self.env["mail.mail"].search([]) - mails
        self.assertFalse(sent.recipient_ids & drill.contact_id)
        self.assertFalse(drill.message_ids.notified_partner_ids & drill.contact_id)
