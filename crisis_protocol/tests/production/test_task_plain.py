from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestPlainTask(CrisisCase):
    """A task that has nothing to do with a crisis is the task it ever was."""

    def test_portal_user_makes_a_task(self):
        """A project that is shared with a customer still takes his tasks."""
        visitor = mail_new_test_user(
            self.env, login="crisis_visitor", groups="base.group_portal"
        )
        self.project.write(
            {
                "privacy_visibility": "portal",
                "collaborator_ids": [
                    Command.create({"partner_id": visitor.partner_id.id})
                ],
            }
        )
        self.project.message_subscribe(visitor.partner_id.ids)
        view = "project.project_sharing_project_task_view_form"
        tasks = self.env["project.task"].with_user(visitor)
        with Form(tasks.with_context(default_project_id=self.project.id), view) as form:
            form.name = "Our own"
        self.assertEqual(form.record.project_id, self.project)

    def test_deleted_at_once(self):
        """What is deleted before its mail of the stage was sent troubles nobody."""
        stage = self.env["project.task.type"].create(
            {
                "name": "With a mail",
                "project_ids": self.project.ids,
                "mail_template_id": self.env.ref(
                    "project.mail_template_data_project_task"
                ).id,
            }
        )
        task = self.env["project.task"].create(
            {"name": "Gone", "project_id": self.project.id, "stage_id": stage.id}
        )
        task.unlink()
        self.cr.precommit.run()
        self.assertFalse(task.exists())
