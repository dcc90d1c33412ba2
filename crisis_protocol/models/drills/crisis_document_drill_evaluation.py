from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.dialog import dialog
from ...tools.steps import insert_step

# What is asked after a drill; all three make an evaluation.
ASKED = ("drill_went_well", "drill_went_badly", "drill_change")


class CrisisDocument(models.Model):
    """A drill ends with a short evaluation, beside the figures of the case.

    It may be broken off at any time, without going through all the gates: a drill is
    there to learn from. Written it has to be all the same, and may be changed later.
    """

    _inherit = "crisis.document"

    next_step_kind = fields.Selection(
        selection_add=[("evaluation", "Evaluate the drill")]
    )
    drill_went_well = fields.Text("What Went Well", copy=False)
    drill_went_badly = fields.Text("What Did Not Go Well", copy=False)
    drill_change = fields.Text("What We Change", copy=False)
    drill_evaluated_by_id = fields.Many2one(
        "res.users", "Evaluated By", readonly=True, copy=False, ondelete="restrict"
    )
    date_drill_evaluated = fields.Datetime("Evaluated On", readonly=True, copy=False)
    drill_figures = fields.Html(
        "How It Ran", compute="_compute_drill_figures", sanitize=False
    )

    @api.depends("is_drill", "is_closed", "date_last_entry", "stage_id")
    @api.depends_context("lang")
    def _compute_drill_figures(self):
        for document in self:
            lines = document._origin and document.is_drill and document._drill_lines()
            document.drill_figures = bool(lines) and document._list_html(lines)

    def _note_evaluation(self, change):
        """Keep who evaluated the drill last, and when."""
        if set(ASKED) & change.handed_in.keys():
            self.filtered("is_drill")._write_past_reactions(
                {
                    "drill_evaluated_by_id": self.env.uid,
                    "date_drill_evaluated": fields.Datetime.now(),
                }
            )

    def _is_evaluated(self):
        return all((self[name] or "").strip() for name in ASKED)

    def _missing_besides(self):
        missing = super()._missing_besides()
        if self.is_drill and self.stage_id.is_closed and not self._is_evaluated():
            missing = [*missing, self.env._("The evaluation of the drill is missing")]
        return missing

    def _unmet_gates(self, sources, targets):
        """A drill that lacks its evaluation waits, even where all gates hold."""
        unmet = super()._unmet_gates(sources, targets)
        for document, target in targets.items():
            moves = document.stage_id == target and sources[document] != target
            if moves and document not in unmet and document._missing_besides():
                unmet[document] = self.env["crisis.gate"]
        return unmet

    def _relapse_check(self):
        """Nothing comes back of what has never been."""
        return [] if self.is_drill else super()._relapse_check()

    def _next_step_questions(self):
        # once no gate is in the way any more
        return insert_step(
            super()._next_step_questions(), "_ask_evaluation", before="_ask_stage"
        )

    def _ask_evaluation(self):
        is_end = self.next_stage_id.is_closed
        if self.is_drill and is_end and not self._is_evaluated():
            return "evaluation", self.env._(
                "The end is near: evaluate the drill, then close it."
            )

    # ------------------------------------------------------------------
    # Evaluation and end
    # ------------------------------------------------------------------

    def action_evaluate_drill(self):
        """Open the evaluation: what went well, what did not, what we change.

        :raise UserError: on a real case
        """
        self.ensure_one()
        self._check_is_drill()
        view = self.env.ref("crisis_protocol.crisis_document_view_form_evaluation")
        return dialog(self, self.env._("Evaluation of the drill"), view)

    def action_end_drill(self):
        """End the drill now, wherever it stands: no gate but the evaluation.

        It leaves its path, so that nothing is looked after any more.

        :raise UserError: without the evaluation, or on a real case
        """
        self.ensure_one()
        self._check_is_drill()
        self._check_open()
        if not self._is_evaluated():
            raise UserError(
                self.env._(
                    "Say what went well, what did not, and what you change. Then the "
                    "drill ends."
                )
            )
        stages = self.protocol_id.stage_ids
        out = stages.filtered("is_exit").sorted()[:1]
        end = out or stages.filtered("is_closed").sorted()[-1:]
        reason = self.env._("The drill was evaluated and is over.")
        self.write({"stage_id": end.id, "stage_reason": reason})
        return {"type": "ir.actions.act_window_close"}

    def _check_is_drill(self):
        if not self.is_drill:
            raise UserError(self.env._("This is a real case, no drill."))

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def _drill_lines(self):
        """Return the figures of this one case, each as a line to read."""
        return [
            self._first_word_line(),
            *self._duty_lines(),
            self.env._("Gates passed with a reason: %s", len(self._passed_gates())),
            self.env._(
                "Left out with a reason: %s",
                len(self.override_ids - self._passed_gates()),
            ),
            self.env._("It took %s.", self._drill_time()),
        ]

    def _first_word_line(self):
        allowed = self.level_id.first_word_minutes
        if not self.date_first_word:
            return self.env._("The customer has not heard from us.")
        due = self._deadline(allowed, self.create_date)
        taken = self._in_words(self.date_first_word - self.create_date)
        if self.date_first_word <= due:
            return self.env._("First word to the customer: after %s, in time", taken)
        return self.env._("First word to the customer: after %s, too late", taken)

    def _duty_lines(self):
        """Return how much of what was owed was done well; nothing where none was."""
        promises, kept = self.promise_ids._measurable()
        controls, in_time = self.control_ids._measurable()
        notices = self.notice_ids.filtered(lambda n: n.state != "cancelled")
        confirmed = notices.filtered(lambda n: n.state == "done")
        right = self.check_ids.filtered(lambda c: c.state == "right")
        lines = [
            promises
            and self.env._(
                "Promises kept in time: %(kept)s of %(all)s",
                kept=len(kept),
                all=len(promises),
            ),
            controls
            and self.env._(
                "Controls made in time: %(done)s of %(all)s",
                done=len(in_time),
                all=len(controls),
            ),
            notices
            and self.env._(
                "Told and confirmed: %(done)s of %(all)s",
                done=len(confirmed),
                all=len(notices),
            ),
            self.check_ids
            and self.env._(
                "Messages with the right words: %(right)s of %(all)s",
                right=len(right),
                all=len(self.check_ids),
            ),
        ]
        return [line for line in lines if line]

    def _drill_time(self):
        end = self.date_closed or fields.Datetime.now()
        return self._in_words(end - self.create_date)

    def _in_words(self, delta):
        """Return a time span in minutes or hours, as one says it."""
        minutes = max(int(delta.total_seconds() // 60), 0)
        if minutes < 60:
            return self.env._("%s min", minutes)
        hours, rest = divmod(minutes, 60)
        return self.env._("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
