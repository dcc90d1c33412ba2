from unittest.mock import patch

from odoo import api
from odoo.tests import tagged

from ..duties.common_tour_duty import DutyTourCase


@tagged("post_install", "-at_install")
class TestTourBoard(DutyTourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what was there before is not looked at
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE crisis_document SET active = FALSE")
        cls.env.invalidate_all()
        cls.late = cls._file(name="The bulletin is missing")
        cls._promise(cls.late, -5)
        cls._file(cls.colleague, name="A typing error")

    def test_the_manager_looks(self):
        """A manager goes from a figure to its cases; new ones come by themselves."""
        filed = []

        @api.model
        def agent_files(board):
            """Do what an agent does elsewhere while the manager looks."""
            document = board.env["crisis.document"].with_user(self.agent)
            values = {
                "name": "The system is down",
                "protocol_id": self.own.id,
                "partner_id": self.customer.id,
            }
            filed.append(document.create(values).id)

        board = self.registry["crisis.board"]
        with patch.object(board, "agent_files", agent_files, create=True):
            self.start_tour(
                "/odoo/crises",
                "crisis_board_tour",
                login=self.manager.login,
                timeout=120,
            )
        self.assertEqual(len(filed), 1)

    def test_an_agent_looks(self):
        """An agent sees the cases of his desk, and of people only himself."""
        self.start_tour(
            "/odoo/crisis-board",
            "crisis_board_agent_tour",
            login=self.agent.login,
            timeout=90,
        )
