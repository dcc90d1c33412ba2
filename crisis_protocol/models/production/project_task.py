from odoo import fields, models

from ...tools.inside import handed_inside

# States of a task that the document wants to hear of.
NEWS_STATES = {"1_done", "1_canceled", "04_waiting_normal", "02_changes_requested"}


class ProjectTask(models.Model):
    _inherit = "project.task"

    crisis_document_id = fields.Many2one(
        "crisis.document",
        index="btree_not_null",
        copy=False,
        ondelete="set null",
        tracking=True,
        groups="crisis_protocol.group_crisis_agent",
    )
    crisis_unit_id = fields.Many2one(
        "crisis.unit",
        "Production Unit",
        copy=False,
        index="btree_not_null",
    )
    # What production needs to know of the case, and no more: read by the system,
    # so that no right on the document is needed.
    crisis_reference = fields.Char(
        "Crisis", related="crisis_document_id.reference", related_sudo=True
    )
    crisis_level_id = fields.Many2one(
        related="crisis_document_id.level_id", string="Crisis Level", related_sudo=True
    )

    def write(self, vals):
        if "crisis_document_id" in vals:
            self._crisis_check_may_take(vals["crisis_document_id"])
        # production does not see the link to the case
        linked = self.sudo().filtered("crisis_document_id")
        before = {task: task.state for task in linked}
        result = super().write(vals)
        changed = linked.filtered(
            lambda task: task.state != before[task] and task.state in NEWS_STATES
        )
        if changed and not handed_inside(self.env, "crisis_is_told"):
            changed.crisis_document_id._on_tasks_changed(changed)
        return result

    def _crisis_check_may_take(self, document_id):
        """Refuse to take tasks away from cases that the user may not read.

        That he may read where they go is asked of all models alike.

        :param document_id: the case that they are to work for
        :raise AccessError: naming none of them
        """
        if not self.env.su:
            # to read the link takes a right on cases that he may lack
            present = self.sudo().crisis_document_id.with_env(self.env)
            (present - present.browse(document_id or ())).check_access("read")

    def action_open_crisis_document(self):
        """Open the crisis document that this task works for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crisis.document",
            "view_mode": "form",
            "res_id": self.crisis_document_id.id,
        }

    def _crisis_label(self):
        return self.crisis_unit_id.name or self.name

    def _crisis_open_line(self):
        """Return what is open in a few words, and whose it is."""
        # the desk need not see the people of a unit
        people = self.sudo().user_ids.mapped("name")
        return f"{self._crisis_label()} ({', '.join(people) or '–'})"
