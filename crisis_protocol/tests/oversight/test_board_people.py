from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..duties.common_duty import MONDAY
from .common_board import BoardCase


@tagged("post_install", "-at_install")
class TestBoardPeople(BoardCase):
    """Who carries how much, what production owes, what customers were told."""

    def _carried(self, role):
        return {
            row["name"]: (row["cases"]["count"], row["duties"]["count"])
            for row in self._board(role)["people"]["rows"]
        }

    def _owed(self, user, *documents):
        duties = [duty for document in documents for duty in self._open(document)]
        return len([duty for duty in duties if duty.user_id == user])

    def test_an_agent_sees_himself(self):
        """How much others carry is no business of his."""
        mine = self._owed(self.agent, self.severe, self.notable)
        self.assertGreaterEqual(mine, 2)
        self.assertEqual(self._carried("agent"), {"Agent": (1, mine)})

    def test_who_leads_sees_his_people(self):
        """The supervisor those of his desk, the manager all; nobody comes first."""
        both = (self.severe, self.notable)
        desk = {
            "Nobody": (1, 0),
            "Agent": (1, self._owed(self.agent, *both)),
            "Supervisor": (0, self._owed(self.supervisor, *both)),
            "Manager": (0, self._owed(self.manager, *both)),
        }
        self.assertEqual(self._carried("supervisor"), desk)
        self.assertEqual(next(iter(self._carried("supervisor"))), "Nobody")
        self.assertGreater(desk["Supervisor"][1], 0)
        company = self._carried("manager")
        self.assertEqual(company["Other Agent"][0], 1)
        self.assertNotIn("Foreign Agent", company)

    def test_who_leads_is_led_elsewhere(self):
        """Of a desk where he is a member only, a supervisor sees himself only."""
        self.other_team.member_ids |= self.supervisor
        self.assertIn(self.other, self._cases_seen("supervisor"))
        self.assertNotIn("Other Agent", self._carried("supervisor"))
        with self._later(hours=6):
            for row in self._board("supervisor")["people"]["rows"]:
                for part in ("cases", "duties", "late"):
                    behind = self._behind(row[part], "supervisor")
                    self.assertEqual(len(behind), row[part]["count"], row[part])

    def _cases_seen(self, role):
        return self._behind(self._board(role)["cases"], role)

    def test_a_drill_that_he_may_not_read(self):
        """What is owed on a drill counts nowhere, nor on one of another desk."""
        mine = self._carried("agent")["Agent"][1]
        played = self._file(self.other_agent, team_id=self.other_team.id)
        played.sudo()._write_past_reactions({"is_drill": True})
        # the same is owed on a case of that desk, and on a drill
        for document, more in ((self.other, 1), (played, 1)):
            self.env["crisis.notice"].with_user(self.manager).create(
                {
                    "document_id": document.id,
                    "description": "The minister's driver",
                    "way": "oral",
                    "user_id": self.agent.id,
                    "date_due": MONDAY + timedelta(hours=1),
                }
            )
            self.assertFalse(document.with_user(self.agent).has_access("read"))
            self.assertEqual(self._carried("agent")["Agent"][1], mine + more)

    def test_late_of_a_person(self):
        self._promise(self.severe, minutes=5)
        with self._later(minutes=6):
            (row,) = self._board("agent")["people"]["rows"]
            self.assertEqual(row["late"]["count"], 1)
            late = self._behind(row["late"], "agent")
            self.assertEqual(late.type_id.name, "Promised word to the customer")

    def test_deliveries(self):
        """Overdue, due within the hour, and what came in the last one."""
        self._order(self.severe)
        delivery = self.severe.sudo().delivery_ids.filtered(
            lambda d: d.kind == "delivery"
        )
        due = delivery.date_due - MONDAY
        for delta, counts in (
            (due - timedelta(minutes=61), [0, 0, 0]),
            (due - timedelta(minutes=59), [0, 1, 0]),
            (due + timedelta(minutes=1), [1, 0, 0]),
        ):
            with self._later(seconds=delta.total_seconds()):
                self.assertEqual(self._delivery_counts(), counts, delta)
        with self._later(seconds=due.total_seconds()):
            answer = delivery.with_user(self.production)
            answer.note = "All items of the day are there."
            answer.action_deliver()
        with self._later(seconds=due.total_seconds() + 3600):
            self.assertEqual(self._delivery_counts(), [0, 0, 1])
            (row,) = self._board("agent")["deliveries"]["rows"]
            self.assertEqual(row["unit_id"][1], self.unit.name)
            self.assertTrue(row["date_done"])
        with self._later(seconds=due.total_seconds() + 3601):
            self.assertEqual(self._delivery_counts(), [0, 0, 0])

    def _delivery_counts(self):
        return [row["count"] for row in self._board("agent")["deliveries"]["figures"]]

    def test_words(self):
        """The last words to customers with an open case, the newest first, in short."""
        for minutes, document in enumerate((self.severe, self.drill, self.notable), 1):
            with self._later(minutes=minutes):
                document.with_user(self.agent).message_post(
                    body=f"Word {document.name} " + "very " * 60,
                    partner_ids=self.customer.ids,
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                )
        rows = self._board("agent")["words"]["rows"]
        documents = [row["document_id"][0] for row in rows]
        self.assertEqual(documents, [self.notable.id, self.severe.id])
        self.assertEqual(rows[0]["partner_id"][1], "Akdeniz")
        self.assertTrue(rows[0]["text"].startswith("Word A typing error very"))
        self.assertLessEqual(len(rows[0]["text"]), 160)
        self.assertEqual(rows[0]["date"], MONDAY + timedelta(minutes=3))
        self.assertFalse(self._board("foreign_manager")["words"]["rows"])


@tagged("post_install", "-at_install")
class TestBoardCost(BoardCase):
    def test_constant(self):
        """Two hundred cases cost what a handful costs, in statements and in bytes."""
        self._fill(20)  # more than the lists show
        few = self._cost()
        self._fill(60)
        many = self._cost()
        # the names of two who are not among those listed
        self.assertLessEqual(many, few + 2)
        self.assertLessEqual(many, 45)
        cases = self._board("manager")["cases"]
        self.assertEqual(cases["count"], 3 + 80)
        self.assertEqual(len(cases["rows"]), 15)

    def _fill(self, count):
        row = {
            "name": "One of many",
            "protocol_id": self.own.id,
            "partner_id": self.customer.id,
            "team_id": self.team.id,
            "date_occurred": fields.Datetime.now(),
        }
        documents = self.env["crisis.document"].with_user(self.agent)
        documents = documents.create([dict(row) for _number in range(count)])
        documents.action_log_word("We are looking into it.")

    def _cost(self):
        self._board("manager")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self._board("manager")
        return self.cr.sql_log_count - before
