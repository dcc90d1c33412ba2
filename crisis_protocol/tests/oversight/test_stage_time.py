from odoo import fields
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from ..common import CrisisCase

MONDAY = fields.Datetime.to_datetime("2026-03-02 09:00:00")


@tagged("post_install", "-at_install")
class TestStageTime(CrisisCase):
    """How the time of a case in its stages is measured."""

    def _go(self, document, stage, reason=False):
        document.write({"stage_id": self._stage(stage).id, "stage_reason": reason})
        self.flush_tracking()

    def _later(self, **delta):
        return freeze_all_time(fields.Datetime.add(MONDAY, **delta))

    def test_time_in_each_stage(self):
        """How long a case stood in each stage is measured."""
        with self._later():
            document = self._complete(self._file())
            self.flush_tracking()
        with self._later(hours=2):
            self._go(document, "own_assessment")
        with self._later(hours=5):
            self._go(document, "own_remedy")
        with self._later(hours=6):
            document.invalidate_recordset(["duration_tracking"])
            durations = {
                int(stage): seconds // 3600
                for stage, seconds in document.duration_tracking.items()
            }
        self.assertEqual(
            durations,
            {
                self._stage("own_reported").id: 2,
                self._stage("own_assessment").id: 3,
                self._stage("own_remedy").id: 1,
            },
        )

    def test_rotting(self):
        """A case that stays too long in its stage is marked and found."""
        with self._later():
            document = self._file()
            self.env.flush_all()
        found = [("id", "=", document.id), ("is_rotting", "=", True)]
        with self._later(hours=23):
            document.invalidate_recordset()
            self.assertFalse(document.is_rotting)
            self.assertFalse(document.search(found))
        with self._later(days=2, hours=1):
            document.invalidate_recordset()
            self.assertTrue(document.is_rotting)
            self.assertEqual(document.rotting_days, 2)
            self.assertEqual(document.search(found), document)

    def test_closed_cases_do_not_rot(self):
        """A closed case may rest."""
        with self._later():
            document = self._at("own_closed")
            self.env.flush_all()
        with self._later(days=90):
            document.invalidate_recordset()
            self.assertFalse(document.is_rotting)

    def test_clock_of_the_stage(self):
        """A move starts the stage's clock anew; saving the same stage does not."""
        with self._later():
            document = self._complete(self._file())
            self.env.flush_all()
        with self._later(days=1):
            document.write({"stage_id": document.stage_id.id})
            self.env.flush_all()
        self.assertEqual(document.date_last_stage_update, MONDAY)
        with self._later(days=1):
            self._go(document, "own_assessment")
        self.assertEqual(
            document.date_last_stage_update, fields.Datetime.add(MONDAY, days=1)
        )
