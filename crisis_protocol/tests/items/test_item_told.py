from odoo.fields import Command
from odoo.tests import tagged

from .common_item import ItemCase


@tagged("post_install", "-at_install")
class TestItemTold(ItemCase):
    """Where the cause of an item is known, the unit where it went wrong is told."""

    def _orders(self, document=None):
        document = (document or self.document).sudo()
        document.invalidate_recordset()
        return document.task_ids

    def test_cause_and_unit(self):
        """Cause and unit together are what is known; one order for all items."""
        items = self._items(3, unit_id=self.unit.id)
        self.assertFalse(self._orders(), "why it went wrong is not known yet")
        items.write({"cause_id": self.cause.id})
        order = self._orders()
        self.assertEqual(order.crisis_unit_id, self.unit)
        self.assertIn(self.cause.name, order.crisis_note)
        self._item(cause_id=self.cause.id, unit_id=self.unit.id)
        self.assertEqual(self._orders(), order)

    def test_filed_with_the_case(self):
        """Items that come with the case are told of once the case is there."""
        line = {"name": "Tower", "cause_id": self.cause.id, "unit_id": self.unit.id}
        document = self._file(item_ids=[Command.create(line)])
        self.assertEqual(self._orders(document).crisis_unit_id, self.unit)
        controls = document.control_ids.filtered(lambda c: c.state == "open")
        self.assertEqual(len(controls), 2, "its duties are planned once")

    def test_on_the_leading_case(self):
        """What went wrong for followers is told once, on the leading case."""
        values = {"leading_id": self.document.id}
        followers = self._file(partner_id=self._neighbour().id, **values)
        followers |= self._file(partner_id=self._neighbour().id, **values)
        for follower in followers:
            self.env["crisis.item"].with_user(self.agent).create(
                {
                    "document_id": follower.id,
                    "name": "Tower",
                    "cause_id": self.cause.id,
                    "unit_id": self.unit.id,
                }
            )
        self.assertEqual(len(self._orders()), 1)
        self.assertFalse(self._orders(followers))
