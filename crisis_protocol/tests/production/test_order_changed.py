from odoo import SUPERUSER_ID, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time, mail_new_test_user

from .common_order import NOON, OrderCase


@tagged("post_install", "-at_install")
class TestOrderChanged(OrderCase):
    """What becomes of an order when its task, its unit or its case change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_unit = cls.env["crisis.unit"].create(
            {"name": "Report", "user_ids": cls.stranger.ids}
        )

    def test_reopened(self):
        """What the desk opens again was not right: it is owed once more."""
        task = self._ordered(date_first_delivery=NOON)
        self._deliver(task)
        with freeze_all_time(self._hour(11)):
            task.with_user(self.agent).state = "01_in_progress"
            self.assertEqual(task.crisis_order_state, "new")
            self.assertEqual(self._delivery(task).date_due, NOON)
            self._deliver(task)
        self.assertEqual(task.state, "1_done")

    def test_other_case(self):
        """Moved to another case by the system, it is that case's, from the start."""
        task = self._ordered(**self._every_hour())
        self._deliver(task)
        case = self._file(
            name="Another topic",
            protocol_id=self.customer_protocol.id,
            keywords="Lodos",
            date_first_delivery=NOON,
        )
        task.with_user(SUPERUSER_ID).crisis_document_id = case
        self.assertEqual(task.crisis_order_state, "new")
        waiting = self._receipt(task) | self._delivery(task)
        self.assertEqual(waiting.sudo().document_id, case)
        self.assertEqual(self._delivery(task).date_due, NOON)
        self.assertIn("Lodos", task.crisis_brief)
        self.assertIn("Another topic", task.name)
        self.assertFalse(
            self.document.delivery_ids.filtered(lambda d: d.state == "open")
        )

    def test_other_unit(self):
        """Another unit has to confirm; what the first one did stays its own."""
        task = self._ordered(**self._every_hour())
        done = self._deliver(task)
        self._withdraw(task, self.other_unit)
        self.assertEqual(done.unit_id, self.unit)
        task = task.with_user(self.stranger)
        self.assertEqual(self._receipt(task).user_id, self.stranger)
        self.assertEqual(self._delivery(task).unit_id, self.other_unit)
        self.assertEqual(task.user_ids, self.stranger)

    def test_unit_in_use(self):
        """A unit with orders can't be deleted; it can be archived."""
        self._ordered()
        unit = self.unit.with_user(self.manager)
        with self.assertRaises(UserError):
            unit.unlink()
        unit.active = False

    def test_template(self):
        """A task turned into a template is no order any more."""
        task = self._ordered()
        task.with_user(SUPERUSER_ID).action_convert_to_template()
        self.assertFalse(self._receipt(task) | self._delivery(task))
        task.with_user(SUPERUSER_ID).action_undo_convert_to_template()
        self.assertTrue(self._receipt(task) and self._delivery(task))

    def test_end_of_the_case(self):
        """Production sees no order of a case that has ended, until it is reopened."""
        task = self._ordered(**self._every_hour())
        task.action_crisis_received()
        start, stages = self.document.stage_id, self.document.protocol_id.stage_ids
        away = stages.filtered("is_exit")[:1]
        # at a level with a review an agent does not say so
        self.document.with_user(self.supervisor).write(
            {"stage_id": away.id, "stage_reason": "Filed twice"}
        )
        self.assertEqual(task.crisis_order_state, "over")
        self.assertFalse(task.crisis_is_order)
        self.document.write(
            {"stage_id": start.id, "stage_reason": "It was a false alarm."}
        )
        self.assertEqual(task.crisis_order_state, "received")
        self.assertTrue(self._delivery(task))

    def test_deleted_case(self):
        """The task outlives the case, but orders nothing any more."""
        task = self._ordered()
        self.document.with_user(self.manager).unlink()
        self.env.invalidate_all()
        self.assertFalse(task.crisis_is_order)
        self.assertFalse(task.crisis_order_state)
        self.assertFalse(task.crisis_date_due)

    def test_refused_then_changed(self):
        """A changed brief is asked anew of a unit that could not, as a task to do."""
        task = self._ordered()
        self._answer(
            task.action_crisis_refuse(), refusal="The recorder is down."
        ).action_refuse()
        self.document.keywords = "Lodos"
        self.assertEqual(task.crisis_order_state, "new")
        self.assertEqual(task.state, "01_in_progress")

    def test_late_stays_late(self):
        """Other words give no more time, neither as agreed nor by the level."""
        agreed = self._ordered(date_first_delivery=NOON)
        case = self._file(name="B", protocol_id=self.customer_protocol.id)
        by_level = self._ordered(case)
        due = self._delivery(by_level).date_due
        with freeze_all_time(self._hour(12, 30)):
            (self.document | case).write({"customer_effect": "None yet"})
            self.assertEqual(agreed.crisis_order_state, "new")
            self.assertEqual(self._delivery(agreed).date_due, NOON)
            self.assertEqual(self._delivery(by_level).date_due, due)

    def test_deadline_follows(self):
        """Another time of the case is the task's deadline, too."""
        task = self._ordered(date_first_delivery=NOON)
        self.document.date_first_delivery = self._hour(15)
        self.assertEqual(task.date_deadline, self._hour(15))

    def test_too_often(self):
        """A slip of the hand does not ask for a delivery every minute."""
        for hours in (0.0001, 0.01):
            with self.assertRaises(ValidationError):
                self.document.repeat_hours = hours
        self.document.repeat_hours = 5 / 60

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def test_guest(self):
        """A customer on a shared project answers nothing for the unit."""
        task = self._ordered()
        guest = mail_new_test_user(
            self.env, "guest", "base.group_portal", email="guest@example.com"
        )
        collaborator = Command.create({"partner_id": guest.partner_id.id})
        self.project.write(
            {"privacy_visibility": "portal", "collaborator_ids": [collaborator]}
        )
        self.project.message_subscribe(guest.partner_id.ids)
        seen = task.with_user(guest)
        for answer in ("received", "when", "deliver", "refuse"):
            with self.assertRaises(AccessError):
                getattr(seen, f"action_crisis_{answer}")()
        with self.assertRaisesRegex(UserError, "it ends itself"), self.cr.savepoint():
            seen.state = "1_done"
        task.invalidate_recordset()
        states = task.sudo().crisis_delivery_ids.mapped("state")
        self.assertEqual(set(states), {"open"})

    def test_kept_from_the_start(self):
        """What only Odoo itself writes comes in by no value and no default."""
        kept = {
            "crisis_brief": "<p>Give up</p>",
            "crisis_note": "Give up",
            "crisis_refusal": "The recorder is down.",
            "crisis_date_ordered": fields.Datetime.to_string(self._hour(1)),
        }
        tasks = self.env["project.task"].with_user(self.production)
        values = {"name": "Mine", "project_id": self.project.id}
        defaults = {f"default_{name}": value for name, value in kept.items()}
        task = tasks.create(values | kept)
        task |= tasks.with_context(**defaults).create(values)
        for name in kept:
            self.assertFalse(any(task.mapped(name)), name)

    def test_people_of_another_company(self):
        """Of a unit for every company, those work who work in the case's."""
        foreign = self._new_user("foreign", "production", self.company_2)
        self.unit.user_ids = foreign | self.production
        task = self._order(self.document)
        self.assertEqual(task.user_ids, self.production)
        self.assertEqual(task.crisis_delivery_ids.user_id, self.production)
