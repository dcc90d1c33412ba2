"""What the web client asks the server for when it opens a view.

Follows getFieldsSpec and addFieldDependencies of Odoo's web client: every field of
the arch is read, hidden columns too, names of many2one fields with them.
"""

import ast

from lxml import etree

ALWAYS = {"1", "True"}
# Fields that widgets read on top of those in the arch.
ACTIVITY = (
    "activity_exception_decoration",
    "activity_exception_icon",
    "activity_state",
    "activity_summary",
    "activity_type_icon",
    "activity_type_id",
)
DURATION = ("duration_tracking",)
DEPENDENCIES = {
    "kanban_activity": ACTIVITY,
    "list_activity": ACTIVITY,
    "statusbar_duration": DURATION,
    "rotting_statusbar_duration": DURATION,
}
RELATED = {
    "many2many_avatar_user": ("display_name",),
    "many2many_binary": ("name", "mimetype"),
}


def arch(env, model, kind, view=False):
    """The arch of the user's view, with inline views put in.

    :param view: the id of the one that the action names, if it does
    """
    views = env[model].get_views([(view, kind)])
    return etree.fromstring(views["views"][kind]["arch"])


def specification(env, model, kind, view=False):
    return _specification(env[model], arch(env, model, kind, view))


def progress_bar(view):
    (node,) = view.findall("progressbar")
    return {"field": node.get("field"), "colors": ast.literal_eval(node.get("colors"))}


def _specification(model, view):
    found = {}
    for node in _field_nodes(view):
        name = node.get("name")
        spec = _field(model, node)
        if len(str(spec)) >= len(str(found.get(name, ""))):
            found[name] = spec
        for dependency in DEPENDENCIES.get(node.get("widget"), ()):
            is_many2one = model._fields[dependency].type == "many2one"
            plain = {"fields": {"display_name": {}}} if is_many2one else {}
            found.setdefault(dependency, plain)
    return found


def _field_nodes(view):
    """The fields of this view, not those of views inside its fields."""
    for node in view:
        if node.tag == "field":
            yield node
        else:
            yield from _field_nodes(node)


def _field(model, node):
    field = model._fields[node.get("name")]
    is_hidden = ALWAYS & {node.get("invisible"), node.get("column_invisible")}
    if field.type in ("many2one", "reference"):
        return {"fields": {} if is_hidden else {"display_name": {}}}
    if field.type in ("one2many", "many2many") and not is_hidden:
        return {"fields": _related(model, field, node), "limit": 40}
    return {}


def _related(model, field, node):
    for kind in ("list", "kanban"):
        inline = node.find(kind)
        if inline is not None:
            return _specification(model.env[field.comodel_name], inline)
    names = RELATED.get(node.get("widget"), ())
    if node.get("widget") == "many2many_tags":
        color = ast.literal_eval(node.get("options", "{}")).get("color_field")
        names = ("display_name", color) if color else ("display_name",)
    return {name: {} for name in names}
