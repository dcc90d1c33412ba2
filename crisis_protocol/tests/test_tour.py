from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import CrisisCase


@tagged("post_install", "-at_install")
class TestTour(HttpCase, CrisisCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("tr_TR")
        cls.env["ir.module.module"]._load_module_terms(
            ["web", "mail", "crisis_protocol"], ["tr_TR"]
        )
        cls.supervisor.lang = "tr_TR"
        cls.contact.lang = "tr_TR"

    def test_case_in_turkish(self):
        """A case is filed in Turkish, refused, overridden, controlled, and closed."""
        self.team.member_ids |= self.supervisor
        # the case is played in minutes: its controls come in their time
        self.env["crisis.level"].search([]).control_counts_share = 0
        self.start_tour(
            "/odoo/crisis", "crisis_case_tour", login=self.supervisor.login, timeout=180
        )
        document = self.env["crisis.document"].search(
            [("name", "=", "Dünkü haberimiz bültende yok")]
        )
        self.assertEqual(document.stage_id, self._stage("own_closed"))
        self.assertEqual(document.override_ids.user_id, self.supervisor)
        self.assertTrue(document.date_last_word)
        promised = document.promise_ids.mapped("outcome")
        self.assertEqual(promised, ["kept"] * 4, "one with each word")
        done = document.control_ids.filtered(lambda control: control.state == "done")
        self.assertEqual(done.mapped("result"), ["clean"] * 4)
        self.assertEqual(done.done_by_id, self.supervisor)
        check = document.control_ids.filtered(lambda control: control.state == "open")
        self.assertEqual(check.relapse_day, document.level_id._relapse_day_list()[0])

    def test_every_view(self):
        """Every view of the documents opens in a browser."""
        document = self._file()
        document.user_id = self.manager
        self.start_tour(
            "/odoo/crises", "crisis_views_tour", login=self.manager.login, timeout=180
        )

    def test_manager_adds_a_question(self):
        """A manager's own question is asked at once, and the meter falls."""
        document = self._complete(self._file())
        self.assertEqual(document.information_progress, 100)
        self.start_tour(
            f"/odoo/crises/{document.id}",
            "crisis_own_question_tour",
            login=self.manager.login,
        )
        self.assertLess(document.information_progress, 100)

    def test_manager_builds_a_protocol(self):
        """A manager builds a third protocol from the menus; its gate works at once."""
        self.start_tour(
            "/odoo/crisis",
            "crisis_protocol_tour",
            login=self.manager.login,
            timeout=180,
        )
        protocol = self.env["crisis.protocol"].search(
            [("name", "=", "Concerns a partner")]
        )
        document = self._file(protocol_id=protocol.id)
        self.assertEqual(document.stage_id.name, "Heard of")
        refused = self.assertRaisesRegex(UserError, "The cause is not known")
        with refused, self.cr.savepoint():
            document.action_next_stage()
        document.invalidate_recordset()
        document.root_cause = "A wrong address"
        document.action_next_stage()
        self.assertTrue(document.is_closed)
