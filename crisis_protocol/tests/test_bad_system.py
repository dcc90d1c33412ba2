import contextlib

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_bad_input import BadInputCase

# The lines of a document that its duties are, and what makes one of each.
DUTIES = {
    "control_ids": {"kind": "system", "result": "clean"},
    "promise_ids": {},
    "notice_ids": {"description": "The ministry"},
    "handover_ids": {},
}


@tagged("post_install", "-at_install")
class TestSystemFields(BadInputCase):
    """What the system keeps is not for a client to write, nor for an import."""

    def _claim(self, **vals):
        """Yield the document after it was written, and one filed, with the values.

        Whether the values are refused or left out is the addon's choice.
        """
        for act in (
            lambda: self.document.write(vals) and self.document,
            lambda: self._file(**vals),
        ):
            document = self.document
            with contextlib.suppress(UserError), self.cr.savepoint():
                document = act()
            self.env.flush_all()
            self.env.invalidate_all()
            yield document

    def test_case_is_not_closed_past_its_gates(self):
        """Nobody closes a case by saying that it is closed (S0-50)."""
        for document in self._claim(is_closed=True, date_closed="2026-01-01 00:00:00"):
            self.assertFalse(document.is_closed)
            self.assertFalse(document.date_closed)
            self.assertIn(document, document.search([("is_closed", "=", False)]))

    def test_meter_is_counted(self):
        """The share of answered questions, a gate's condition, can't be claimed."""
        known = self.document.information_progress
        self.assertLess(known, 100)
        for document in self._claim(information_progress=100):
            self.assertLess(document.information_progress, 100)

    def test_time_in_stage_is_measured(self):
        """Since when a case is in its stage is measured, not claimed."""
        for document in self._claim(date_last_stage_update="2001-01-01 00:00:00"):
            self.assertNotEqual(document.date_last_stage_update.year, 2001)

    def test_customer_is_derived(self):
        """Whose case it is follows from the customer alone."""
        other = self.env["res.partner"].create({"name": "Other"})
        for document in self._claim(commercial_partner_id=other.id):
            self.assertEqual(document.commercial_partner_id, self.customer)

    def test_overrides_come_from_supervisors(self):
        """An agent can't slip an override in with the document."""
        values = {
            "gate_id": self._gate("own_category").id,
            "reason": "We look into it tomorrow.",
        }
        for document in self._claim(override_ids=[(0, 0, values)]):
            self.assertFalse(document.override_ids)

    def test_duties_have_their_own_door(self):
        """No duty, done or open, is slipped in with the document or taken from it."""
        present = {name: self.document[name] for name in DUTIES}
        self.assertTrue(present["control_ids"])
        past = fields.Datetime.to_datetime("2026-01-01 00:00:00")
        for name in DUTIES:
            values = DUTIES[name] | {"state": "done", "date_due": past}
            for command in (Command.create(values), Command.clear()):
                for document in self._claim(**{name: [command]}):
                    with self.subTest(field=name, command=command[0]):
                        duties = document[name]
                        self.assertLessEqual(set(duties.mapped("state")), {"open"})
                        self.assertNotIn(past, duties.mapped("date_due"))
            self.assertEqual(self.document[name], present[name])

    def test_what_the_watch_keeps(self):
        """Neither clean controls nor what the scheduled job keeps can be claimed."""
        values = {
            "clean_system_count": 9,
            "clean_customer_count": 9,
            "controls_clean": True,
            "date_silence_acknowledged": "2099-01-01 00:00:00",
            "date_set_aside": "2099-01-01 00:00:00",
            "date_watch": False,
            "watch_error": "Nothing to see here",
            "relapse_count": 9,
        }
        for document in self._claim(**values):
            self.assertFalse(document.controls_clean)
            self.assertFalse(document.clean_system_count or document.relapse_count)
            self.assertFalse(document.watch_error or document.date_set_aside)
            self.assertFalse(document.date_silence_acknowledged)
            self.assertTrue(document.date_watch, "the job still looks at it")

    def test_number_is_kept(self):
        """The number of a filed document does not change."""
        reference = self.document.reference
        error = self._error_of(lambda: self.document.write({"reference": False}))
        self.document.invalidate_recordset()
        self.assertTrue(error or self.document.reference == reference)


@tagged("post_install", "-at_install")
class TestImport(BadInputCase):
    """A file that is imported meets the same rules as a form."""

    HEAD = ["name", "protocol_id/id", "partner_id/.id"]

    def _load(self, names, *rows):
        """Import rows that all belong to the customer and the own protocol."""
        given = ["crisis_protocol.protocol_own", str(self.customer.id)]
        documents = self.env["crisis.document"].with_user(self.agent)
        lines = [[name, *given, *more] for name, *more in rows]
        with mute_logger("odoo.sql_db"):
            return documents.load([*self.HEAD, *names], lines)

    def test_import(self):
        """Imported documents are numbered and start like filed ones."""
        result = self._load([], ["One"], ["Two"])
        documents = self.env["crisis.document"].browse(result["ids"])
        self.assertEqual(documents.mapped("name"), ["One", "Two"])
        self.assertEqual(documents.stage_id, self._stage("own_reported"))
        self.assertEqual(len(set(documents.mapped("reference"))), 2)

    def test_each_bad_row_is_named(self):
        """One bad row stops the import, and each bad row is told with its reason."""
        before = self._traces()
        rows = ["Good", "1"], ["  ", "1"], ["Bad", "-1"], ["Worse", "soon"]
        result = self._load(["repeat_hours"], *rows)
        self.assertFalse(result["ids"])
        self.assertEqual(
            sorted({message["record"] for message in result["messages"]}), [1, 2, 3]
        )
        self.assertEqual(self._traces(), before)

    def test_gates_hold_for_an_import(self):
        """No document is imported straight into a stage behind a gate (S0-50)."""
        before = self._traces()
        stage = "crisis_protocol.stage_own_closed"
        result = self._load(["stage_id/id"], ["One", stage])
        self.assertFalse(result["ids"])
        said = result["messages"][0]["message"]
        for name in ("category", "effect", "explanation", "cause"):
            self.assertIn(self._gate(f"own_{name}").name, said)
        self.assertEqual(self._traces(), before)

    def test_import_does_not_close(self):
        """A column that says that a case is closed closes nothing."""
        result = self._load(["is_closed"], ["One", "1"])
        documents = self.env["crisis.document"].browse(result["ids"] or [])
        self.assertFalse(documents.filtered("is_closed"))
