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
            ("decision", "Note a decision"),
            ("items", "Look at the items"),
            ("delivery", "Pass on what came"),
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
        """Return (kind, words) of what should happen now: the first that anybody asks.

        In the order of the protocol: somebody takes the case, the customer hears
        from us, what is missing comes in, the case moves on.
        """
        self.ensure_one()
        if self.is_closed or not self.stage_id:
            return "none", ""
        answers = (getattr(self, name)() for name in self._next_step_questions())
        return next(filter(None, answers), ("none", ""))

    def _next_step_questions(self):
        """Return the questions in the order in which they are asked, as method names.

        Each returns (kind, words) of a step that should happen now, or nothing. An
        addon puts its own beside a named one, with `insert_step`; what its answer
        depends on it adds to `_gate_preview_depends`.
        """
        return (
            # nobody does anything as long as it is nobody's
            "_ask_who_leads",
            # the word that the customer waits for may have to be written first
            "_ask_explanation",
            # he waits for us, so he comes before what we wait for
            "_ask_word",
            # what is missing is named before anybody runs into it
            "_ask_gate",
            # nothing is missing any more
            "_ask_stage",
        )

    def _ask_who_leads(self):
        if not self.user_id:
            return "take", self.env._("Nobody is responsible yet.")

    def _ask_word(self):
        if self._customer_waits():
            return "message", self.env._("The customer waits for a word from us.")

    def _ask_gate(self):
        gate = self._missing_gates(self.next_stage_id)[:1]
        return gate and (gate.next_step or "none", self._gate_words(gate))

    def _gate_words(self, gate):
        """Return what is said of a gate that does not hold."""
        return gate._words(self)

    def _ask_stage(self):
        if self.next_stage_id:
            return "stage", self.env._(
                "All is there: move on to “%s”.", self.next_stage_id.name
            )

    def _customer_waits(self):
        """Whether the stage has a message and the customer has had no word in it."""
        if not self.stage_id.mail_template_id:
            return False
        return not self.date_last_word or (
            self.date_last_stage_update
            and self.date_last_word < self.date_last_stage_update
        )

    def action_do_control(self):
        """Open the control that keeps the case from being closed."""
        self.ensure_one()
        needed = self.level_id.clean_needed
        controls = self.control_ids.filtered(lambda control: control.state == "open")
        if self.customer_says_over != "yes":
            # only who is asked can say that it is over
            controls = controls.sorted(lambda control: control.kind != "customer")
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
        dialogs = self._next_step_dialogs()
        if self.next_step_kind not in dialogs:
            raise UserError(self.env._("This is done already. Look again."))
        name, view = dialogs[self.next_step_kind]
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref(view).id, "form")],
            "target": "new",
        }

    def _next_step_dialogs(self):
        """Return {kind of step: (title, external id of the view)} of the dialogs.

        Those are of the case itself. A step that is done elsewhere has a button of its
        own in the element `next_step_buttons` of the form.
        """
        return {
            "information": (
                self.env._("Complete the information"),
                "crisis_protocol.crisis_document_view_form_information",
            ),
            "explanation": (
                self.env._("Explanation and remedy"),
                "crisis_protocol.crisis_document_view_form_explanation",
            ),
            "closing": (
                self.env._("How the case ends"),
                "crisis_protocol.crisis_document_view_form_closing",
            ),
        }
