from odoo.tests import Form, tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestFiling(CrisisCase):
    def test_three_fields_are_enough(self):
        """Protocol, topic and customer file a document; the rest is proposed."""
        with Form(self.env["crisis.document"].with_user(self.agent)) as form:
            form.name = "Mails do not arrive"
            form.protocol_id = self.own
            form.partner_id = self.customer
        document = form.record
        self.assertEqual(document.stage_id, self._stage("own_reported"))
        self.assertEqual(document.user_id, self.agent)
        self.assertEqual(document.team_id, self.team)
        self.assertEqual(document.contact_id, self.contact)
        self.assertEqual(document.lang, "en_US")
        self.assertTrue(document.level_id)
        self.assertTrue(document.reference)

    def test_whole_path(self):
        """A completed case goes from report to close."""
        document = self._complete(self._file())
        for name in ("assessment", "remedy", "follow_up", "closed"):
            document.action_next_stage()
            self.assertEqual(document.stage_id, self._stage(f"own_{name}"))
        self.assertTrue(document.date_closed)
