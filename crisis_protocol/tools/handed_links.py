"""Which records the values of a form, an import or a call link to."""

from dataclasses import dataclass

from odoo.api import NewId
from odoo.fields import Command
from odoo.models import BaseModel

LINKS = ("many2one", "one2many", "many2many")


@dataclass(frozen=True)
class Link:
    """A field of a record, and what it is to lead to."""

    model: str
    owner_id: int
    field: str
    comodel: str
    id: int


def handed_links(record, values, wanted, deep=False, seen=0):
    """Yield the links that values of a record make.

    Whatever is no link is left to Odoo, which says what it thinks of it.

    :param record: the record that the values are for; empty: a new one
    :param dict values: as for `write`, or as a form hands them to `onchange`
    :param wanted: tells of a field whether its links are asked for
    :param deep: look into the lines, too, as a form has them
    """
    if not isinstance(values, dict) or seen > 5:
        return
    for name, value in values.items():
        field = record._fields.get(name) if isinstance(name, str) else None
        if field is None or field.type not in LINKS:
            continue
        is_wanted = wanted(field)
        if not is_wanted and not deep:
            continue
        for id_, inner in _parts(field, value):
            if is_wanted and id_:
                owners = [owner.id or 0 for owner in record._origin] or [0]
                for owner_id in owners:
                    yield Link(record._name, owner_id, name, field.comodel_name, id_)
            if deep and inner:
                line = record.env[field.comodel_name].browse(id_ or ())
                yield from handed_links(line, inner, wanted, deep, seen + 1)


def _parts(field, value):
    """Yield (id, values of its own) of what the value of a field consists of."""
    if isinstance(value, BaseModel):
        value = list(value._ids)
    elif field.type == "many2one":
        value = value[:1] if isinstance(value, (list, tuple)) else [value]
    if not isinstance(value, (list, tuple)):
        return
    for part in value:
        yield from _command_parts(part)


def _command_parts(part):
    match part:
        case dict():
            yield _id(part.get("id")), part
        case [Command.CREATE, _, dict(inner)]:
            yield 0, inner
        case [Command.UPDATE, id_, dict(inner)]:
            yield _id(id_), inner
        case [Command.LINK, id_, *_]:
            yield _id(id_), None
        case [Command.SET, _, [*ids]]:
            for id_ in ids:
                yield _id(id_), None
        case _:
            yield _id(part), None


def _id(value):
    """Return the id of a record in the database that a value stands for, or 0."""
    if isinstance(value, NewId):
        value = value.origin
    is_id = isinstance(value, int) and not isinstance(value, bool)
    return int(value) if is_id and value > 0 else 0
