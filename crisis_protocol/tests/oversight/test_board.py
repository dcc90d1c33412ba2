from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common_access import AccessCase
from ..duties.common_duty import MONDAY
from .common_board import BoardCase

ROLES = ("agent", "supervisor", "manager", "foreign_manager")


@tagged("post_install", "-at_install")
class TestBoard(BoardCase):
    """The board counts what the one who looks may see (S0-29, S0-47)."""

    def test_levels(self):
        """Open cases by level, the severest first: closed ones and drills apart."""
        for role, counts in {
            "agent": [("Severe", 1), ("Notable", 1)],
            "supervisor": [("Severe", 1), ("Notable", 1)],
            "manager": [("Severe", 2), ("Notable", 1)],
            "foreign_manager": [("Severe", 1)],
        }.items():
            with self.subTest(role=role):
                levels = self._board(role)["levels"]
                found = [(row["label"], row["count"]) for row in levels]
                self.assertEqual(found, counts)

    def test_stages(self):
        """Of each protocol, its stages in order, and in each the levels."""
        self._at("own_assessment", team_id=self.team.id)
        self._file(
            team_id=self.team.id,
            protocol_id=self.customer_protocol.id,
            level_id=self.mild.id,
        )
        own, customers = self._board("manager")["protocols"]
        self.assertEqual([own["id"], customers["id"]], self._protocol_ids())
        serious = self.env.ref("crisis_protocol.level_serious")  # of its category
        levels = [self.level.id, serious.id, self.mild.id]
        self.assertEqual(own["levels"], levels)
        counts = {"Reported": [2, 0, 1], "Assessment": [0, 1, 0]}
        self.assertEqual(self._counts(own), counts)
        self.assertEqual(list(self._counts(own)), ["Reported", "Assessment"])
        self.assertEqual(self._counts(customers), {"Information": [1]})

    def _protocol_ids(self):
        return [self.own.id, self.customer_protocol.id]

    def _counts(self, protocol):
        return {
            row["name"]: [cell["count"] if cell else 0 for cell in row["cells"]]
            for row in protocol["stages"]
        }

    def test_urgent(self):
        """What should be zero: late, silent, not acknowledged, nobody responsible."""
        # of severe cases the supervisor was told, who has not read it yet
        self.assertFalse(self.notable.notice_ids)
        now = {"late": 0, "silent": 0, "unacknowledged": 2, "nobody": 1}
        now |= {"after_close": 0, "not_arrived": 0}
        self.assertEqual(self._urgent("manager"), now)
        self._confirm_notices(self.severe)
        self.assertEqual(self._urgent("agent")["unacknowledged"], 0)
        self.assertEqual(self._urgent("manager")["unacknowledged"], 1)

    def test_an_order_that_nobody_received_is_not_acknowledged(self):
        self._confirm_notices(self.severe)
        order = self._order(self.severe)
        self.assertEqual(self._urgent("agent")["unacknowledged"], 1)
        order.with_user(self.production).action_crisis_received()
        self.assertEqual(self._urgent("agent")["unacknowledged"], 0)

    def test_late_and_silent(self):
        """Late from the first second, as the list of late cases says, too."""
        due = self.severe.next_duty_date
        with self._later(seconds=(due - MONDAY).total_seconds()):
            self.assertEqual(self._urgent("agent")["late"], 0)
        with self._later(seconds=(due - MONDAY).total_seconds() + 1):
            self.assertEqual(self._urgent("agent")["late"], 1)
        silence = self.severe.date_silence
        with self._later(seconds=(silence - MONDAY).total_seconds() + 1):
            self.assertEqual(self._urgent("agent")["silent"], 1)
            rows = self._board("agent")["cases"]["rows"]
            silent = {row["id"]: row["is_silent"] for row in rows}
            self.assertEqual(silent, {self.severe.id: True, self.notable.id: False})

    def test_the_number_is_the_list(self):
        """A click on a figure opens just the records that were counted."""
        self._order(self.severe)
        self._promise(self.severe)
        with self._later(hours=6):
            for role in ROLES:
                figures = list(self._figures(self._board(role)))
                self.assertTrue(any(figure["count"] for figure in figures))
                for figure in figures:
                    with self.subTest(role=role, figure=figure["label"]):
                        behind = self._behind(figure, role)
                        self.assertEqual(len(behind), figure["count"])

    def test_next(self):
        """What is due first stands first, with who owes what on whose case."""
        self.notable.with_user(self.supervisor).user_id = self.colleague
        self._promise(self.notable, minutes=2)
        cases = self._board("agent")["cases"]
        ids = [row["id"] for row in cases["rows"]]
        self.assertEqual(ids, [self.notable.id, self.severe.id])
        first = cases["rows"][0]
        self.assertEqual(first["next_duty_date"], MONDAY + timedelta(minutes=2))
        self.assertEqual(first["next_duty_type_id"][1], "Promised word to the customer")
        self.assertEqual(first["partner_id"][1], "Akdeniz")
        self.assertEqual(first["level_color"], self.mild.color)

    def test_drills_stand_apart(self):
        """A drill counts nowhere, and is listed among drills only."""
        board = self._board("agent")
        self.assertEqual([row["id"] for row in board["drills"]["rows"]], self.drill.ids)
        self.assertEqual(board["drills"]["count"], 1)
        del board["drills"]
        with self._later(days=1):
            for figure in self._figures(self._board("agent")):
                if figure["label"] != "Drills":
                    behind = self._behind(figure, "agent")
                    if figure["model"] != "crisis.document":
                        behind = behind.document_id
                    self.assertNotIn(self.drill, behind, figure["label"])

    def test_not_for_everybody(self):
        """Whoever may not read cases gets no board."""
        plain = AccessCase._outsider.__func__(type(self), "plain", "base.group_user")
        for user in (self.production, plain):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["crisis.board"].with_user(user).board_data()
