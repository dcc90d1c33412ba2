from odoo import fields, models


class ProjectProject(models.Model):
    _inherit = "project.project"

    crisis_document_count = fields.Integer(
        "Crisis Documents", compute="_compute_crisis_document_count"
    )

    def _compute_crisis_document_count(self):
        for project in self:
            project.crisis_document_count = self.env["crisis.document"].search_count(
                project._crisis_domain()
            )

    def _crisis_domain(self):
        return [("task_ids.project_id", "in", self.ids), ("is_closed", "=", False)]

    def action_open_crisis_documents(self):
        """Open the open crises for which this project works."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crisis_protocol.crisis_document_action"
        )
        return action | {"domain": self._crisis_domain(), "context": {}}
