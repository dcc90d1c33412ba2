from odoo.tests import tagged

from .common_production import ProductionCase


@tagged("post_install", "-at_install")
class TestCause(ProductionCase):
    """Where it went wrong is told: to the unit and its manager (S0-27, S0-38)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls._new_user("head", "production")
        cls.unit.manager_id = cls.head

    def _notices(self, document=None):
        document = (document or self.document).sudo()
        document.invalidate_recordset()
        return document.notice_ids.filtered(
            lambda n: n.receiver_id == self.head.partner_id
        )

    def _receipts(self, order):
        return order.sudo().crisis_delivery_ids.filtered(lambda d: d.kind == "receipt")

    # The manager -------------------------------------------------------------

    def test_manager_is_told_of_an_order(self):
        """The manager of a unit gets a notice when it gets an order."""
        self.assertFalse(self._notices())
        self._inform()
        notice = self._notices()
        self.assertEqual((notice.source, notice.state), ("unit", "open"))
        self.assertTrue(notice.date_told)
        self.assertGreater(notice.date_due, notice.date_told)
        message = self.env["mail.message"].search(
            [
                ("partner_ids", "in", self.head.partner_id.ids),
                ("body", "like", "Your unit has an order"),
            ]
        )
        self.assertEqual(len(message), 1)

    def test_manager_is_told_once(self):
        """Another order of the unit is nothing new to him, nor that it is done."""
        order = self._inform()
        self._notices()._confirm(self.head.partner_id)
        order.state = "1_done"
        self._inform()
        self.assertEqual(self._notices().mapped("state"), ["done"])

    def test_manager_who_leads_knows(self):
        """Who leads the case, or has left, is not told."""
        self.unit.manager_id = self.agent
        self._inform()
        self.assertFalse(
            self.document.sudo().notice_ids.filtered(lambda n: n.source == "unit")
        )
        self.unit.manager_id = self.head
        self.head.active = False
        self.document._reconcile_duties()
        self.assertFalse(self._notices())

    def test_close_waits_for_him(self):
        """The close wants it proven that he was told, as of everybody."""
        document = self._at("own_follow_up")
        document.production_needed = "yes"
        document._inform_production(self.unit)
        document.sudo().task_ids.write({"state": "1_done"})
        message = self._refused(document, document.action_next_stage)
        self.assertIn(self._gate("own_notices").name, message)

    # The unit ----------------------------------------------------------------

    def test_unit_without_an_order(self):
        """The unit that caused it gets an order that says so, with a receipt."""
        self.document.root_cause = "The keyword list was not read twice"
        self.document.cause_unit_ids = self.unit
        order = self.document.sudo().task_ids
        self.assertEqual(order.crisis_unit_id, self.unit)
        for words in ("went wrong in your unit", "was not read twice"):
            self.assertIn(words, order.crisis_note)
        self.assertEqual(self._receipts(order).state, "open")
        self.assertEqual(self.document.cause_told_unit_ids, self.unit)
        self.assertIn("fault", self._notices().mapped("source"))
        bodies = " ".join(self.document.message_ids.mapped("body"))
        self.assertIn("Told that it went wrong there", bodies)

    def test_unit_at_work(self):
        """A unit that has an order is told on that, and confirms again."""
        order = self._inform(note="Hurry")
        order.with_user(self.production).action_crisis_received()
        self.document.cause_unit_ids = self.unit
        self.assertEqual(self.document.sudo().task_ids, order)
        self.assertIn("Hurry", order.crisis_note)
        self.assertIn("went wrong in your unit", order.crisis_note)
        states = sorted(self._receipts(order).mapped("state"))
        self.assertEqual(states, ["done", "open"])
        self.assertIn("went wrong", order.message_ids[:1].body)

    def test_manager_is_told_of_the_fault_besides(self):
        """Who knows of the order is told of the fault as well."""
        self._inform()
        self.document.cause_unit_ids = self.unit
        self.assertEqual(sorted(self._notices().mapped("source")), ["fault", "unit"])

    def test_told_once(self):
        """Each unit is told once, however often the case is written."""
        self.document.cause_unit_ids = self.unit
        self.document.write({"cause_unit_ids": [(6, 0, self.unit.ids)]})
        other = self._new_unit("Report")
        self.document.cause_unit_ids |= other
        orders = self.document.sudo().task_ids
        self.assertEqual(len(orders), 2)
        self.assertEqual(self.document.cause_told_unit_ids, self.unit | other)

    def test_filed_with_it(self):
        """A case that is filed with its cause tells it, too, once it is there."""
        document = self._file(cause_unit_ids=self.unit.ids)
        self.assertEqual(document.sudo().task_ids.crisis_unit_id, self.unit)
        controls = document.control_ids.filtered(lambda c: c.state == "open")
        self.assertEqual(len(controls), 2, "its duties are planned once")

    def test_no_project(self):
        """Where no project takes the order, the case says so, and it is told later."""
        self.team.project_id = False
        self.document.cause_unit_ids = self.unit
        self.assertFalse(self.document.sudo().task_ids)
        self.assertFalse(self.document.cause_told_unit_ids)
        self.assertIn("no project", self.document.message_ids[:1].body)
        self.team.project_id = self.project
        self.document.cause_unit_ids = self.unit
        self.assertTrue(self.document.sudo().task_ids)

    def test_nobody_writes_that_it_was_told(self):
        """That a unit was told is nobody's to say."""
        self.document.with_user(self.manager).cause_told_unit_ids = self.unit
        self.assertFalse(self.document.cause_told_unit_ids)
