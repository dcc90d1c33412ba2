from odoo.fields import Domain
from odoo.tools import OrderedSet

MANAGER = "crisis_protocol.group_crisis_manager"
# Where a partner stands for whoever works on a case: who follows it, who wrote.
FOLLOWERS = "message_partner_ids"
OF_CHATTER = frozenset({"mail.message", "mail.followers"})


def sees_persons(env):
    """Whether figures on persons are for this user: managers, and Odoo itself."""
    return env.su or env.user.has_group(MANAGER)


def names_person(model, path):
    """Whether a field, or a path of fields, leads to somebody who works on cases.

    :param str path: as in a domain or a `groupby`: `document_id.user_id`, `date:month`
    """
    return any(_is_person(owner, field) for owner, field in _hops(model, path))


def picks_person(model, domain):
    """Whether a domain picks somebody out; oneself and nobody don't count."""
    return any(
        names_person(owner, condition.field_expr) and not _is_own(owner, condition)
        for owner, condition in _conditions(model, domain)
    )


def tells_figure(model, path):
    """Whether a path of fields leads to a figure that measures somebody's work."""
    return any(_is_figure(owner, field.name) for owner, field in _hops(model, path))


def asks_figure(model, domain):
    """Whether a domain sorts records by figures that measure somebody's work."""
    return any(
        _is_figure(hop, field.name, condition)
        for owner, condition in _conditions(model, domain)
        for hop, field in _hops(owner, condition.field_expr)
    )


def finds_one_case(domain):
    """Whether a domain on what hangs on cases finds what hangs on a single one."""
    cases = set()

    def leave_out(condition):
        value = condition.value
        if condition.operator == "in" and len(value) == 1:
            (value,) = value
        elif condition.operator != "=":
            return condition
        if condition.field_expr != "document_id" or type(value) is not int:
            return condition
        cases.add(value)
        return Domain.FALSE

    # false without them: each way to be found leads through one of them
    return Domain(domain).map_conditions(leave_out).is_false() and len(cases) == 1


def parts_missed(condition):
    """Whether a condition on the state finds what was missed apart from what was done.

    :param condition: None: each state by itself
    """
    if condition is None:
        return True
    value = condition.value
    states = {value} if isinstance(value, str) else set(value or ())
    return ("missed" in states) != ("done" in states)


def _is_figure(model, name, condition=None):
    measures = getattr(model, "_is_figure", None)
    return measures is not None and measures(name, condition)


def _is_person(model, field):
    if field.comodel_name == "res.partner":
        return field.name == FOLLOWERS or model._name in OF_CHATTER
    return field.comodel_name == "res.users"


def _is_own(model, condition):
    """Whether a condition on persons finds nobody but oneself, or nobody at all."""
    if condition.operator not in ("=", "!=", "in", "not in"):
        return False
    path = condition.field_expr.removesuffix(".id")
    last = [field for _owner, field in _hops(model, path)][-1]
    user = model.env.user
    own = {"res.users": user.id, "res.partner": user.partner_id.id}
    value = condition.value
    is_many = isinstance(value, list | tuple | set | frozenset | OrderedSet)
    wanted = set(value if is_many else [value])
    return wanted <= {own.get(last.comodel_name, False), False} and (
        last.comodel_name in own
    )


def _conditions(model, domain):
    """Yield each condition of a domain, nested ones too, with the model it is on."""
    for condition in Domain(domain).iter_conditions():
        yield model, condition
        value = condition.value
        if condition.operator.endswith(("any", "any!")) and isinstance(
            value, Domain | list | tuple
        ):
            hops = list(_hops(model, condition.field_expr))
            if hops and hops[-1][1].comodel_name:
                yield from _conditions(model.env[hops[-1][1].comodel_name], value)


def _hops(model, path):
    """Yield each field of a path, with the model that it belongs to."""
    for name in path.partition(":")[0].split("."):
        field = model is not None and model._fields.get(name)
        if not field:
            return
        yield model, field
        model = model.env[field.comodel_name] if field.comodel_name else None
