import ast

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CrisisGate(models.Model):
    """A condition that must hold to enter a stage, and the words for its absence."""

    _name = "crisis.gate"
    _description = "Crisis Gate"
    _order = "stage_id, sequence, id"

    name = fields.Char(
        "What Is Missing",
        required=True,
        translate=True,
        help="The sentence the agent reads while the condition does not hold, such "
        "as “The explanation to the customer is missing”.",
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    stage_id = fields.Many2one(
        "crisis.stage", "To Enter", required=True, ondelete="cascade", index=True
    )
    protocol_id = fields.Many2one(related="stage_id.protocol_id")
    domain = fields.Char(
        "Condition", required=True, help="What must hold on the document."
    )
    next_step = fields.Selection(
        [
            ("information", "Complete the information"),
            ("message", "Write to the customer"),
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
        ],
        "Button Offered",
        help="The button that the agent is offered while the condition does not hold.",
    )

    @api.constrains("domain")
    def _check_domain(self):
        """Refuse a condition that can't be worked out or asks for nothing, and say why.

        It is tried both ways it is used later: by the database and on a record.
        """
        # as it is worked out later, see `_unmet`
        documents = self.env["crisis.document"].sudo()
        for gate in self:
            try:
                domain = gate._parse_domain()
                with self.env.cr.savepoint(flush=False):
                    documents.search(domain, limit=1).filtered_domain(domain)
                gate._holding(documents.new({}), domain)
            except Exception as error:  # noqa: BLE001 any failure means: unusable
                raise ValidationError(
                    self.env._(
                        "The condition of “%(gate)s” can't be used: %(reason)s",
                        gate=gate.name,
                        reason=error,
                    )
                ) from error
            if gate._always_holds(documents, domain):
                raise ValidationError(
                    self.env._(
                        "“%(gate)s” asks for nothing: its condition holds for every "
                        "case. Add a rule that says what must be there, or archive "
                        "the gate.",
                        gate=gate.name,
                    )
                )

    @api.model
    def _always_holds(self, documents, domain):
        """Whether a condition asks for nothing, however it is put.

        What every case has (its number, what is required) is not asked for.
        """
        required = {
            name for name, field in documents._fields.items() if field.required
        } | {"id", "create_date", "create_uid", "write_date", "write_uid"}

        def leave_out(condition):
            name, value = condition.field_expr, condition.value
            if name == "id":  # which case it is, is no deed
                return Domain.TRUE
            if name in required and condition.operator == "not in":
                value = {one for one in value if one}
                return Domain(name, "not in", value) if value else Domain.TRUE
            return condition

        asked = domain.optimize(documents).map_conditions(leave_out)
        return asked.optimize_full(documents).is_true()

    @api.model
    def _add_to_stage(self, name, stage, values):
        """Add a gate to a stage that another addon ships; call it from a data file.

        A manager may have deleted the stage: then there is nothing to guard. An update
        neither overwrites the gate nor brings it back, as with those of the core.

        :param str name: external id that the gate gets
        :param str stage: external id of the stage
        :param dict values: of the gate
        """
        found = self.env.ref(stage, raise_if_not_found=False)
        if found and not self.env.ref(name, raise_if_not_found=False):
            values = values | {"stage_id": found.id}
            gate = {"xml_id": name, "values": values, "noupdate": True}
            self._load_records([gate])

    def _parse_domain(self):
        """Return the condition as a domain.

        :raise ValueError, SyntaxError: if it is not a list of plain values
        """
        self.ensure_one()
        value = ast.literal_eval((self.domain or "").strip() or "[]")
        if not isinstance(value, list):
            raise ValueError(self.env._("a list of conditions is expected"))
        return Domain(value)

    def _unmet(self, documents):
        """Return the documents for which the condition does not hold.

        Read with the system's eyes: whether a gate holds does not depend on what
        the person who moves the case may see (tasks of a closed project, say).
        """
        self.ensure_one()
        domain = self._parse_domain()
        seen = documents.sudo()
        # Lines, and what is counted of them, are cached as the person saw them, for
        # the system too: read anew, and forget again what the person may not see.
        lines = self._line_fields(domain)
        filed = seen.filtered("id")
        filed.invalidate_recordset(lines)
        unmet = seen - self._holding(seen, domain)
        filed.invalidate_recordset(lines)
        return unmet.with_env(documents.env)

    def _line_fields(self, domain):
        """Return the names of lines, and of what is worked out, in a condition."""
        document_fields = self.env["crisis.document"]._fields
        names = {
            condition.field_expr.partition(".")[0]
            for condition in domain.iter_conditions()
        }
        return [
            name
            for name in names
            if name in document_fields
            and (
                document_fields[name].type in ("one2many", "many2many")
                or not document_fields[name].store
            )
        ]
