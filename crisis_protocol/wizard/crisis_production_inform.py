from odoo import api, fields, models
from odoo.exceptions import UserError


class CrisisProductionInform(models.TransientModel):
    """Asks which units work on a case and shows what they will read."""

    _name = "crisis.production.inform"
    _description = "Inform Production"
    _check_company_auto = True

    document_id = fields.Many2one("crisis.document", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="document_id.company_id")
    unit_ids = fields.Many2many(
        "crisis.unit",
        string="Units",
        check_company=True,
        domain="[('company_id', 'in', [False, company_id])]",
    )
    informed_unit_ids = fields.Many2many(
        "crisis.unit", compute="_compute_informed_unit_ids", string="Informed Already"
    )
    date_deadline = fields.Datetime("Due", compute="_compute_date_deadline")
    note = fields.Text("In Addition", help="What these units need to know besides.")
    brief = fields.Html("They Will Read", compute="_compute_brief", sanitize=False)

    @api.depends("document_id")
    def _compute_informed_unit_ids(self):
        self.document_id.check_access("read")
        for wizard in self:
            tasks = wizard.document_id.sudo().task_ids
            wizard.informed_unit_ids = tasks.filtered(
                lambda task: not task.is_closed
            ).crisis_unit_id

    @api.depends("document_id")
    def _compute_date_deadline(self):
        for wizard in self:
            document = wizard.document_id
            wizard.date_deadline = document and document._production_deadline()

    @api.depends("document_id", "note")
    def _compute_brief(self):
        for wizard in self:
            document = wizard.document_id
            wizard.brief = document and document._production_brief(wizard.note or "")

    def action_inform(self):
        """Make the tasks and tell the document."""
        self.ensure_one()
        if not self.unit_ids:
            raise UserError(self.env._("Choose at least one unit."))
        tasks = self.document_id._inform_production(self.unit_ids, self.note or "")
        self.document_id.message_post(
            body=self.env._(
                "Production informed: %s",
                ", ".join(tasks.crisis_unit_id.mapped("name")),
            ),
            subtype_xmlid="crisis_protocol.mt_production",
        )
        return {"type": "ir.actions.act_window_close"}
