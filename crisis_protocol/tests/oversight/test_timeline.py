from markupsafe import Markup

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import freeze_all_time

from ...tools.constants import MAX_WORD
from ..common import CrisisCase

MONDAY = fields.Datetime.to_datetime("2026-03-02 09:00:00")


@tagged("post_install", "-at_install")
class TestTimeline(CrisisCase):
    """Everything that happened on a case, in order, ready to be read aloud."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_all_time(MONDAY):
            cls.document = cls._file()

    def _minute(self, minutes):
        return freeze_all_time(fields.Datetime.add(MONDAY, minutes=minutes))

    def _rows(self, kinds=None, user=None):
        self.env.flush_all()
        rows = self.document.with_user(user or self.agent)._timeline(kinds)
        return rows

    def _titles(self, kinds=None, user=None):
        return self._rows(kinds, user).mapped("title")

    def test_filed(self):
        """It begins with who filed the case, and what it is."""
        first = self._rows()[0]
        self.assertEqual(first.title, "Agent filed the case.")
        self.assertEqual(first.kind, "stage")
        self.assertEqual(first.user_id, self.agent)
        self.assertIn(self.own.name, first.text)
        self.assertIn("Akdeniz", first.text)

    def test_clock_was_ahead(self):
        """What was entered while the clock of the server ran ahead is shown as such."""
        with self._minute(60):
            self.document.action_log_word("He is told that we search.")
        with self._minute(5):
            self.assertIn("clock of the server was ahead", self._titles()[-1])
        self.env.invalidate_all()
        with self._minute(61):
            self.assertNotIn("clock of the server", self._titles()[-1])

    def test_order(self):
        """What happened first stands first, whatever kind it is."""
        with self._minute(10):
            self.document.action_log_word("He is told that we search.")
        with self._minute(20):
            self.env["crisis.decision"].with_user(self.supervisor).create(
                {
                    "document_id": self.document.id,
                    "name": "Search the archive",
                    "reason": "More may be missing",
                    "effect": "positive",
                }
            )
        with self._minute(30):
            self._complete(self.document)
            self.document.stage_id = self._stage("own_assessment")
            self.flush_tracking()
        rows = self._rows()
        self.assertEqual(rows.mapped("date"), sorted(rows.mapped("date")))
        titles = rows.mapped("title")
        wanted = [
            "Agent filed the case.",
            "Agent spoke to the customer.",
            "Supervisor decided: Search the archive",
            "Agent moved the case from “Reported” to “Assessment”.",
        ]
        places = [titles.index(title) for title in wanted]
        self.assertEqual(places, sorted(places))

    def test_words(self):
        """Words to and from the customer, written and spoken, with their text."""
        self.document.message_subscribe(self.contact.ids)
        with self._minute(5):
            self.document.with_user(self.agent).message_post(
                body="We are looking into it.",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.contact.ids,
            )
        with self._minute(6):
            self._customer_writes(self.document, "Hurry up, please.")
        with self._minute(7):
            self.document.action_log_word("Told her that we hurry.")
        rows = self._rows(["word", "customer"])
        self.assertEqual(
            [(row.title, row.text) for row in rows],
            [
                ("Agent wrote to the customer.", "We are looking into it."),
                ("Elif wrote to us.", "Hurry up, please."),
                ("Agent spoke to the customer.", "Told her that we hurry."),
            ],
        )

    def test_long_word(self):
        """Of a long message the beginning is kept, without empty lines."""
        with self._minute(5):
            self.document.message_post(
                body=Markup("<p>Dear Elif,</p><p><br></p><p>%s</p>") % ("long " * 200),
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.contact.ids,
            )
        (row,) = self._rows(["word"])
        self.assertTrue(row.text.startswith("Dear Elif,\nlong long"))
        self.assertEqual(row.text[-1], "…")
        self.assertEqual(len(row.text), MAX_WORD)

    def test_no_word_twice(self):
        """A word stands there once, as a word and not as a note."""
        with self._minute(7):
            self.document.action_log_word("Told her that we hurry.")
        texts = [row.text for row in self._rows()]
        self.assertEqual(texts.count("Told her that we hurry."), 1)

    def test_note(self):
        """What a colleague notes is there, and is no word to the customer."""
        self.document.with_user(self.agent).message_post(
            body="He sounded upset.",
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        (row,) = self._rows(["note"])
        self.assertEqual((row.title, row.text), ("Agent noted:", "He sounded upset."))
        self.assertFalse(self._rows(["word"]))

    def test_control(self):
        """A control with its result and what was looked at."""
        with self._minute(60):
            self._control(self.document, "system").action_clean()
        (row,) = self._rows(["duty"]).filtered(lambda r: r.part == "control")
        self.assertEqual(row.user_id, self.agent)
        self.assertIn("Clean", row.title)
        self.assertIn("Agent", row.title)
        self.assertIn("All items of the day are there.", row.text)

    def test_asked_customer_is_told_once(self):
        """Who is asked how it stands has heard from us; the control tells it."""
        with self._minute(60):
            self._control(self.document, "customer").action_clean()
        self.assertEqual(len(self.document.word_ids), 1)
        self.assertIn("It is better now.", self.document.word_ids.text)
        rows = self._rows().filtered(lambda r: "It is better now." in (r.text or ""))
        self.assertEqual(rows.mapped("part"), ["control"])

    def test_promise(self):
        """The promise is made at its time, and kept late or in time at another."""
        with self._minute(0):
            promise = (
                self.env["crisis.promise"]
                .with_user(self.agent)
                .create(
                    {
                        "document_id": self.document.id,
                        "date_due": fields.Datetime.add(MONDAY, minutes=30),
                    }
                )
            )
        with self._minute(45):
            self.document.action_log_word("We are looking into it.")
        titles = [
            row.title
            for row in self._rows(["duty"])
            if (row.res_model, row.res_id) == (promise._name, promise.id)
        ]
        self.assertEqual(len(titles), 2)
        self.assertIn("Agent promised the customer his next word by", titles[0])
        self.assertIn("15 minutes late", titles[1])

    def test_notice(self):
        """Somebody told orally, with what was said; somebody who has read it."""
        with self._minute(3):
            self._confirm_notices(self.document)
        titles = self._titles(["notice"])
        self.assertIn("Supervisor has read it.", titles)

    def test_gate_passed(self):
        """A gate that a supervisor let the case pass stands there with the reason."""
        with self._minute(30):
            move = self.document.with_user(self.supervisor)
            action = move.action_override()
            form = Form(
                self.env[action["res_model"]]
                .with_user(self.supervisor)
                .with_context(**action["context"])
            )
            form.reason = "The customer waits"
            form.save().action_move()
            self.flush_tracking()
        rows = self._rows(["override"])
        self.assertTrue(rows)
        self.assertEqual(set(rows.mapped("text")), {"The customer waits"})
        self.assertIn("Supervisor let the case pass a gate:", rows[0].title)

    def test_production(self):
        """The order and its receipt, whoever may see the task."""
        with self._minute(10):
            self.env["project.task"].create(
                {
                    "name": "Search the archive",
                    "project_id": self.project.id,
                    "crisis_document_id": self.document.id,
                    "crisis_unit_id": self.unit.id,
                    "user_ids": [Command.set(self.production.ids)],
                }
            )
            self.document._reconcile_duties()
        with self._minute(12):
            task = self.document.task_ids.with_user(self.production)
            task.action_crisis_received()
        with self._minute(20):
            # what is over has been ordered all the same
            task.state = "1_done"
        self.assertEqual(
            self._titles(["production"]),
            [
                "Unit of the test got an order.",
                "Unit of the test confirmed the order.",
                "Unit of the test delivered in time.",
            ],
        )

    def test_items(self):
        """Many items marked with one press are one line."""
        items = (
            self.env["crisis.item"]
            .with_user(self.agent)
            .create(
                [
                    {"document_id": self.document.id, "name": f"Item {n}"}
                    for n in range(3)
                ]
            )
        )
        with self._minute(9):
            items.action_recovered()
        self.assertEqual(
            self._titles(["production"]),
            ["Agent noted as recovered: 3 missed or wrong items."],
        )

    def test_alarm(self):
        """That the ladder was climbed, and who was told, stands there."""
        with self._minute(24 * 60):
            self.env.flush_all()
            self.env["crisis.document"].browse(self.document.id)._watch_safely()
        rows = self._rows(["alarm"])
        self.assertTrue(rows)
        self.assertIn(
            "Told:", " ".join(rows.mapped("title")) + str(rows.mapped("text"))
        )

    def test_language(self):
        """It is told in the language of who reads it, stored words apart."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self._complete(self.document)
        self.document.stage_id = self._stage("own_assessment")
        self.flush_tracking()
        stage = self._stage("own_assessment").with_context(lang="tr_TR").name
        self.env.flush_all()
        rows = self.document.with_context(lang="tr_TR")._timeline(["stage"])
        self.assertIn(stage, " ".join(rows.mapped("title")))

    def test_read_only(self):
        """Nobody can change it, not even a manager."""
        row = self._rows(user=self.manager)[0]
        with self.assertRaises(AccessError):
            row.write({"date": MONDAY})
        with self.assertRaises(AccessError):
            row.unlink()
        with self.assertRaises(AccessError):
            self.document.with_user(self.manager).word_ids.create(
                {
                    "document_id": self.document.id,
                    "date": MONDAY,
                    "direction": "us",
                }
            )

    def test_who_reads(self):
        """Whoever may read the case reads its timeline, and nobody else."""
        for user in (self.agent, self.supervisor, self.manager):
            self.assertTrue(self._rows(user=user), user.name)
        for user in (self.other_agent, self.other_supervisor, self.foreign_manager):
            self.assertFalse(self._rows(user=user), user.name)
        with self.assertRaises(AccessError):
            self._rows(user=self.production)

    def test_filter(self):
        """One kind alone can be asked for, as the filters of the screen do."""
        self.document.action_log_word("Told her.")
        everything, words = self._rows(), self._rows(["word"])
        self.assertLess(len(words), len(everything))
        self.assertEqual(set(words.mapped("kind")), {"word"})

    def test_cost(self):
        """Ten times as much costs no more statements to read."""

        def statements():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.document.with_user(self.agent)._timeline().mapped("title")
            return self.env.cr.sql_log_count - before

        with self._minute(1):
            self.document.action_log_word("Told her.")
        self.env.flush_all()
        statements()
        few = statements()
        for minute in range(2, 12):
            with self._minute(minute):
                self.document.action_log_word("Told her again.")
        self.env.flush_all()
        self.assertLessEqual(statements(), few)
