from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_order_making import OrderMakingCase


@tagged("post_install", "-at_install")
class TestOrderMaking(OrderMakingCase):
    """Orders are made from the task templates of the units (S0-40, S0-72…78)."""

    def test_made_from_the_template(self):
        """The order has the template's text and subtasks, and is no template."""
        order = self._inform(self.monitoring)
        self.assertIn("Begin with today", order.description)
        self.assertNotIn("Begin with today", order.crisis_brief)
        self.assertEqual(order.project_id, self.project)
        self.assertEqual(order.partner_id, self.customer)
        subtasks = order.child_ids
        self.assertEqual(
            set(subtasks.mapped("name")), {"Check the sources", "Search the archive"}
        )
        made = order | subtasks
        self.assertEqual(made.project_id, self.project)
        self.assertFalse(any(made.mapped("is_template")))
        self.assertFalse(any(made.mapped("has_template_ancestor")))
        self.assertFalse(made.role_ids)

    def test_agent_needs_no_right_on_the_template(self):
        """Templates may lie where only managers see them."""
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.watch.with_user(self.agent).read(["name"])
        order = self._inform(self.monitoring)
        self.assertEqual(len(order.child_ids), 2)

    def test_informed_meanwhile(self):
        """Who opened the dialog before a colleague informed the unit is told so."""
        action = self.document.with_user(self.agent).action_inform_production()
        wizards = self.env[action["res_model"]].with_user(self.agent)
        form = Form(wizards.with_context(**action["context"]))
        form.unit_ids.clear()
        form.unit_ids.add(self.monitoring)
        earlier = form.save()
        earlier.date_opened -= timedelta(minutes=1)
        self._inform(self.monitoring)
        with self.assertRaises(UserError) as refusal:
            earlier.action_inform()
        self.assertIn(self.monitoring.name, str(refusal.exception))
        self.assertEqual(len(self.document.sudo().task_ids), 1)

    def test_manager_sets_up_a_unit(self):
        """A manager says what a unit covers and from what its orders are made."""
        self.closed_project.privacy_visibility = "employees"
        units = self.env["crisis.unit"].with_user(self.manager)
        with Form(units) as form:
            form.name = "Press readers"
            form.media_ids.add(self.press)
            form.task_template_id = self.watch
            form.role_ids.add(self.chart)
        self.assertEqual(form.record.task_template_id, self.watch)
        self.assertEqual(form.record.role_ids, self.chart)

    def test_production_reads_its_unit(self):
        """Production reads its unit whole; what it covers is the desk's business."""
        self.env.invalidate_all()
        (values,) = self.monitoring.with_user(self.production).read()
        self.assertNotIn("media_ids", values)

    def test_only_who_may_write_the_case_orders(self):
        """That the system makes orders is no way round the rights on the case."""
        document = self.document.with_user(self.other_agent)
        with self.assertRaises(AccessError):
            document._inform_production(self.monitoring)

    def test_role_of_the_unit(self):
        """A subtask with a role of the unit goes to its people, another to nobody."""
        order = self._inform(self.monitoring)
        people = {task.name: task.user_ids for task in order.child_ids}
        self.assertEqual(people["Search the archive"], self.production)
        self.assertFalse(people["Check the sources"])

    def test_role_of_another_unit(self):
        """A subtask with a role of another unit goes to that unit's people."""
        self.check.role_ids = self.chart
        self.report.role_ids = self.chart
        order = self._inform(self.monitoring)
        subtask = order.child_ids.filtered(lambda t: t.name == self.check.name)
        self.assertEqual(subtask.user_ids, self.editor)
        # the unit's own people come first
        self.monitoring.role_ids |= self.chart
        again = self._inform(self.monitoring).child_ids
        self.assertEqual(again.user_ids, self.production)

    def test_role_of_a_unit_of_another_company(self):
        """People of another company get nothing of this one's."""
        self.check.role_ids = self.chart
        self._new_unit(
            "Theirs",
            company_id=self.company_2.id,
            role_ids=self.chart.ids,
            user_ids=self.foreign_agent.ids,
        )
        order = self._inform(self.monitoring)
        self.assertNotIn(self.foreign_agent, order.child_ids.user_ids)

    def test_dependencies_within_an_order(self):
        """Subtasks wait for each other as in the template, and not for it."""
        for _time in range(2):
            order = self._inform(self.monitoring)
            by_name = {task.name: task for task in order.child_ids}
            second = by_name["Search the archive"]
            self.assertEqual(second.depend_on_ids, by_name["Check the sources"])
            self.assertEqual(second.state, "04_waiting_normal")
        self.assertEqual(self.search_archive.depend_on_ids, self.check)
        self.assertEqual(self.check.dependent_ids, self.search_archive)

    def test_report_waits_for_monitoring(self):
        """Ordered together, one unit waits for the other; it goes on when that ends."""
        orders = self._inform(self.monitoring | self.report)
        found, written = orders.sorted(lambda order: order.crisis_unit_id.id)
        self.assertEqual(written.depend_on_ids, found)
        self.assertEqual(written.state, "04_waiting_normal")
        self.assertFalse(found.depend_on_ids)
        self.assertEqual(self.write_up.depend_on_ids, self.watch)
        found.with_user(self.production).state = "1_done"
        self.assertEqual(written.state, "01_in_progress")

    def test_ordered_one_after_the_other(self):
        """In whichever order the units are asked, the one waits for the other."""
        for first, then in (
            (self.monitoring, self.report),
            (self.report, self.monitoring),
        ):
            document = self._file()
            orders = self._inform(first, document) | self._inform(then, document)
            found = orders.filtered(lambda o: o.crisis_unit_id == self.monitoring)
            with self.subTest(first=first.name):
                self.assertEqual((orders - found).depend_on_ids, found)
        self.assertEqual(self.watch.dependent_ids, self.write_up)

    def test_nothing_waits_for_what_is_over(self):
        """An order that is done, or one of another case, holds up nothing."""
        self._inform(self.monitoring, self._file())
        done = self._inform(self.monitoring)
        done.with_user(self.production).state = "1_done"
        order = self._inform(self.report)
        self.assertFalse(order.depend_on_ids)

    def test_project_without_dependencies(self):
        """Where the project knows no dependencies, nothing waits."""
        self.project.allow_task_dependencies = False
        orders = self._inform(self.monitoring | self.report)
        self.assertFalse(orders.depend_on_ids)
        self.assertEqual(set(orders.mapped("state")), {"01_in_progress"})

    def test_waiting_is_said_once(self):
        """The message about the orders says who waits, and no other one does."""
        before = self.document.message_ids
        self._inform(self.monitoring | self.report)
        (message,) = self.document.message_ids - before
        self.assertIn("Writers, as soon as done: Watchers", message.body)

    def test_only_the_order_counts(self):
        """Subtasks are part of their order: counted once, in lists once."""
        order = self._inform(self.monitoring)
        self.assertEqual(self.document.open_task_count, 1)
        domain = self.document.action_open_tasks()["domain"]
        tasks = self.env["project.task"].with_user(self.agent)
        self.assertEqual(tasks.search(domain), order)
        self.assertFalse(order.child_ids.sudo().crisis_delivery_ids)

    def test_open_subtask_holds_the_close(self):
        """A finished order with work left below it is not forgotten."""
        document = self._at("own_follow_up", production_needed="yes")
        order = self._inform(self.monitoring, document)
        left = order.child_ids[0]
        (order | order.child_ids[1]).with_user(self.production).state = "1_done"
        gate = self._gate("own_tasks")
        self.assertIn(gate, document._missing_gates(self._stage("own_closed")))
        tasks = self.env["project.task"].with_user(self.agent)
        self.assertIn(left, tasks.search(document.action_open_tasks()["domain"]))
        left.with_user(self.production).state = "1_done"
        self.assertNotIn(gate, document._missing_gates(self._stage("own_closed")))

    def test_what_is_left_is_counted_listed_and_named(self):
        """Count, list, line and gate know the same open subtasks, at any depth."""
        document = self._at("own_follow_up", production_needed="yes")
        order = self._inform(self.monitoring, document)
        left, other = order.child_ids
        deep = self.env["project.task"].create(
            {
                "name": "Ask the archive",
                "parent_id": left.id,
                "project_id": order.project_id.id,
                "user_ids": self.editor.ids,
            }
        )
        (order | left | other).with_user(self.production).state = "1_done"
        document.invalidate_recordset()
        self.assertEqual((document.open_task_count, document.task_count), (1, 2))
        gate = self._gate("own_tasks")
        self.assertIn(gate, document._missing_gates(self._stage("own_closed")))
        action = document.with_user(self.agent).action_open_tasks()
        tasks = self.env["project.task"].with_user(self.agent)
        self.assertEqual(tasks.search(action["domain"]), order | deep)
        self.assertTrue(action["context"]["subtask_action"], "else Odoo hides them")
        self.assertIn(
            f"{gate.name} – Ask the archive ({self.editor.name})",
            document._gate_words(gate),
        )
        cases = self.env["crisis.document"]
        self.assertIn(document, cases.search([("open_task_count", "=", 1)]))
        self.assertNotIn(document, cases.search([("open_task_count", "=", 0)]))
        deep.with_user(self.editor).state = "1_done"
        document.invalidate_recordset()
        self.assertEqual(document.open_task_count, 0)
        self.assertNotIn(gate, document._missing_gates(self._stage("own_closed")))
        self.assertIn(document, cases.search([("open_task_count", "=", 0)]))

    def test_template_out_of_use(self):
        """An archived template makes a plain order; so does a task that is none."""
        for vals in ({"active": False}, {"is_template": False, "active": True}):
            self.watch.write(vals)
            order = self._inform(self.monitoring)
            with self.subTest(**vals):
                self.assertFalse(order.child_ids)
                self.assertFalse(order.crisis_template_id)

    def test_cost_of_one_more_unit(self):
        """Each further unit costs what Odoo takes for a task, and no more."""
        units = self.env["crisis.unit"]
        for number in range(6):
            template = self._new_template(f"Template {number}")
            self._new_template(f"Subtask {number}", template)
            units |= self._new_unit(
                f"Unit {number}",
                user_ids=self.production.ids,
                task_template_id=template.id,
            )
        costs = []
        for asked in (units[:1], units[:2], units):
            document = self._file()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            document._inform_production(asked)
            self.env.flush_all()
            costs.append(self.cr.sql_log_count - before)
        plain = self._cost_of_tasks(6) - self._cost_of_tasks(2)
        self.assertLessEqual(costs[2] - costs[1], plain + 4 * 12, costs)

    def _cost_of_tasks(self, count):
        """What Odoo itself takes for so many tasks with one subtask each."""
        tasks = self.env["project.task"].with_user(self.agent)
        vals = {
            "name": "Plain",
            "project_id": self.project.id,
            "user_ids": self.production.ids,
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        parents = tasks.create([vals] * count)
        below = {"name": "Below", "project_id": self.project.id}
        tasks.create([below | {"parent_id": parent.id} for parent in parents])
        self.env.flush_all()
        return self.cr.sql_log_count - before
