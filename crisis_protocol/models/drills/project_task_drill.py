from odoo import api, fields, models
from odoo.exceptions import UserError


class ProjectTask(models.Model):
    """Orders of a drill are drills, too; real work is none."""

    _inherit = "project.task"

    crisis_is_drill = fields.Boolean(
        "Part of a Drill", compute="_compute_crisis_is_drill", compute_sudo=True
    )

    @api.depends("crisis_document_id", "parent_id")
    def _compute_crisis_is_drill(self):
        for task in self:
            task.crisis_is_drill = task._crisis_is_of_drill()

    def write(self, vals):
        """Refuse to move work between drills and real cases.

        :raise UserError: a task of a drill tells nobody outside what becomes of it
        """
        if not {"crisis_document_id", "parent_id"} & vals.keys():
            return super().write(vals)
        before = {task: task._crisis_is_of_drill() for task in self}
        result = super().write(vals)
        for task, was_drill in before.items():
            if was_drill != task._crisis_is_of_drill():
                raise UserError(
                    self.env._(
                        "%s: work for a drill stays apart from real work. Make a task "
                        "of its own.",
                        task.display_name,
                    )
                )
        return result

    def _crisis_is_of_drill(self):
        return self._crisis_case_of_order().is_drill

    def _crisis_case_of_order(self):
        """Return the case that this task, or one that it is a part of, works for."""
        self.ensure_one()
        # whoever works on a part need not see the order, nor the case
        task, seen = self.sudo(), self.browse()
        while task and task not in seen and not task.crisis_document_id:
            seen |= task
            task = task.parent_id
        return task.crisis_document_id
