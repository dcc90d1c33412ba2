from odoo.tests import tagged

from .common_production import ProductionCase


@tagged("post_install", "-at_install")
class TestNewsFromProduction(ProductionCase):
    """What becomes of its tasks is said on the document (S0-60)."""

    def setUp(self):
        super().setUp()
        self.second = self._new_unit("Second unit", user_ids=self.production.ids)
        self.tasks = self._inform(self.unit | self.second).with_user(self.production)
        self.env.flush_all()
        self.env.invalidate_all()

    def _news(self, document=None):
        kind = self.env.ref("crisis_protocol.mt_production")
        return (document or self.document).message_ids.filtered(
            lambda message: message.subtype_id == kind
        )

    def _checks(self, document=None):
        kind = self.env.ref("crisis_protocol.mail_activity_type_production")
        return (
            (document or self.document)
            .sudo()
            .activity_ids.filtered(lambda a: a.activity_type_id == kind)
        )

    def test_done_dropped_or_blocked_is_posted(self):
        """A task that is done, dropped or blocked is said on the document at once."""
        task = self.tasks[0]
        labels = dict(task._fields["state"]._description_selection(self.env))
        for state in (
            "1_done",
            "04_waiting_normal",
            "02_changes_requested",
        ):
            before = self._news()
            task.state = state
            news = self._news() - before
            with self.subTest(state=state):
                self.assertEqual(len(news), 1)
                self.assertIn(labels[state], news.body)
                self.assertIn(task.sudo().crisis_unit_id.name, news.body)
                self.assertEqual(news.author_id, self.production.partner_id)

    def test_going_on_is_no_news(self):
        """That a task is worked on, or is edited, is said on the task only."""
        before = self._news()
        self.tasks.state = "01_in_progress"
        self.tasks[0].write({"name": "Other name", "priority": "1"})
        self.assertEqual(self._news(), before)

    def test_same_state_again_is_no_news(self):
        """A task that is closed twice is said once."""
        self.tasks[0].state = "1_done"
        before = self._news()
        self.tasks[0].write({"state": "1_done"})
        self.assertEqual(self._news(), before)

    def test_responsible_is_asked_when_the_last_is_done(self):
        """Only when nothing is open any more, the responsible has to check."""
        self.tasks[0].state = "1_done"
        self.assertFalse(self._checks())
        wizards = self.env["crisis.order.withdraw"].with_user(self.supervisor)
        reason = "Nobody needs it any more."
        wizards.create(
            {"task_id": self.tasks[1].id, "reason": reason}
        ).action_withdraw()
        self.assertEqual(self._checks().user_id, self.agent)
        self.assertIn(reason, self._news().sorted("id")[-1:].body)

    def test_asked_once(self):
        """A task that is opened and done again leaves one activity."""
        self.tasks.write({"state": "1_done"})
        self.tasks[0].state = "01_in_progress"
        self.tasks[0].state = "1_done"
        self.assertEqual(len(self._checks()), 1)

    def test_supervisor_is_asked_where_nobody_is_responsible(self):
        """Without a responsible, the supervisor has to check."""
        self._lighten(self.document, user_id=False)
        self.tasks.write({"state": "1_done"})
        self.assertEqual(self._checks().user_id, self.supervisor)

    def test_closed_case_asks_nobody(self):
        """On a closed case the news is kept, but nobody has to do anything."""
        document = self._at("own_follow_up")
        task = self._inform(document=document).with_user(self.production)
        task.state = "1_done"
        self._checks(document).unlink()
        task.state = "01_in_progress"
        out = self._stage("own_not_crisis").id
        document.write({"stage_id": out, "stage_reason": "A false alarm"})
        before = self._news(document)
        task.state = "1_done"
        self.assertEqual(len(self._news(document) - before), 1)
        self.assertFalse(self._checks(document))

    def test_many_tasks_are_one_message(self):
        """Tasks closed together are said together, one line each."""
        before = self._news()
        self.tasks.write({"state": "1_done"})
        news = self._news() - before
        self.assertEqual(len(news), 1)
        self.assertEqual(news.body.count("<li>"), 2)

    def test_tasks_of_several_documents(self):
        """Each document hears of its own tasks only."""
        other = self._file()
        task = self._inform(document=other).with_user(self.production)
        before, before_other = self._news(), self._news(other)
        (self.tasks[0] | task).write({"state": "1_done"})
        self.assertEqual(len(self._news() - before), 1)
        self.assertEqual(len(self._news(other) - before_other), 1)
        self.assertEqual(self._checks(other).user_id, self.agent)
        self.assertFalse(self._checks())

    def test_task_blocked_by_another(self):
        """A task that waits for another one is news, though nobody wrote its state."""
        self.project.allow_task_dependencies = True
        before = self._news()
        self.tasks[0].write({"depend_on_ids": [(4, self.tasks[1].id)]})
        self.assertEqual(self.tasks[0].state, "04_waiting_normal")
        self.assertEqual(len(self._news() - before), 1)

    def test_tasks_without_a_crisis(self):
        """Other tasks of the company are none of our business."""
        task = self.env["project.task"].create(
            {"name": "Paint the wall", "project_id": self.project.id}
        )
        task.with_user(self.production).state = "1_done"
        self.assertFalse(task.crisis_reference)

    def test_buttons_lead_both_ways(self):
        """Document and task show each other."""
        self.assertEqual(self.document.task_count, 2)
        self.assertEqual(self.document.open_task_count, 2)
        self.tasks[0].state = "1_done"
        self.env.invalidate_all()
        self.assertEqual(self.document.open_task_count, 1)
        action = self.document.action_open_tasks()
        found = self.env[action["res_model"]].with_user(self.agent)
        self.assertEqual(found.search(action["domain"]), self.tasks)
        back = self.tasks[0].with_user(self.agent).action_open_crisis_document()
        self.assertEqual(back["res_model"], "crisis.document")
        self.assertEqual(back["res_id"], self.document.id)

    def test_open_task_holds_the_close(self):
        """A case can't be closed while production is at work."""
        document = self._at("own_follow_up", production_needed="yes")
        task = self._inform(document=document).with_user(self.production)
        said = self._refused(document, document.action_next_stage)
        self.assertIn(self._gate("own_tasks").name, said)
        task.state = "1_done"
        # ticked off without a word, it is passed on with the agent's own
        self._send_message(document.action_pass_on())
        document.action_next_stage()
        self.assertTrue(document.is_closed)

    def test_task_in_a_project_the_agent_may_not_see(self):
        """A task that is hidden from the agent holds the close all the same."""
        self.team.member_ids |= self.other_agent
        self.project.privacy_visibility = "followers"
        self.env.invalidate_all()
        tasks = self.env["project.task"].with_user(self.other_agent)
        self.assertFalse(tasks.search([("id", "in", self.tasks.ids)]))
        document = self.document.with_user(self.other_agent)
        self.assertEqual(document.open_task_count, 2)
        missing = document._missing_gates(self._stage("own_closed"))
        self.assertIn(self._gate("own_tasks"), missing)
        document.web_read({"name": {}, "task_count": {}, "gate_preview": {}})
