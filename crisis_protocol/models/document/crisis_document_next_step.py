from odoo import api, fields, models
from odoo.exceptions import UserError


class CrisisDocument(models.Model):
    """The one line on top that says what to do next, with its button."""

    _inherit = "crisis.document"

    next_step = fields.Char(compute="_compute_next_step")
    next_step_kind = fields.Selection(
        [
            ("none", "None"),
            ("take", "Take the case"),
            ("message", "Write to the customer"),
            ("information", "Complete the information"),
            ("production", "Inform production"),
            ("tasks", "Look at the tasks"),
            ("items", "Look at the items"),
            ("explanation", "Write explanation and remedy"),
            ("closing", "Note the end"),
            ("control", "Do the next control"),
            ("notice", "Look at who was told"),
            ("led", "Look at the cases that follow"),
            ("stage", "Move on"),
        ],
        compute="_compute_next_step",
        export_string_translation=False,
    )

    @api.depends(lambda self: self._gate_preview_depends())
    @api.depends_context("lang")
    def _compute_next_step(self):
        for document in self:
            document.next_step_kind, document.next_step = document._find_next_step()

    def _find_next_step(self):
        """Return (kind, words) of what should happen now.

        In the order of the protocol: somebody takes the case, the customer hears
        from us, what is missing comes in, the case moves on.
        """
        self.ensure_one()
        if self.is_closed or not self.stage_id:
            return "none", ""
        if not self.user_id:
            return "take", self.env._("Nobody is responsible yet.")
        if self._customer_waits():
            lacks = self._waits_for_explanation() and self._explanation_lacks()
            if lacks:
                return "explanation", lacks
            return "message", self.env._("The customer waits for a word from us.")
        gate = self._missing_gates(self.next_stage_id)[:1]
        if gate:
            return gate.next_step or "none", gate.name
        if self.next_stage_id:
            return "stage", self.env._(
                "All is there: move on to “%s”.", self.next_stage_id.name
            )
        return "none", ""

    def _customer_waits(self):
        """Whether the stage has a message and the customer has had no word in it."""
        if not self.stage_id.sudo().mail_template_id:
            return False
        return not self.date_last_word or (
            self.date_last_stage_update
            and self.date_last_word < self.date_last_stage_update
        )

    def _waits_for_explanation(self):
        """Whether the word that the stage wants is the explanation."""
        return self.stage_id.sudo().mail_template_id.crisis_kind == "explanation"

    def action_do_control(self):
        """Open the control that keeps the case from being closed."""
        self.ensure_one()
        needed = self.level_id.clean_needed
        controls = self.control_ids.filtered(lambda control: control.state == "open")
        behind = controls.filtered(
            lambda control: self[f"clean_{control.kind}_count"] < needed
        )
        control = (behind or controls)[:1]
        if not control:
            raise UserError(self.env._("This is done already. Look again."))
        return control.action_do()

    def action_open_notices(self):
        """Open the list of who has to be told of this case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Notices"),
            "res_model": "crisis.notice",
            "view_mode": "list",
            "domain": [("document_id", "=", self.id)],
        }

    def action_next_step(self):
        """Open what the next step needs, and only that, in a dialog."""
        self.ensure_one()
        names = {
            "information": self.env._("Complete the information"),
            "explanation": self.env._("Explanation and remedy"),
            "closing": self.env._("How the case ends"),
        }
        kind = self.next_step_kind
        if kind not in names:
            raise UserError(self.env._("This is done already. Look again."))
        view = self.env.ref(f"crisis_protocol.crisis_document_view_form_{kind}")
        return {
            "type": "ir.actions.act_window",
            "name": names[kind],
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
        }
