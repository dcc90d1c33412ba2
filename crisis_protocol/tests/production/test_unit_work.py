from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_order import NOON, OrderCase


@tagged("post_install", "-at_install")
class TestUnitWork(OrderCase):
    """What a unit was ordered it ends itself; the desk says what came."""

    def setUp(self):
        super().setUp()
        self.task = self._ordered()
        self.child = self._subtask(self.task, "Search the archive")
        self.grandchild = self._subtask(self.child, "Search the second archive")

    def _subtask(self, parent, name):
        return self.env["project.task"].create(
            {"name": name, "parent_id": parent.id, "project_id": self.project.id}
        )

    def _assert_kept(self, task, user, **vals):
        self.env.flush_all()
        with self.subTest(user=user.login, task=task.name, vals=vals):
            with self.assertRaisesRegex(UserError, "it ends itself"):
                with self.cr.savepoint():
                    task.with_user(user).write(vals)
            self.env.invalidate_all()
            states = set(self.task.sudo().crisis_delivery_ids.mapped("state"))
            self.assertEqual(states, {"open"})

    def test_desk_does_not_tick_it_off(self):
        """Neither the agent nor his supervisor: nothing came by that."""
        for user in (self.agent, self.supervisor, self.manager):
            self._assert_kept(self.task, user, state="1_done")

    def test_given_to_oneself(self):
        """An agent who gives himself the order is no unit by that."""
        self.task.with_user(self.agent).user_ids = [Command.link(self.agent.id)]
        self._assert_kept(self.task, self.agent, state="1_done")

    def test_desk_moves_nothing(self):
        """Neither to another project, nor to another time, nor to nobody."""
        other = self.project.copy({"name": "Elsewhere"})
        for vals in (
            {"project_id": other.id},
            {"date_deadline": "2027-01-01 00:00:00"},
            {"user_ids": [Command.clear()]},
        ):
            self._assert_kept(self.task, self.agent, **vals)

    def test_desk_ends_nothing_below(self):
        """Open subtasks are part of the order, at any depth."""
        for task in (self.child, self.grandchild):
            for vals in (
                {"state": "1_done"},
                {"state": "1_canceled"},
                {"active": False},
                {"parent_id": False},
            ):
                self._assert_kept(task, self.agent, **vals)
            with self.assertRaises(UserError), self.cr.savepoint():
                task.with_user(self.agent).unlink()

    def test_desk_delivers_with_words(self):
        """With the button, and with what came, it is delivered for the unit."""
        self._deliver(self.task, self.agent, note="The recording of channel 5")
        self.assertEqual(self.task.state, "1_done")

    def test_withdrawn(self):
        """Once a supervisor has withdrawn the order, nothing below it is owed."""
        self._withdraw(self.task)
        self.child.with_user(self.agent).state = "1_canceled"
        self.assertEqual(self.child.state, "1_canceled")

    def test_unit_works_as_ever(self):
        """Its people, and who was given the order, end and move what is theirs."""
        self.grandchild.with_user(self.second).state = "1_canceled"
        self.child.with_user(self.production).write({"state": "1_done"})
        self.task.with_user(self.second).date_deadline = NOON
        self.task.user_ids = self.stranger
        self.task.with_user(self.stranger).state = "1_done"
        self.assertEqual(set(self.task.crisis_delivery_ids.mapped("state")), {"done"})

    def test_work_left_at_any_depth_holds_the_close(self):
        """What is left below a subtask that is done is not forgotten."""
        document = self._at("own_follow_up", production_needed="yes")
        self.task = document._inform_production(self.unit).sudo()
        child = self._subtask(self.task, "Search")
        left = self._subtask(child, "Search on")
        (self.task | child).with_user(self.production).state = "1_done"
        closed, gate = self._stage("own_closed"), self._gate("own_tasks")
        self.assertIn(gate, document._missing_gates(closed))
        tasks = self.env["project.task"].with_user(self.agent)
        self.assertIn(left, tasks.search(document.action_open_tasks()["domain"]))
        left.with_user(self.production).state = "1_done"
        self.assertNotIn(gate, document._missing_gates(closed))

    def test_unfinished_is_found(self):
        """The gate's condition works in the database, too."""
        found = self.env["project.task"].search([("crisis_is_unfinished", "=", True)])
        self.assertLessEqual(self.task | self.child | self.grandchild, found)
        (self.child | self.grandchild).state = "1_done"
        self.task.state = "1_done"
        found = self.env["project.task"].search([("crisis_is_unfinished", "=", True)])
        self.assertFalse((self.task | self.child | self.grandchild) & found)
