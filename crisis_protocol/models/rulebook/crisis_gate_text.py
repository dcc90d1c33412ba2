from odoo import api, models
from odoo.fields import Domain

from ...tools.said import TEXTS, is_fact, plain, says_something


class CrisisGate(models.Model):
    """A text that says nothing is none, in whichever condition it stands.

    “-”, “tamam” and the like open no gate: also none that a manager makes on another
    text of the case or of its lines.
    """

    _inherit = "crisis.gate"

    @api.model
    def _holding(self, records, domain):
        """Return the records for which a condition holds, with idle texts as empty."""
        domain = domain.optimize(records)
        asked = [c for c in domain.iter_conditions() if self._asks_text(records, c)]
        if not asked:
            return records.filtered_domain(domain)
        answers = [set(self._holding_alone(records, c)._ids) for c in asked]
        found = records.browse()
        for known, alike in records.grouped(
            lambda record: tuple(record.id in ids for ids in answers)
        ).items():
            # each condition is one object, as equal ones ask the same
            truth = {
                id(c): Domain(is_so) for c, is_so in zip(asked, known, strict=True)
            }
            found |= alike.filtered_domain(
                domain.map_conditions(lambda c, t=truth: t.get(id(c), c))
            )
        return found

    @api.model
    def _asks_text(self, records, condition):
        """Whether a condition looks at a text that people write on a case."""
        field = records._fields.get(condition.field_expr.partition(".")[0])
        if not field or not records._name.startswith("crisis."):
            return False
        if field.relational:
            lines = self.env[field.comodel_name]
            return isinstance(condition.value, Domain) and any(
                self._asks_text(lines, inner)
                for inner in condition.value.iter_conditions()
            )
        # what Odoo itself keeps, nobody writes
        is_written = field.type in TEXTS and not field.readonly
        return is_written or field.type == "properties"

    @api.model
    def _holding_alone(self, records, condition):
        name = condition.field_expr
        field = records._fields[name.partition(".")[0]]
        if field.relational:
            lines = self._holding(records[name], condition.value)
            is_any = not condition.operator.startswith("not")
            return records.filtered(lambda record: bool(record[name] & lines) == is_any)
        idle = records.filtered(lambda record: self._is_idle(record, name))
        holding = (records - idle).filtered_domain(condition)
        if not idle:
            return holding
        # as an empty text of that kind
        empty = (
            {"protocol_id": idle[0].protocol_id.id} if "." in name else {name: False}
        )
        return holding | (
            idle if records.new(empty).filtered_domain(condition) else idle.browse()
        )

    @api.model
    def _is_idle(self, record, name):
        """Whether a text of a record was filled, but says nothing."""
        name, _dot, own = name.partition(".")
        value, field = record[name], record._fields[name]
        if not own:
            return bool(value) and not says_something(field, value)
        answer = (value or {}).get(own)
        return bool(answer) and record.protocol_id._is_idle_property(own, answer)

    def _words(self, document):
        """Return what is missing, and which of the texts that are there say nothing."""
        self.ensure_one()
        fields = document._fields
        names = {
            condition.field_expr
            for condition in self._parse_domain().iter_conditions()
            if condition.field_expr in fields
            and self._asks_text(document, condition)
            and fields[condition.field_expr].type in TEXTS
        }
        idle = [name for name in sorted(names) if self._is_idle(document, name)]
        return " ".join(
            [f"{self.name.rstrip('. ')}." if idle else self.name]
            + [self._idle_words(document, name) for name in idle]
        )

    def _idle_words(self, document, name):
        """Say that a text says nothing, and what is wanted."""
        field = document._fields[name]
        said = self.env._(
            "%(field)s: “%(text)s” says nothing.",
            field=field._description_string(self.env),
            text=plain(field, document[name]),
        )
        wanted = (
            self.env._("Write what is known.")
            if is_fact(field)
            else self.env._("Write a sentence.")
        )
        return " ".join(filter(None, [said, wanted, field._description_help(self.env)]))
