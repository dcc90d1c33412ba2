from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..duties.common_tour_duty import DutyTourCase

PHONE = "390x844"


@tagged("post_install", "-at_install")
class TestTourOrder(DutyTourCase):
    """An order is made, received, delivered and passed on, by those who do it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.television = cls.env["crisis.media"].create({"name": "Our television"})
        cls.unit.media_ids = cls.television
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        cls.first = now + timedelta(hours=2)
        cls.document = cls._file(
            protocol_id=cls.customer_protocol.id,
            name="News about the minister",
            description="<p>Everybody asks for it</p>",
            media_ids=[Command.set(cls.television.ids)],
            keywords="bribery",
            date_first_delivery=cls.first,
            repeat_hours=1,
            date_repeat_until=cls.first + timedelta(hours=3),
        )

    def test_order_made_received_delivered(self):
        """The agent at the desk, production on a telephone, and the agent again."""
        self._tour("make", self.agent)
        order = self.document.sudo().task_ids
        self.assertEqual(order.crisis_unit_id, self.unit)
        self.assertEqual(order.user_ids, self.production)
        self.assertEqual(order.crisis_date_due, self.first)

        self._tour("phone", self.production, "/odoo/crisis-orders", PHONE)
        self._assert_delivered(order)

        self._tour("pass_on", self.agent)
        self._assert_passed_on(order)

    def _tour(self, name, user, url=None, size="1366x768"):
        self.browser_size, self.touch_enabled = size, size == PHONE
        url = url or f"/odoo/crises/{self.document.id}"
        tour = f"crisis_order_{name}_tour"
        self.start_tour(url, tour, login=user.login, timeout=90)
        self.env.invalidate_all()

    def _assert_delivered(self, order):
        receipt, delivery, coming = order.crisis_delivery_ids.sorted("id")
        self.assertEqual((receipt.kind, receipt.outcome), ("receipt", "on_time"))
        self.assertEqual(receipt.done_by_id, self.production)
        self.assertEqual((delivery.state, delivery.outcome), ("done", "on_time"))
        self.assertEqual(delivery.done_by_id, self.production)
        self.assertEqual(delivery.date_planned, self.first, "as it was ordered")
        self.assertEqual(delivery.date_due, self.first + timedelta(minutes=30))
        self.assertEqual(delivery.note, "Three items of the evening news")
        self.assertEqual(delivery.link, "https://archive.example.com/evening")
        self.assertEqual(delivery.attachment_ids.raw, b"a recording")
        self.assertEqual(coming.date_due, self.first + timedelta(hours=1))
        self.assertEqual(order.crisis_date_due, coming.date_due)
        chatter = self._chatter(self.document)
        self.assertIn("moved from", chatter, "the desk knows of the new time")
        self.assertIn("Three items of the evening news", chatter)

    def _assert_passed_on(self, order):
        delivery = order.crisis_delivery_ids.filtered("note")
        message = delivery.told_message_id
        self.assertIn("Three items of the evening news", message.body)
        self.assertEqual(message.author_id, self.agent.partner_id)
        self.assertIn(self.contact, message.partner_ids)
        self.assertEqual(message.attachment_ids.mapped("name"), ["evening.txt"])
        self.assertEqual(self.document.date_last_word, message.date)
