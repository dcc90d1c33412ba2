from markupsafe import Markup

from odoo import api, fields, models


class CrisisDocument(models.Model):
    """What must hold before the case may go on, and who let it pass without."""

    _inherit = "crisis.document"

    override_ids = fields.One2many(
        "crisis.override", "document_id", "Overrides", copy=False
    )
    gate_preview = fields.Html(
        "To Go On", compute="_compute_gate_preview", sanitize=False
    )
    missing_gate_count = fields.Integer(compute="_compute_gate_preview")

    @api.depends(lambda self: self._gate_preview_depends())
    @api.depends_context("lang")
    def _compute_gate_preview(self):
        for document in self:
            gates = document.next_stage_id.gate_ids
            missing = document._missing_gates(document.next_stage_id)
            document.missing_gate_count = len(missing)
            lines = [document._gate_line(gate, gate in missing) for gate in gates]
            title = self.env._("To enter “%s”", document.next_stage_id.name)
            document.gate_preview = bool(gates) and Markup("<h4>%s</h4>%s") % (
                title,
                Markup().join(lines),
            )

    def _gate_preview_depends(self):
        """Follow every field, since any may stand in a condition."""
        return ["next_stage_id", *self._gate_fields()]

    @api.model
    def _gate_fields(self):
        return [
            name
            for name, field in self._fields.items()
            if field.store and field.type not in ("one2many", "properties_definition")
        ]

    def _gate_line(self, gate, is_missing):
        # The sentence says what is missing; of what is there it says: no longer.
        words = (
            gate._words(self)
            if is_missing
            else self.env._("Settled: “%s”", gate.name.rstrip(". "))
        )
        icon = "fa-square-o" if is_missing else "fa-check-square-o text-success"
        tone = "" if is_missing else "text-muted"
        override = self._override_of(gate)
        note = (
            self.env._("passed by %s", override.user_id._crisis_name())
            if override
            else ""
        )
        return Markup(
            '<div><i class="fa %s me-2" aria-hidden="true"></i>'
            '<span class="%s">%s</span> <small class="text-warning">%s</small></div>'
        ) % (icon, tone, words, note)

    def _passed_gates(self):
        """Return the overrides of gates, without what was left out otherwise."""
        return self.override_ids.filtered(lambda o: o.kind == "gate")

    def _override_of(self, gate):
        return self.override_ids.filtered(
            lambda override: override.is_in_force and override.gate_id == gate
        )[:1]

    def _missing_gates(self, stage):
        """Return the gates between this case and the stage that do not hold.

        Those of every stage passed over count too (S0-50). Overrides in force
        count as held. A way out has only its own gates.
        """
        self.ensure_one()
        return self._unmet_gates({self: self.stage_id}, {self: stage}).get(
            self, self.env["crisis.gate"]
        )

    def _unmet_gates(self, sources, targets):
        """Return the unmet gates of each document on its way, as {document: gates}.

        :param dict sources: the stage each document comes from; empty if new
        :param dict targets: the stage each document goes to
        """
        waiting = {}
        for document, target in targets.items():
            for gate in document._gates_between(sources[document], target):
                waiting.setdefault(gate, self.browse())
                waiting[gate] |= document
        unmet = {}
        for gate in self.env["crisis.gate"].union(*waiting).sorted():
            for document in gate._unmet(waiting[gate]):
                if not document._override_of(gate):
                    unmet.setdefault(document, gate.browse())
                    unmet[document] |= gate
        return unmet

    def _gates_between(self, source, target):
        if target.is_exit:
            return target.gate_ids
        path = self.protocol_id._path_stages().filtered(
            lambda stage: not target._is_before(stage)
            and (not source or source.is_exit or stage._is_after(source))
        )
        return path.gate_ids

    def _unmet_message(self, unmet):
        blocks = []
        for document, gates in unmet.items():
            names = [document._gate_words(gate) for gate in gates]
            names += document._missing_besides()
            lines = "\n".join(f"•  {name}" for name in names)
            title = self.env._(
                "%(document)s can't move to “%(stage)s” yet:",
                document=document.display_name,
                stage=document.stage_id.name,
            )
            blocks.append(f"{title}\n{lines}")
        return "\n\n".join(blocks)

    def _missing_besides(self):
        """Return what the present stage wants besides its gates, as sentences."""
        return []

    def _end_overrides(self, sources):
        """An override counts until the case is back before the gate it passed."""
        went_back = self.filtered(
            lambda d: sources[d].is_exit or d.stage_id._is_before(sources[d])
        )
        ended = went_back.override_ids.filtered(
            lambda o: o.is_in_force
            and o.kind == "gate"
            and not o.stage_id.is_exit
            and o.document_id.stage_id._is_before(o.stage_id)
        )
        ended._end()

    def _override_gates(self, stage, reason):
        """Pass every unmet gate up to the stage with a reason, and move there.

        :raise AccessError: unless the user is a supervisor
        """
        self.ensure_one()
        self.env["crisis.override"].create(
            [
                {"document_id": self.id, "gate_id": gate.id, "reason": reason}
                for gate in self._missing_gates(stage)
            ]
        )
        self.invalidate_recordset(["override_ids"])
        self.write({"stage_id": stage.id})
