from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_order import OrderCase


@tagged("post_install", "-at_install")
class TestOrderPeople(OrderCase):
    """Who has a part in an order answers for it, and nobody else (S0-40)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreman = cls._new_user("foreman", "production")
        cls.env["crisis.unit"].create(
            {"name": "Another unit", "user_ids": cls.foreman.ids}
        )

    def setUp(self):
        super().setUp()
        self.task = self._ordered()
        self.env.flush_all()

    def _strangers(self):
        """Of no unit, of another unit, of another desk."""
        return self.stranger | self.foreman | self.other_agent

    def _assert_refused(self, user, act):
        with self.assertRaises(AccessError) as refusal, self.cr.savepoint():
            act(self.task.with_user(user))
        self.env.invalidate_all()
        self.assertFalse(self.document.delivery_ids.filtered("done_by_id"))
        return str(refusal.exception)

    def test_answers(self):
        """Not one of the answers is given by who has no part in it."""
        for user in self._strangers():
            for act in (
                lambda t: t.action_crisis_received(),
                lambda t: t.action_crisis_when(),
                lambda t: t.action_crisis_deliver(),
                lambda t: t.action_crisis_refuse(),
                lambda t: t.write({"state": "1_done"}),
            ):
                with self.subTest(user=user.login):
                    said = self._assert_refused(user, act)
                    self.assertIn("Only the unit answers", said)

    def test_takes_no_part(self):
        """Nor does he give himself a part: by the task, its unit, or what is owed."""
        for user in self._strangers():
            unit = self.env["crisis.unit"].search([("user_ids", "in", user.ids)])
            for act in (
                lambda t, u=user: t.write({"user_ids": [Command.link(u.id)]}),
                lambda t, u=user: t.write({"user_ids": [Command.set(u.ids)]}),
                lambda t, o=unit: t.write({"crisis_unit_id": o.id}),
                lambda t, u=user: t.sudo()
                .crisis_delivery_ids.with_user(u)
                .write({"user_id": u.id}),
            ):
                with self.subTest(user=user.login):
                    self._assert_refused(user, act)

    def test_given_to_a_stranger(self):
        """What is owed is passed on to nobody who has no part in the order."""
        delivery = self._delivery(self.task)
        with self.assertRaises(UserError):
            delivery.user_id = self.stranger
        delivery.user_id = self.second
        self.assertEqual(delivery.user_id, self.second)

    def test_whom_the_unit_gives_it_to(self):
        """The unit may ask somebody else for help, who then answers like it."""
        self.task.user_ids = [Command.link(self.stranger.id)]
        self.task.with_user(self.stranger).action_crisis_received()
        receipts = self.document.delivery_ids.filtered(lambda d: d.kind == "receipt")
        self.assertEqual(receipts.done_by_id, self.stranger)

    def test_project_manager_gives_it(self):
        """Who manages projects gives work to people, as everywhere in Odoo."""
        self.stranger.group_ids += self.env.ref("project.group_project_manager")
        self.task.with_user(self.stranger).user_ids = self.second
        self.assertEqual(self.task.user_ids, self.second)

    def test_desk(self):
        """The desk that ordered answers for the unit, and gives the order away."""
        task = self.task.with_user(self.agent)
        task.action_crisis_received()
        task.user_ids = self.second
        self.assertEqual(task.user_ids, self.second)

    def test_other_work_on_the_task(self):
        """All else on a task is Odoo's own business."""
        self.task.with_user(self.stranger).write({"description": "<p>Seen</p>"})
        self.assertIn("Seen", self.task.description)
