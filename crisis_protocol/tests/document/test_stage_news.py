from odoo.fields import Command
from odoo.tests import tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestStageNews(CrisisCase):
    """Which kind of news a move is, and what a copied or imported case begins with."""

    def _go(self, document, stage, reason=False):
        """Move, and return the message that reports it."""
        self.flush_tracking()
        before = document.message_ids
        document.write({"stage_id": self._stage(stage).id, "stage_reason": reason})
        self.flush_tracking()
        return (document.message_ids - before).filtered(
            lambda message: message.sudo().tracking_value_ids
        )

    def _subtype(self, name):
        return self.env.ref(f"crisis_protocol.mt_{name}")

    def test_each_move_is_its_own_kind_of_news(self):
        """Stage, closed and reopened are told apart, so that each can choose."""
        document = self._complete(self._file())
        kinds = [self._subtype(name).id for name in ("stage", "closed", "reopened")]
        document.message_subscribe(self.manager.partner_id.ids, kinds)
        steps = [
            ("own_assessment", False, "stage"),
            ("own_remedy", False, "stage"),
            ("own_assessment", "The trouble goes on.", "stage"),
            ("own_closed", False, "closed"),
            ("own_follow_up", "The trouble goes on.", "reopened"),
            ("own_not_crisis", "A false alarm", "closed"),
            ("own_reported", "It is our fault after all.", "reopened"),
        ]
        for stage, reason, subtype in steps:
            with self.subTest(stage=stage, reason=reason):
                message = self._go(document, stage, reason)
                self.assertEqual(message.subtype_id, self._subtype(subtype))

    def test_reason_is_part_of_the_news(self):
        """Whoever reads that a case reopened reads why."""
        document = self._at("own_closed")
        message = self._go(document, "own_remedy", "Channel 7 repeats it")
        self.assertIn("Channel 7 repeats it", message.body)

    def test_opened(self):
        """A filed case is noted once, with what it is about."""
        document = self._file()
        opened = document.message_ids.filtered(
            lambda message: self.customer.name in message.body
        )
        self.assertEqual(len(opened), 1)
        self.assertIn(document.protocol_id.name, opened.body)
        self.assertIn(document.level_id.name, opened.body)
        self.assertTrue(opened.is_internal)

    def test_override_is_its_own_kind_of_news(self):
        """That a gate was passed is told to those who follow it."""
        document = self._file()
        move = self.env["crisis.stage.move"].with_user(self.supervisor)
        move.create(
            {
                "document_id": document.id,
                "kind": "override",
                "stage_id": self._stage("own_assessment").id,
                "reason": "The customer is on the line",
            }
        ).action_move()
        news = document.message_ids.filtered(
            lambda message: message.subtype_id == self._subtype("overridden")
        )
        self.assertEqual(len(news), 1)
        self.assertEqual(news.author_id, self.supervisor.partner_id)

    def test_follower_gets_what_he_chose(self):
        """A follower who wants only the close hears nothing of the stages between."""
        document = self._complete(self._file())
        document.message_subscribe(
            self.manager.partner_id.ids, subtype_ids=self._subtype("closed").ids
        )
        stage = self._go(document, "own_follow_up")
        closed = self._go(document, "own_closed")
        self.assertNotIn(self.manager.partner_id, stage.notified_partner_ids)
        self.assertIn(self.manager.partner_id, closed.notified_partner_ids)

    def test_copy_starts_fresh(self):
        """A copied case begins at the beginning; only the words are taken over."""
        document = self._at("own_closed")
        document.task_ids = [Command.create({"name": "Search the archive"})]
        copied = document.copy()
        self.assertEqual(copied.stage_id, self._stage("own_reported"))
        self.assertEqual(copied.user_id, self.agent)
        self.assertEqual(copied.description, document.description)
        self.assertNotEqual(copied.reference, document.reference)
        self.assertNotEqual(copied.name, document.name)
        self.assertFalse(copied.is_closed or copied.date_closed or copied.root_cause)
        self.assertFalse(copied.date_last_word or copied.date_last_customer_message)
        self.assertFalse(copied.task_ids or copied.override_ids)
        for name in ("customer_says_over", "explanation_accepted", "production_needed"):
            self.assertEqual(copied[name], "not_asked")
        self.assertEqual(copied.health_own, "unknown")

    def test_copy_of_a_watched_case(self):
        """The copy of what was watched and came out starts where its grade says."""
        document = self._file(protocol_id=self.customer_protocol.id, grade="watch")
        self.assertEqual(document.copy().stage_id, self._stage("customer_watch"))
        document.grade = "crisis"
        self.assertEqual(document.copy().stage_id, self._stage("customer_information"))

    def test_import_starts_fresh(self):
        """An imported case begins at the beginning, with its own number."""
        model = self.env["crisis.document"].with_user(self.agent)
        header = ["name", "protocol_id/.id", "partner_id/.id"]
        rows = [
            [f"Row {number}", str(self.own.id), str(self.customer.id)]
            for number in range(3)
        ]
        result = model.load(header, rows)
        self.assertFalse(result["messages"])
        documents = model.browse(result["ids"])
        self.assertEqual(documents.stage_id, self._stage("own_reported"))
        self.assertEqual(documents.user_id, self.agent)
        self.assertEqual(len(set(documents.mapped("reference"))), 3)

    def test_import_of_what_the_system_keeps(self):
        """What an export says of a closed case does not make a closed one."""
        model = self.env["crisis.document"].with_user(self.agent)
        header = [
            "name",
            "protocol_id/.id",
            "partner_id/.id",
            "date_closed",
            "is_closed",
        ]
        row = ["Again", str(self.own.id), str(self.customer.id), "2026-03-02 09:00:00"]
        result = model.load(header, [[*row, "True"]])
        document = model.browse(result["ids"] or [])
        self.env.flush_all()
        document.invalidate_recordset()
        self.assertFalse(document.is_closed)
        self.assertFalse(document.date_closed)
