from odoo import api, fields, models

from ..tools.said import said_reason


class CrisisStageMove(models.TransientModel):
    """Asks why a case moves back, leaves its path, or passes a gate unfinished."""

    _name = "crisis.stage.move"
    _description = "Move a Crisis Document With a Reason"

    document_id = fields.Many2one("crisis.document", required=True, ondelete="cascade")
    kind = fields.Selection(
        [("back", "Back"), ("exit", "Out"), ("override", "Past a gate")],
        required=True,
        export_string_translation=False,
    )
    allowed_stage_ids = fields.Many2many(
        "crisis.stage", string="Allowed Stages", compute="_compute_allowed_stage_ids"
    )
    stage_id = fields.Many2one(
        "crisis.stage",
        compute="_compute_stage_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        domain="[('id', 'in', allowed_stage_ids)]",
    )
    is_closed = fields.Boolean(related="document_id.is_closed")
    missing = fields.Html(compute="_compute_missing", sanitize=False)
    reason = fields.Text()

    @api.depends("document_id", "kind")
    def _compute_allowed_stage_ids(self):
        for move in self:
            present = move.document_id.stage_id
            path = move.document_id.protocol_id._path_stages()
            if move.kind == "exit":
                stages = move.document_id.protocol_id.stage_ids.filtered("is_exit")
            elif move.kind == "back":
                stages = path.filtered(
                    lambda s, p=present: not s.is_closed
                    and (s._is_before(p) or p.is_exit)
                )
            else:
                stages = path.filtered(lambda s, p=present: s._is_after(p))
            move.allowed_stage_ids = stages

    @api.depends("allowed_stage_ids")
    def _compute_stage_id(self):
        for move in self:
            allowed = move.allowed_stage_ids._origin.sorted()
            is_step_back = move.kind == "back" and not move.document_id.stage_id.is_exit
            move.stage_id = allowed[-1:] if is_step_back else allowed[:1]

    @api.depends("stage_id", "kind")
    def _compute_missing(self):
        for move in self:
            gates = move.env["crisis.gate"]
            if move.kind == "override" and move.stage_id:
                gates = move.document_id._missing_gates(move.stage_id)
            move.missing = bool(gates) and move.document_id._list_html(
                gates.mapped("name")
            )

    def action_move(self):
        """Move the case.

        :raise UserError: without a reason, or when something is still missing
        :raise AccessError: when an agent tries to pass a gate
        """
        self.ensure_one()
        reason = said_reason(self.env, self.reason)
        if self.kind == "override":
            self.document_id._override_gates(self.stage_id, reason)
        else:
            self.document_id.write(
                {"stage_id": self.stage_id.id, "stage_reason": reason}
            )
        return {"type": "ir.actions.act_window_close"}
