from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from .common_order import NOON, OrderCase


@tagged("post_install", "-at_install")
class TestDeliveryAnswer(OrderCase):
    """The four answers of a unit: received, by when, delivered, can't."""

    def test_received(self):
        """One click says that the order has arrived; twice changes nothing."""
        task = self._ordered()
        receipt = self._receipt(task)
        task.action_crisis_received()
        self.assertEqual(receipt.state, "done")
        self.assertEqual(receipt.done_by_id, self.production)
        self.assertEqual(task.crisis_order_state, "received")
        news = self._news()
        self.assertIn("Unit of the test: received", news)
        task.action_crisis_received()
        self.assertEqual(self._news(), news)

    def test_received_in_another_language(self):
        """The case speaks the language of the desk, whatever the unit speaks."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.production.lang = "tr_TR"
        task = self._ordered()
        task.with_context(lang="tr_TR").action_crisis_received()
        self.assertIn("Unit of the test: received", self._news())

    def test_when(self):
        """The time that the unit gives is told; nobody is reminded before it."""
        task = self._ordered(date_first_delivery=NOON)
        action = task.action_crisis_when()
        delivery = self._answer(action, date_due=self._hour(14))
        delivery.action_when()
        self.assertEqual(task.crisis_date_due, self._hour(14))
        self.assertFalse(self._receipt(task))
        with freeze_all_time(self._hour(13)):
            self._run_the_job()
            self.assertFalse(delivery.date_stepped)
            self.assertFalse(delivery.is_late)
        self.assertIn("will be there by", self._told(self.agent))

    def test_when_as_ordered(self):
        """Who agrees to the time says so on the case, and nobody is alarmed."""
        task = self._ordered(date_first_delivery=NOON)
        action = task.action_crisis_when()
        self._answer(action).action_when()
        self.assertIn("will be there by", self._news())
        self.assertEqual(self._told(self.agent), "")

    def test_time_that_has_passed(self):
        """Nobody can be there by a time that has passed."""
        task = self._ordered()
        action = task.action_crisis_when()
        with self.assertRaises(UserError):
            self._answer(action, date_due=self._now() - timedelta(minutes=1))

    def test_delivered_needs_something(self):
        """A delivery is a file, a link or a note; without any it is none."""
        task = self._ordered()
        delivery = self._answer(task.action_crisis_deliver())
        with self.assertRaises(UserError):
            delivery.action_deliver()
        self.assertEqual(delivery.state, "open")
        self.assertTrue(self._receipt(task))

    def test_delivered(self):
        """What is delivered stands on the case, with its files, for all who read it."""
        task = self._ordered(**self._every_hour())
        file = self.env["ir.attachment"].with_user(self.production)
        file = file.create({"name": "tv.txt", "raw": b"12:00 Channel 5"})
        delivery = self._deliver(
            task,
            note="All of TV",
            link="https://x.example.com",
            attachment_ids=file.ids,
        )
        self.assertFalse(self._receipt(task))
        message = self.document.message_ids[:1]
        for part in ("All of TV", "https://x.example.com", "On time"):
            self.assertIn(part, message.body)
        self.assertEqual(message.attachment_ids, file)
        self.assertEqual(message.author_id, self.production.partner_id)
        self.assertEqual(file.with_user(self.agent).raw, b"12:00 Channel 5")
        self.assertFalse(file.with_user(self.other_agent).has_access("read"))
        self.assertEqual(delivery.with_user(self.agent).outcome, "on_time")
        kind = self.env.ref("crisis_protocol.mail_activity_type_production")
        waiting = self.document.activity_ids.filtered(
            lambda a: a.activity_type_id == kind
        )
        self.assertEqual(waiting.user_id, self.agent)

    def test_says_that_it_is_noted(self):
        """Who has delivered is told so, and what of the order is still open."""
        task = self._ordered()
        below = self.env["project.task"].create(
            {
                "name": "Search the archive",
                "parent_id": task.id,
                "project_id": task.project_id.id,
                "user_ids": self.second.ids,
            }
        )
        delivery = self._answer(task.action_crisis_deliver(), note="All of TV")
        action = delivery.action_deliver()
        self.assertEqual(action["tag"], "display_notification")
        said = action["params"]["message"]
        self.assertIn("The delivery is noted.", said)
        self.assertIn(f"Still open: {below.name} ({self.second.name})", said)
        self.assertEqual(
            action["params"]["next"], {"type": "ir.actions.act_window_close"}
        )

    def test_bad_link(self):
        """Links that a browser would run are refused."""
        task = self._ordered()
        delivery = self._answer(task.action_crisis_deliver())
        for link in ("javascript:alert(1)", "data:text/html,x", "no link", "http://[x"):
            with self.assertRaises(ValidationError):
                delivery.link = link

    def test_delivered_twice(self):
        """Whoever is second is told that it is over."""
        task = self._ordered(**self._every_hour())
        delivery = self._delivery(task)
        self._deliver(task)
        with self.assertRaises(UserError):
            delivery.with_user(self.second).action_deliver()

    def test_refused(self):
        """“Can't” needs a reason; who leads the case hears it; the gate stays shut."""
        task = self._ordered()
        delivery = self._answer(task.action_crisis_refuse())
        with self.assertRaises(UserError):
            delivery.action_refuse()
        delivery.refusal = "The archive is down"
        delivery.action_refuse()
        self.assertEqual(task.crisis_order_state, "refused")
        self.assertEqual(task.crisis_refusal, "The archive is down")
        self.assertFalse(self._receipt(task) | self._delivery(task))
        self.assertIn("The archive is down", self._news())
        self.assertIn("The archive is down", self._told(self.agent))
        self.assertEqual(self.document.sudo().open_task_count, 1)

    def test_after_all(self):
        """A unit that can after all takes the order on again."""
        task = self._ordered()
        delivery = self._answer(
            task.action_crisis_refuse(), refusal="The recorder is down."
        )
        delivery.action_refuse()
        task.action_crisis_received()
        self.assertFalse(task.crisis_refusal)
        self.assertEqual(task.crisis_order_state, "received")
        self.assertTrue(self._delivery(task))

    def test_changed_brief(self):
        """What was ordered anew has to be confirmed anew; what was agreed stays."""
        task = self._ordered(date_first_delivery=NOON)
        task.action_crisis_received()
        with freeze_all_time(self._hour(10)):
            task.sudo()._crisis_on_brief_changed()
            self.document._reconcile_duties()
            self.assertEqual(task.crisis_order_state, "new")
            minutes = timedelta(minutes=self.level.receipt_minutes)
            self.assertEqual(self._receipt(task).date_due, self._hour(10) + minutes)
        self.assertEqual(self._delivery(task).date_due, NOON)

    def test_from_the_activity(self):
        """Ticking off the activity says received; delivered wants its words."""
        task = self._ordered(**self._every_hour())
        receipt, delivery = self._receipt(task), self._delivery(task)
        activity = receipt.sudo().activity_id.with_user(self.production)
        self.assertEqual(activity.res_model, "project.task")
        activity.action_feedback()
        self.assertEqual(receipt.state, "done")
        activity = delivery.sudo().activity_id.with_user(self.production)
        activity.action_feedback(feedback="All of TV")
        self.assertEqual(delivery.state, "done")
        self.assertEqual(delivery.note, "All of TV")

    def test_ladder(self):
        """Nobody confirmed in time: the owner hears first, then the ladder goes up."""
        task = self._ordered()
        receipt = self._receipt(task)
        with freeze_all_time(receipt.date_due + timedelta(minutes=1)):
            self._run_the_job()
        self.assertTrue(receipt.date_stepped)
        self.assertIn("Confirm the order", self._told(self.production))
        late = receipt.date_due + timedelta(hours=3)
        with freeze_all_time(late):
            self._run_the_job()
        self.assertIn("Confirm the order", self._told(self.supervisor))

    def test_production_is_not_sent_to_the_case(self):
        """Production is led to its orders, not to a case that it can't see."""
        task = self._ordered()
        with freeze_all_time(self._receipt(task).date_due + timedelta(minutes=1)):
            self._run_the_job()
        told = self._told(self.production)
        self.assertIn("/odoo/crisis-orders", told)
        self.assertNotIn("/odoo/crises/", told)

    def test_colleague_stands_in(self):
        """In a unit a colleague takes over from who is away."""
        self.production.write({"out_of_office_from": self._hour(0)})
        self.env.flush_all()
        task = self._ordered()
        self.assertEqual(self._delivery(task).sudo().user_id, self.second)

    def test_passed_on(self):
        """Production passes an order on by its task."""
        task = self._ordered()
        task.user_ids = self.second
        self.assertEqual(self._delivery(task).user_id, self.second)

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def test_stranger(self):
        """Who is not of the unit sees no delivery of it."""
        task = self._ordered()
        deliveries = task.sudo().crisis_delivery_ids.with_user(self.stranger)
        with self.assertRaises(AccessError):
            deliveries.read(["date_due"])
        with self.assertRaises(AccessError):
            deliveries[:1].action_deliver()

    def test_other_desk(self):
        """Another desk's agent sees none, either."""
        task = self._ordered()
        deliveries = task.sudo().crisis_delivery_ids.with_user(self.other_agent)
        self.assertFalse(deliveries.has_access("read"))

    def test_kept_fields(self):
        """What only an answer may say can't be written past it."""
        task = self._ordered()
        task.write(
            {
                "crisis_order_state": "received",
                "crisis_refusal": "The recorder is down.",
            }
        )
        self.assertEqual(task.crisis_order_state, "new")
        self.assertFalse(task.crisis_refusal)
        delivery = self._delivery(task)
        delivery.write({"state": "done", "date_done": NOON, "outcome": "on_time"})
        self.assertEqual(delivery.state, "open")

    def test_desk_answers_for_the_unit(self):
        """What the unit says by telephone, the agent notes."""
        task = self._ordered(**self._every_hour()).with_user(self.agent)
        self._receipt(task).action_receive()
        delivery = self._deliver(task)
        self.assertEqual(delivery.done_by_id, self.agent)

    def _told(self, user):
        """What a user was told by inbox, as text."""
        notes = self.env["mail.notification"].search(
            [("res_partner_id", "=", user.partner_id.id)]
        )
        bodies = notes.mail_message_id.filtered(
            lambda m: m.message_type == "user_notification"
        ).mapped("body")
        return "\n".join(bodies)
