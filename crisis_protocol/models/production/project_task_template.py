from odoo import fields, models
from odoo.fields import Command

from ...tools.inside import Inside

# What belongs to the project of the template, and to no other one.
OF_PROJECT = ("stage_id", "milestone_id", "task_properties")


class ProjectTask(models.Model):
    """Orders are made from Odoo's own task templates, subtasks and all (S0-40).

    Odoo's copy pairs subtasks by their position, and ties the template itself to
    the copy where only one of two templates is copied. Here each task knows the
    template it was made from, so that orders made at different times wait for each
    other as their templates do.
    """

    _inherit = "project.task"

    crisis_template_id = fields.Many2one(
        "project.task",
        "Made From Template",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    def _crisis_template_data(self):
        """Return the values of a task made from this template, subtasks included."""
        self.ensure_one()
        return self.with_context(copy_from_template=True).copy_data()[0]

    def _crisis_make(self, rows, takers):
        """Make tasks from templates, level by level, each with one call.

        :param list rows: triples of template (may be empty), unit and values
        :param dict takers: {role: units} for subtasks of units other than the order's
        :return: the tasks of the rows, in their order
        """
        nested = [vals.pop("child_ids", []) for _template, _unit, vals in rows]
        tasks = self.create(
            [
                template._crisis_fit(vals)
                | {"crisis_template_id": template.id, "role_ids": False}
                for template, _unit, vals in rows
            ]
        )
        below = []
        for task, (template, unit, _vals), commands in zip(
            tasks, rows, nested, strict=True
        ):
            subtasks = template.with_context(active_test=True).child_ids
            for subtask, (_code, _id, vals) in zip(subtasks, commands, strict=True):
                own = {"parent_id": task.id}
                if subtask.project_id == template.project_id:
                    own["project_id"] = task.project_id.id
                people = subtask.user_ids.filtered("active")
                people |= unit._people_in_roles(subtask.role_ids, takers)
                own["user_ids"] = [Command.set(people.ids)]
                below.append((subtask, unit, vals | own))
        if below:
            self._crisis_make(below, takers)
        return tasks

    def _crisis_fit(self, vals):
        """Leave out what means nothing in the project that the task goes to."""
        left_out = {"company_id"}
        if vals["project_id"] != self.project_id.id:
            left_out.update(OF_PROJECT)
        return {name: value for name, value in vals.items() if name not in left_out}

    def _crisis_tie(self, present):
        """Let tasks wait for each other as their templates do.

        :param present: all open tasks of the case that were made from templates;
            self are those of them that are new
        """
        made_from = present.grouped("crisis_template_id")
        for task in present.filtered("allow_task_dependencies"):
            template = task.crisis_template_id
            wanted = self.browse()
            for other in template.depend_on_ids:
                found = made_from.get(other, wanted.browse())
                if other._crisis_root() == template._crisis_root():
                    # a step of its own order, not of an earlier one
                    root = task._crisis_root()
                    found = found.filtered(lambda t, r=root: t._crisis_root() == r)
                wanted |= found
            if task not in self:
                wanted &= self
            if wanted := wanted - task.depend_on_ids:
                links = [Command.link(blocking.id) for blocking in wanted]
                # the message about the orders says it
                quiet = task.with_context(
                    crisis_is_told=Inside(), mail_notrack=task in self
                )
                quiet.write({"depend_on_ids": links})

    def _crisis_root(self):
        self.ensure_one()
        root = self
        while root.parent_id:
            root = root.parent_id
        return root
