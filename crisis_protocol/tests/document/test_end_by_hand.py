from odoo.tests import tagged

from ..duties.common_control import ControlCase


@tagged("post_install", "-at_install")
class TestEndByHand(ControlCase):
    """The protocol goes on until the crisis has gone, and somebody says so."""

    def test_nothing_ends_a_case_by_itself(self):
        """Neither the job, however late, nor a mail closes a case (S0-50, S0-70)."""
        cron = self.env.ref("crisis_protocol.ir_cron_watch")
        for origin in ("own", "customer"):
            with self._minute(0):
                document = self._at(f"{origin}_follow_up", level_id=self.level.id)
            self.assertFalse(document._missing_gates(document.next_stage_id))
            for minutes in (60, 10_000, 100_000):
                with self._minute(minutes), self.enter_registry_test_mode():
                    document._request_reconcile()
                    self.env.flush_all()
                    self.assertIs(cron.method_direct_trigger(), True)
                document.invalidate_recordset()
                with self.subTest(origin=origin, minutes=minutes):
                    self.assertFalse(document.is_closed)
            self._customer_writes(document, "It is over, thank you.")
            with self.subTest(origin=origin, by="mail"):
                self.assertFalse(document.is_closed)
            document.action_next_stage()
            self.assertTrue(document.is_closed, "by hand it can be")
