import contextlib

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_bad_input import BadInputCase


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
        values = {"gate_id": self._gate("own_category").id, "reason": "No time"}
        for document in self._claim(override_ids=[(0, 0, values)]):
            self.assertFalse(document.override_ids)

    def test_number_is_kept(self):
        """The number of a filed document does not change."""
        reference = self.document.reference
        error = self._error_of(lambda: self.document.write({"reference": False}))
        self.document.invalidate_recordset()
        self.assertTrue(error or self.document.reference == reference)
