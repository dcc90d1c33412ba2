from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.constants import LEFT_OUT


class CrisisWaive(models.TransientModel):
    """Asks why something that the protocol wants is left out of a case."""

    _name = "crisis.waive"
    _description = "Leave Out With a Reason"

    document_id = fields.Many2one("crisis.document", required=True, ondelete="cascade")
    kind = fields.Selection(
        [*LEFT_OUT, ("production", "Nothing for production")],
        required=True,
        export_string_translation=False,
    )
    open_question_ids = fields.Many2many(
        "crisis.question",
        "crisis_waive_open_question_rel",
        compute="_compute_open",
        export_string_translation=False,
    )
    question_ids = fields.Many2many(
        "crisis.question",
        string="Questions",
        compute="_compute_question_ids",
        store=True,
        readonly=False,
        domain="[('id', 'in', open_question_ids)]",
    )
    open_delivery_ids = fields.Many2many(
        "crisis.delivery",
        "crisis_waive_open_delivery_rel",
        compute="_compute_open",
        export_string_translation=False,
    )
    delivery_ids = fields.Many2many(
        "crisis.delivery",
        string="Deliveries",
        domain="[('id', 'in', open_delivery_ids)]",
    )
    reason = fields.Text("Why")

    @api.depends("document_id", "kind")
    def _compute_open(self):
        # an id that a client sends opens no case that he may not read
        self.document_id.check_access("read")
        for waive in self:
            waive.open_question_ids = waive.document_id.missing_question_ids
            waive.open_delivery_ids = waive.document_id._to_pass_on()

    @api.depends("document_id", "kind")
    def _compute_question_ids(self):
        """Propose what somebody answered with words that say nothing."""
        self.document_id.check_access("read")
        for waive in self:
            idle = waive.env["crisis.question"]
            if waive.kind == "question" and waive.document_id:
                idle = waive.document_id._idle_questions()
            waive.question_ids = idle

    def action_waive(self):
        """Keep what is left out, and why.

        :raise UserError: without a reason, or if nothing is chosen
        """
        self.ensure_one()
        document = self.document_id
        document.check_access("write")
        if self.kind == "items":
            document._waive_items(self.reason)
        elif self.kind == "production":
            document.write(
                {"production_needed": "no", "production_reason": self.reason}
            )
        elif self.kind == "question":
            self._check_chosen(self.question_ids)
            chosen = [fields.Command.link(id_) for id_ in self.question_ids.ids]
            document.write(
                {
                    "not_applicable_ids": chosen,
                    "not_applicable_reason": self.reason,
                }
            )
        else:
            self._check_chosen(self.delivery_ids)
            (self.delivery_ids & document.delivery_ids)._leave_untold(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _check_chosen(self, records):
        if not records:
            raise UserError(self.env._("Choose what is left out."))
