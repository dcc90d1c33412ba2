from datetime import timedelta

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from .common_order import NOON, OrderCase


@tagged("post_install", "-at_install")
class TestDelivery(OrderCase):
    """What a unit owes, once or again and again, and whether it came in time."""

    def test_order_owes_receipt_and_delivery(self):
        """An order is to be confirmed within the level's time, then delivered."""
        task = self._ordered()
        now = self._now()
        receipt, delivery = self._receipt(task), self._delivery(task)
        minutes = timedelta(minutes=self.level.receipt_minutes)
        self.assertEqual(receipt.date_due, now + minutes)
        minutes = timedelta(minutes=self.level.production_minutes)
        self.assertEqual(delivery.date_due, now + minutes)
        self.assertEqual((receipt | delivery).user_id, self.production)
        self.assertEqual(task.crisis_order_state, "new")
        self.assertEqual(task.crisis_date_due, delivery.date_due)
        self.assertEqual(self.document.date_production_informed, now)

    def test_agreed_time(self):
        """The time that the customer was given is the time of the delivery."""
        task = self._ordered(date_first_delivery=NOON)
        self.assertEqual(self._delivery(task).date_due, NOON)
        self.assertEqual(task.date_deadline, NOON)

    def test_confirmed_before_it_is_due(self):
        """An order for very soon is to be confirmed by then, whatever the level."""
        soon = self._now() + timedelta(minutes=5)
        task = self._ordered(date_first_delivery=soon)
        self.assertEqual(self._receipt(task).date_due, soon)

    def test_filing_owes_nothing(self):
        """A case without an order owes no delivery."""
        self.assertFalse(self.document.delivery_ids)

    def test_single(self):
        """What is wanted once is over with the delivery, and so is the task."""
        task = self._ordered(date_first_delivery=NOON)
        task.action_crisis_received()
        self._deliver(task)
        self.assertEqual(task.state, "1_done")
        self.assertEqual(task.crisis_order_state, "over")
        self.assertFalse(self._delivery(task))
        self.document._reconcile_duties()
        self.assertEqual(self._planned(task), ["12:00"])

    def test_every_hour(self):
        """After each delivery the next one is owed, until the end."""
        task = self._ordered(**self._every_hour(hours=2))
        for hour in (12, 13, 14):
            self.assertEqual(self._delivery(task).date_due, self._hour(hour))
            with freeze_all_time(self._hour(hour)):
                self._deliver(task)
        deliveries = task.crisis_delivery_ids.filtered(lambda d: d.kind == "delivery")
        self.assertEqual(set(deliveries.mapped("outcome")), {"on_time"})
        self.assertEqual(deliveries.sorted("date_due").mapped("number"), [1, 2, 3])
        self.assertEqual(task.state, "1_done")

    def test_early(self):
        """What comes before its time counts for its time."""
        task = self._ordered(**self._every_hour())
        self._deliver(task)
        self.assertEqual(self._delivery(task).date_due, self._hour(13))
        self.assertEqual(self._delivery(task).number, 2)

    def test_late(self):
        """Late is measured against the order, whatever the unit said since."""
        task = self._ordered(date_first_delivery=NOON)
        action = task.action_crisis_when()
        self._answer(action, date_due=self._hour(14)).action_when()
        with freeze_all_time(self._hour(13, 30)):
            delivery = self._deliver(task)
        self.assertEqual(delivery.outcome, "late")
        self.assertEqual(delivery.minutes_late, 90)

    def test_overtaken(self):
        """A delivery is missed when the next is due; only the youngest is asked for."""
        task = self._ordered(**self._every_hour())
        task.action_crisis_received()
        with freeze_all_time(self._hour(15, 20)):
            self._run_the_job()
            self.assertEqual(self._delivery(task).date_due, self._hour(15))
            self.assertEqual(self._delivery(task).number, 4)
        self.assertEqual(self._planned(task), ["12:00", "15:00"])
        missed = task.crisis_delivery_ids.filtered(lambda d: d.outcome == "missed")
        self.assertEqual(missed.date_planned, NOON)
        self.assertIn("Not delivered in time", self._news())

    def test_after_the_end(self):
        """Beyond the last time nothing new is owed; what is late stays owed."""
        task = self._ordered(**self._every_hour(hours=1))
        with freeze_all_time(self._hour(18)):
            self._run_the_job()
            self.assertEqual(self._delivery(task).date_due, self._hour(13))
        self.document.date_repeat_until = self._hour(22)
        with freeze_all_time(self._hour(18)):
            self.document._reconcile_duties()
            self.assertEqual(self._delivery(task).date_due, self._hour(18))

    def test_first_time_in_the_past(self):
        """A row that began before the order goes on with its next time."""
        task = self._ordered(**self._every_hour(first=self._hour(7), hours=9))
        self.assertEqual(self._delivery(task).date_due, self._hour(10))

    def test_twice(self):
        """Looking again changes nothing."""
        task = self._ordered(**self._every_hour())
        before = task.crisis_delivery_ids.read(["state", "date_due", "write_date"])
        with freeze_all_time(self._hour(10)):
            self.document._reconcile_duties()
        after = task.crisis_delivery_ids.read(["state", "date_due", "write_date"])
        self.assertEqual(before, after)

    def test_other_times(self):
        """New times move what is open and leave what was delivered."""
        task = self._ordered(**self._every_hour())
        with freeze_all_time(NOON):
            done = self._deliver(task)
            self.document.repeat_hours = 3
        self.assertEqual(self._delivery(task).date_due, self._hour(15))
        self.assertEqual(done.date_planned, NOON)

    def test_two_units(self):
        """Each unit owes its own."""
        other = self.env["crisis.unit"].create(
            {"name": "Report", "user_ids": self.second.ids}
        )
        first = self._ordered(**self._every_hour())
        wizard = self.env["crisis.production.inform"].with_user(self.agent)
        wizard.create(
            {"document_id": self.document.id, "unit_ids": other.ids}
        ).action_inform()
        second = self.document.sudo().task_ids - first.sudo()
        with freeze_all_time(NOON):
            self._deliver(first)
        self.assertEqual(self._delivery(second).date_due, NOON)
        self.assertEqual(self._delivery(first).date_due, self._hour(13))

    def test_close_settles(self):
        """With the case ends what production owes; nothing stays in the clock menu."""
        task = self._ordered()
        self.document.sudo()._end_work()
        self.assertFalse(self._receipt(task) | self._delivery(task))
        self.assertFalse(self._clock_menu(self.document))

    def test_cancelled_task(self):
        """What the desk calls off is not owed any more."""
        task = self._ordered()
        self._withdraw(task)
        self.assertFalse(self._receipt(task) | self._delivery(task))
        self.assertEqual(task.crisis_order_state, "withdrawn")

    def test_done_in_odoos_way(self):
        """A task marked as done has been received and delivered."""
        task = self._ordered()
        task.state = "1_done"
        self.assertEqual(set(task.crisis_delivery_ids.mapped("state")), {"done"})
        self.assertEqual(task.crisis_delivery_ids.done_by_id, self.production)

    def test_reopened_task(self):
        """A task opened again in the midst of a row owes the next delivery."""
        task = self._ordered(**self._every_hour())
        task.state = "1_done"
        task.state = "01_in_progress"
        self.assertEqual(self._delivery(task).date_due, self._hour(13))

    def test_desk_cancels_one(self):
        """One of a row that the desk leaves out is followed by the next."""
        task = self._ordered(**self._every_hour())
        self._cancel(self._delivery(task), self.agent)
        self.assertEqual(self._delivery(task).date_due, self._hour(13))

    def test_deleted(self):
        """An order stays; only the system itself deletes one, with all it owed."""
        task = self._ordered()
        task.action_crisis_received()
        with self.assertRaises(UserError):
            task.with_user(self.agent).unlink()
        fresh = self._order(self._file(name="Another")).with_user(self.agent)
        document = fresh.crisis_document_id
        activities = fresh.sudo().activity_ids
        self.assertTrue(activities)
        with self.assertRaises(UserError):
            fresh.unlink()
        fresh.with_user(SUPERUSER_ID).unlink()  # as an uninstallation does
        self.assertFalse(document.delivery_ids)
        self.assertFalse(activities.exists())
