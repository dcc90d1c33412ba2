from odoo import fields, models


class CrisisUnit(models.Model):
    """A production unit: who does the work that a crisis asks for (S0-40)."""

    _name = "crisis.unit"
    _description = "Production Unit"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Empty: for every company.")
    user_ids = fields.Many2many(
        "res.users",
        string="Assignees",
        domain="[('share', '=', False)]",
        help="Receive the unit's tasks.",
    )
    project_id = fields.Many2one(
        "project.project",
        check_company=True,
        help="Receives the unit's tasks. Empty: the project of the team.",
    )
