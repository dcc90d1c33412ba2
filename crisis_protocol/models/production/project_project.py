from odoo import fields, models


class ProjectProject(models.Model):
    _inherit = "project.project"

    crisis_document_count = fields.Integer(
        "Crisis Documents",
        compute="_compute_crisis_document_count",
        groups="crisis_protocol.group_crisis_agent",
    )

    def _compute_crisis_document_count(self):
        documents = self.env["crisis.document"].search(self._crisis_domain())
        groups = self.env["project.task"]._read_group(
            [("crisis_document_id", "in", documents.ids)],
            ["project_id"],
            ["crisis_document_id:count_distinct"],
        )
        counts = {project.id: count for project, count in groups}
        for project in self:
            project.crisis_document_count = counts.get(project.id, 0)

    def _crisis_domain(self):
        return [("task_ids.project_id", "in", self.ids), ("is_closed", "=", False)]

    def action_open_crisis_documents(self):
        """Open the open crises for which this project works."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crisis_protocol.crisis_document_action"
        )
        return action | {"domain": self._crisis_domain(), "context": {}}
