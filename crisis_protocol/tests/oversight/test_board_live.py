import json
from datetime import timedelta
from unittest.mock import MagicMock, patch

from odoo.tests import tagged

from ...tools.constants import BOARD_CHANGED, BOARD_CHANNEL
from ..duties.common_duty import MONDAY, CrisisDutyCase


@tagged("post_install", "-at_install")
class TestBoardLive(CrisisDutyCase):
    """Boards hear that something has changed, once in a transaction, and no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file(team_id=cls.team.id)
        cls.foreign = cls._file(
            cls.foreign_agent,
            company_id=cls.company_2.id,
            team_id=cls.foreign_team.id,
        )

    def setUp(self):
        super().setUp()
        self._commit()

    def _commit(self):
        """End the transaction, as far as a test can."""
        self.flush_tracking()
        self.cr.postcommit.data.clear()
        self.env["bus.bus"].sudo().search([]).unlink()

    def _told(self):
        """Return which companies' boards were told, and what."""
        self.flush_tracking()
        rows = self.env["bus.bus"].sudo().search([("message", "like", BOARD_CHANGED)])
        for row in rows:
            self.assertEqual(
                json.loads(row.message), {"type": BOARD_CHANGED, "payload": {}}
            )
        channels = [json.loads(row.channel) for row in rows]
        for database, model, _company_id, name in channels:
            self.assertEqual(database, self.cr.dbname)
            self.assertEqual((model, name), ("res.company", BOARD_CHANNEL))
        return [channel[2] for channel in channels]

    def test_once_in_a_transaction(self):
        """However much a transaction changes, the boards hear of it once."""
        self.document.write({"timing": "Noon"})
        self._promise(self.document)
        with self.cr.savepoint():
            self.document.write({"timing": "One"})
        self._file(team_id=self.team.id)
        self.assertEqual(self._told(), self.company.ids)
        self._commit()
        self.document.write({"timing": "Two"})
        self.assertEqual(self._told(), self.company.ids)

    def test_only_boards_of_the_company(self):
        self.foreign.write({"timing": "Noon"})
        self.assertEqual(self._told(), self.company_2.ids)

    def test_duties_tell(self):
        """What production answers is seen, too, and what Odoo itself finds late."""
        order = self._order(self.document).with_user(self.production)
        self._commit()
        order.action_crisis_received()
        self.assertEqual(self._told(), self.company.ids)
        self._commit()
        self.document.sudo()._write_past_reactions(
            {"date_set_aside": MONDAY + timedelta(hours=1)}
        )
        self.assertEqual(self._told(), self.company.ids)

    def test_deleting_tells(self):
        """A case filed by mistake leaves the boards at once."""
        self.document.with_user(self.manager).unlink()
        self.assertEqual(self._told(), self.company.ids)

    def test_reading_tells_nothing(self):
        self.document.read()
        self.env["crisis.board"].with_user(self.manager).board_data()
        self.assertEqual(self._told(), [])

    def test_who_may_listen(self):
        """The name of the channel opens nothing by itself."""
        for user, companies in (
            (self.agent, self.company),
            (self.manager, self.company),
            (self.foreign_agent, self.company_2),
            (self.production, self.company.browse()),
            (self.env.ref("base.public_user"), self.company.browse()),
        ):
            with self.subTest(user=user.name):
                websocket = self.env["ir.websocket"].with_user(user)
                request = MagicMock()
                request.session.uid = user.id
                with patch("odoo.addons.bus.models.ir_websocket.wsrequest", request):
                    channels = websocket._build_bus_channel_list([BOARD_CHANNEL])
                names = [c for c in channels if isinstance(c, str)]
                self.assertNotIn(BOARD_CHANNEL, names)
                pairs = [c for c in channels if isinstance(c, tuple)]
                ours = [company for company, name in pairs if name == BOARD_CHANNEL]
                self.assertEqual(ours, list(companies))

    def test_cost(self):
        """Whoever writes pays one statement at most, and none beside other messages."""
        self.document.write({"timing": "Noon"})
        self._commit()

        def write(text):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.document.write({"timing": text})
            self.flush_tracking()
            return self.cr.sql_log_count - before

        write("One")
        self.cr.postcommit.data["crisis.board"] = {self.company.id}
        without = write("Two")
        self.cr.postcommit.data.clear()
        self.assertLessEqual(write("Three") - without, 1)
