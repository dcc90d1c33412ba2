from odoo import api, fields, models

from ...tools.dialog import dialog


class CrisisDocument(models.Model):
    """What somebody left out of the protocol, and why (S0-56, S0-60).

    That a question does not apply, or that production has nothing to do, is said with
    the reason in the same write, whichever way it comes in. Each time is kept as a
    `crisis.override` that nobody can change; taking it back ends it and keeps it.
    """

    _inherit = "crisis.document"

    not_applicable_reason = fields.Text(
        "Why It Does Not Apply",
        store=False,
        help="Needed where a question is said not to apply. Write it together with "
        "the question; it is kept with your name.",
    )
    asks_why_not_applicable = fields.Boolean(
        compute="_compute_asks_why", export_string_translation=False
    )
    idle_answers = fields.Html(
        "Answers That Say Nothing", compute="_compute_idle_answers", sanitize=False
    )

    @api.depends("not_applicable_ids")
    def _compute_asks_why(self):
        """Whether the form has a question that was not left out until now."""
        for document in self:
            known = document._origin.not_applicable_ids
            document.asks_why_not_applicable = bool(
                document.not_applicable_ids._origin - known
            )

    @api.depends(lambda self: self._information_depends())
    @api.depends_context("lang")
    def _compute_idle_answers(self):
        for document in self:
            lines = [
                self.env._(
                    "%(question)s “%(answer)s” is no answer.",
                    question=question.name,
                    answer=question._idle_words(document),
                )
                for question in document._idle_questions()
            ]
            document.idle_answers = bool(lines) and document._list_html(lines)

    def _idle_questions(self):
        """Return the questions that somebody answered with words that say nothing."""
        self.ensure_one()
        return self._missing_questions().filtered(lambda q: q._idle_words(self))

    # ------------------------------------------------------------------
    # The trail
    # ------------------------------------------------------------------

    @api.model
    def _waiver_reasons(self):
        """Return the field that the reason comes in with, for each kind."""
        return {"question": "not_applicable_reason"}

    def _waivers(self):
        """Return what is left out of the case now, as {key: what to keep of it}.

        A key begins with the kind of `crisis.override`. What other rooms let people
        leave out by a field of the case they add here.
        """
        self.ensure_one()
        return {
            ("question", question.id): {
                "question_id": question.id,
                "gate_name": question.name,
            }
            for question in self.not_applicable_ids
        }

    def _waivers_before(self, vals):
        names = self._waiver_fields()
        if names.isdisjoint(vals):
            return None
        return {document: document._waivers() for document in self}

    @api.model
    def _waiver_fields(self):
        """Return the fields of which something may be left out."""
        return {"not_applicable_ids", *self._waiver_reasons().values()}

    def _keep_waivers_filed(self, filed):
        names = self._waiver_fields()
        for document, handed_in in filed.items():
            if not names.isdisjoint(handed_in):
                document._keep_waivers({}, handed_in)

    def _react_to_waivers(self, change):
        before = change.before["_waivers_before"]
        for document in self if before is not None else ():
            document._keep_waivers(before[document], change.handed_in)

    def _keep_waivers(self, before, handed_in):
        """Keep what was left out since, and end what was taken back.

        :param dict before: what `_waivers` said
        :param dict handed_in: the values, with the reasons
        :raise UserError: without the reason
        """
        now, reasons = self._waivers(), self._waiver_reasons()
        self.env["crisis.override"]._keep_waivers(
            [
                {
                    "document_id": self.id,
                    "kind": key[0],
                    "reason": handed_in.get(reasons[key[0]]),
                    **values,
                }
                for key, values in now.items()
                if key not in before
            ]
        )
        # each is said anew
        self.invalidate_recordset(list(reasons.values()), flush=False)
        gone = [values | {"kind": k[0]} for k, values in before.items() if k not in now]
        if gone:
            self._take_back_waivers(gone)

    def _take_back_waivers(self, gone):
        taken = self.env["crisis.override"]
        # who changes a case need not see all of its trail
        for waiver in self.sudo().override_ids.filtered("is_in_force"):
            if any(all(waiver._holds_value(n, v) for n, v in w.items()) for w in gone):
                taken |= waiver
        taken.with_env(self.env)._end()
        names = [values["gate_name"] for values in gone]
        self._message_log(
            body=self.env._("No longer left out: %s", ", ".join(filter(None, names)))
        )

    # ------------------------------------------------------------------
    # Dialogs
    # ------------------------------------------------------------------

    def action_not_applicable(self):
        """Ask which questions do not apply, and why."""
        return self._ask_waiver("question", self.env._("Does not apply"))

    def _ask_waiver(self, kind, name, **defaults):
        """Open the dialog that asks why something is left out."""
        self.ensure_one()
        handed = {f"default_{key}": value for key, value in defaults.items()}
        return dialog(
            self.env["crisis.waive"],
            name,
            default_document_id=self.id,
            default_kind=kind,
            **handed,
        )
