from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestOverrideMissing(CrisisCase):
    """A gate is passed once, and only where it holds something up."""

    def _pass(self, document, *names):
        rows = [
            {
                "document_id": document.id,
                "gate_id": self._gate(name).id,
                "reason": "The customer is on the line",
            }
            for name in names
        ]
        return self.env["crisis.override"].with_user(self.supervisor).create(rows)

    def _assert_refused(self, document, *names):
        before = document.sudo().override_ids
        with self.assertRaisesRegex(UserError, "holds nothing up"):
            with self.cr.savepoint():
                self._pass(document, *names)
        document.invalidate_recordset()
        self.assertEqual(document.sudo().override_ids, before)

    def test_three_times_at_once(self):
        self._assert_refused(self._file(), *["own_category"] * 3)

    def test_once_more(self):
        """What was passed already is not passed again."""
        document = self._file()
        self._pass(document, "own_category")
        document.invalidate_recordset()
        self._assert_refused(document, "own_category")

    def test_standing_open(self):
        """A gate that holds needs nobody who lets pass."""
        category = self.env.ref("crisis_protocol.category_own_missed_item")
        document = self._file(category_id=category.id)
        self._assert_refused(document, "own_category")
        self._pass(document, "own_description")
