from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.constants import DUTY_PARTS, DUTY_STATES
from ...tools.persons import parts_missed

# What all kinds have, and the list shows.
COLUMNS = (
    "document_id",
    "team_id",
    "user_id",
    "type_id",
    "date_due",
    "date_done",
    "state",
)


class CrisisDuty(models.Model):
    """All duties of all kinds in one list: mine, and those of my team.

    Only a view of them: what is changed here is changed in the duty itself.
    """

    _name = "crisis.duty"
    _description = "Duty of Any Kind"
    _inherit = "crisis.figure.mixin"
    _auto = False
    _order = "date_due, id"
    _rec_name = "type_id"

    duty_model = fields.Char(readonly=True, export_string_translation=False)
    duty_id = fields.Many2oneReference(
        "Duty Record",
        model_field="duty_model",
        readonly=True,
        export_string_translation=False,
    )
    document_id = fields.Many2one("crisis.document", readonly=True)
    partner_id = fields.Many2one(related="document_id.partner_id", string="Customer")
    level_id = fields.Many2one(related="document_id.level_id")
    level_color = fields.Integer(related="document_id.level_color")
    company_id = fields.Many2one(related="document_id.company_id")
    is_drill = fields.Boolean(related="document_id.is_drill")
    team_id = fields.Many2one("crisis.team", readonly=True)
    user_id = fields.Many2one("res.users", "Owner", domain="[('share', '=', False)]")
    type_id = fields.Many2one("mail.activity.type", "Duty", readonly=True)
    date_due = fields.Datetime("Due")
    date_done = fields.Datetime("Done On", readonly=True)
    state = fields.Selection(DUTY_STATES, readonly=True)
    due_group = fields.Selection(
        [
            ("1_late", "Late"),
            ("2_hour", "Within the hour"),
            ("3_day", "Within a day"),
            ("4_later", "Later"),
            ("5_over", "Over"),
        ],
        "When",
        readonly=True,
    )

    @api.model
    def _is_figure(self, name, condition=None):
        """How much somebody missed is a figure; what he still owes is none."""
        return name == "state" and parts_missed(condition)

    @property
    def _table_query(self):
        parts = [
            SQL(
                "SELECT id * %s + %s AS id, %s AS duty_model, id AS duty_id,"
                " %s, %s AS due_group FROM %s%s",
                DUTY_PARTS,
                number,
                model._name,
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
                self._due_group_sql(),
                SQL.identifier(model._table),
                model._flushed(*COLUMNS),
            )
            for number, model in enumerate(self.env["crisis.duty.mixin"]._duty_models())
        ]
        return SQL(" UNION ALL ").join(parts)

    def _due_group_sql(self):
        now = fields.Datetime.now()
        return SQL(
            "CASE WHEN state <> 'open' THEN '5_over'"
            " WHEN date_due < %(now)s THEN '1_late'"
            " WHEN date_due < %(now)s + INTERVAL '1 hour' THEN '2_hour'"
            " WHEN date_due < %(now)s + INTERVAL '1 day' THEN '3_day'"
            " ELSE '4_later' END",
            now=now,
        )

    def write(self, vals):
        """Move or pass on the duties themselves, as in the calendar or the list.

        :raise UserError: if a kind does not allow it
        """
        for duty in self:
            duty._duty().write(vals)
        self.invalidate_recordset()
        return super().write({})

    def _duty(self):
        self.ensure_one()
        return self.env[self.duty_model].browse(self.duty_id)

    def action_do(self):
        """Open the dialog in which this duty is done."""
        return self._duty().action_do()

    def action_cancel(self):
        """Ask why the duty need not be done."""
        return self._duty().action_cancel()

    def action_open_document(self):
        """Open the case on which this is owed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crisis.document",
            "res_id": self.document_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
