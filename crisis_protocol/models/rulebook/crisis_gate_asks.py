from collections.abc import Collection
from datetime import timedelta
from itertools import product

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.said import TEXTS

# What Odoo itself gives to every record, and lines that every case has from the start.
GIVEN = {"create_date", "create_uid", "write_date", "write_uid", "display_name"}
GIVEN_LINES = {"message_ids", "message_follower_ids", "message_partner_ids"}
# What each case has, one of few: all of them are tried.
FEW = {"protocol_id", "stage_id", "level_id", "company_id"}
# Nobody tries out more cases than that; a condition so wide is taken as it is.
MOST = 4096
# That of a record of which nothing is known.
ANY_ID = 2**31 - 1


class CrisisGate(models.Model):
    """Whether a condition asks for anything, however it is put.

    A condition asks for something if there can be a case of its protocol for which it
    does not hold. So it is tried with such values as a case may have: none, one, many;
    a text or none; each choice. That a text or a number is not one certain value asks
    for nothing, since nobody would write that value. What may still come up, open
    tasks or a notice nobody was told, is asked for although a fresh case has none of
    it: “not any” asks, as long as there can be such a line.
    """

    _inherit = "crisis.gate"

    def _always_holds(self, documents, domain):
        holds = super()._always_holds(documents, domain)
        return holds or self._is_certain(documents, domain)

    def _is_certain(self, model, domain, is_hunted=False):
        """Whether a condition holds for whatever record there may be.

        :param bool is_hunted: try the very values that the condition names, too
        """
        domain = domain.optimize(model)
        by_key = {}
        for condition in domain.iter_conditions():
            by_key.setdefault(self._what_varies(model, condition), []).append(condition)
        worlds = [
            self._worlds(model, conditions, is_hunted) for conditions in by_key.values()
        ]
        count = 1
        for one in worlds:
            count *= len(one)
        if count > MOST:
            return False
        for chosen in product(*worlds):
            truth = {key: value for world in chosen for key, value in world.items()}
            tried = domain.map_conditions(lambda c, t=truth: Domain(t[id(c)]))
            if not tried.is_true():
                return False
        return True

    def _what_varies(self, model, condition):
        """Return what makes conditions look at the same: a field, or its lines."""
        name = condition.field_expr
        field = model._fields.get(name)
        is_lines = field is not None and field.relational and name not in FEW
        return name, repr(condition.value) if is_lines else None

    def _worlds(self, model, conditions, is_hunted):
        """Return which of these conditions hold together, for each value there may be.

        :param conditions: of one field, or of the same lines
        :return: [{id of a condition: whether it holds}]
        """
        name = conditions[0].field_expr
        field = model._fields.get(name)
        if field is None or field.type == "properties":  # an answer, given or not
            keys = [id(condition) for condition in conditions]
            return [dict.fromkeys(keys, True), dict.fromkeys(keys, False)]
        if name == "id":
            return self._worlds_of_ids(model, conditions, is_hunted)
        if model._name == "crisis.document" and name in FEW:
            tried = [{name: record.id} for record in self._few(model, field)]
        elif field.relational:
            return self._worlds_of_lines(model, field, conditions)
        else:
            tried = [
                {name: value}
                for value in self._values_tried(model, field, conditions, is_hunted)
            ]
        return [
            {id(c): bool(record.filtered_domain(c)) for c in conditions}
            for record in map(model.new, tried)
        ]

    def _worlds_of_ids(self, model, conditions, is_hunted):
        if not is_hunted:  # which record it is, is no deed
            return [dict.fromkeys(map(id, conditions), True)]
        named = {one for c in conditions for one in self._named(c)}
        found = model.browse(one for one in named if isinstance(one, int)).exists()
        return [
            {id(c): bool(record.filtered_domain(c)) for c in conditions}
            for record in [*found, model.browse(ANY_ID)]
        ]

    def _worlds_of_lines(self, model, field, conditions):
        """Return whether there are such lines: those there can be, or there must be."""
        inner = conditions[0].value
        if isinstance(inner, Domain):
            # as a gate is worked out later, with the system's eyes
            lines = self.env[field.comodel_name].sudo()
            can_be = not self._is_certain(lines, ~inner, is_hunted=True)
            must_be = self._is_present(field) and self._is_certain(lines, inner)
        else:
            can_be = True
            must_be = self._is_present(field) and not any(self._named(conditions[0]))
        tried = [True] * can_be + [False] * (not must_be)
        return [
            {id(c): is_there != self._is_negative(c) for c in conditions}
            for is_there in tried
        ]

    @api.model
    def _named(self, condition):
        """Return the values that a condition names."""
        value = condition.value
        is_many = isinstance(value, Collection) and not isinstance(value, str)
        return list(value) if is_many else [value]

    @api.model
    def _is_negative(self, condition):
        """Whether a condition on lines wants that there are none."""
        if isinstance(condition.value, Domain):
            return condition.operator.startswith("not")
        # “not in [nothing]” wants one
        is_empty = not any(self._named(condition))
        return condition.operator.startswith("not") != is_empty

    @api.model
    def _is_present(self, field):
        is_line = field.type in ("one2many", "many2many")
        return field.name in GIVEN_LINES if is_line else self._is_filled(field)

    @api.model
    def _is_filled(self, field):
        """Whether every record has a value here, without anybody's deed."""
        if field.required or field.name in GIVEN:
            return True
        if field.model_name == "crisis.document" and field.name == "reference":
            return True
        if field.name == self.env[field.model_name]._rec_name:
            return True
        # a choice that begins with one has one
        return field.type == "selection" and bool(field.default)

    def _few(self, model, field):
        """Return which of the few there are for a case of this gate's protocol."""
        # as a gate is worked out later, with the system's eyes
        records = self.env[field.comodel_name].sudo()
        if field.name == "protocol_id":
            return records.browse(self.protocol_id.ids)
        if field.name == "stage_id":
            return records.browse(self.protocol_id.stage_ids.ids)
        # all of them, of which a company has a few: each may be what a case has
        return records.search(Domain.TRUE)

    def _values_tried(self, model, field, conditions, is_hunted):
        """Return values of a field that a record may have."""
        now = fields.Datetime.now()
        # numbers and choices begin with one; nobody writes a number below none
        values = {
            "boolean": [False, True],
            "integer": [0, 1, 1000],
            "float": [0.0, 1.0, 1000.0],
            "monetary": [0.0, 1.0, 1000.0],
            "date": [now.date() + timedelta(days=days) for days in (-400, 0)],
            "datetime": [now - timedelta(days=400), now],
        }.get(field.type, [])
        if field.type in TEXTS:
            values = ["What somebody wrote here."]
        elif field.type == "selection":
            values = list(field.get_values(self.env))
            if model._name == "crisis.document" and field.name == "origin":
                values = [self.protocol_id.origin]
        is_number = field.type in ("boolean", "integer", "float", "monetary")
        if not is_number and not self._is_filled(field):
            values = [False, *values]
        if is_hunted and field.type in ("date", "datetime"):
            values = [*values, values[-1] + timedelta(days=400)]
        elif is_hunted:  # a pattern is found in itself
            values = [*values, *(one for c in conditions for one in self._named(c))]
        return values
