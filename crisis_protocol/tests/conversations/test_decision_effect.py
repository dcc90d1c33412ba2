from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestDecisionEffect(CrisisCase):
    """Each step says what it means for the customer, and not whose fault it was."""

    def test_effect_is_asked(self):
        """No decision is kept that does not say how it affects him (S1-15, S1-19)."""
        document = self._file()
        decisions = self.env["crisis.decision"].with_user(self.agent)
        values = {
            "document_id": document.id,
            "name": "Search the archive again",
            "reason": "More may be missing",
        }
        with (
            self.assertRaises(IntegrityError) as refusal,
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            decisions.create(values)
        told = decisions._sql_error_to_message(refusal.exception)
        self.assertIn("Effect on the Customer", told)
        decisions.create(values | {"effect": "none"})
        self.assertEqual(document.decision_ids.effect, "none")
