from odoo import models

from odoo.addons.project.models.project_task import CLOSED_STATES


class ProjectTask(models.Model):
    """A task may turn out to be a crisis. It is then no production task of the case.

    Unlike a ticket, it may be done while the crisis goes on: it is our own work.
    """

    _name = "project.task"
    _inherit = ["project.task", "crisis.source.mixin"]

    def _crisis_why_not_declarable(self):
        # production sees that it is an order, but not the case
        if self.sudo().crisis_document_id:
            return self.env._(
                "%(task)s is a production task of the case %(case)s. Write there what "
                "has happened.",
                task=self.display_name,
                case=self.crisis_reference,
            )
        if self.has_template_ancestor:
            return self.env._("%s is a template.", self.display_name)
        return super()._crisis_why_not_declarable()

    def _crisis_trail(self):
        project = self.project_id.display_name
        lines = [self.env._("Project: %s", project)] if project else []
        return super()._crisis_trail() + lines

    def _crisis_readers(self):
        # who follows the project may read its tasks
        return super()._crisis_readers() | self.project_id.message_partner_ids

    def _crisis_close(self):
        still_open = self.filtered(lambda task: task.state not in CLOSED_STATES)
        still_open.write({"state": "1_done"})
        return super()._crisis_close() | still_open

    def _crisis_reopen(self):
        done = self.filtered(lambda task: task.state == "1_done")
        done.write({"state": "01_in_progress"})
        return super()._crisis_reopen()
