import inspect

from odoo.service.model import get_public_method


def own_public_methods(model):
    """Yield (name, method) of what a client may call that is written by us."""
    for name in dir(type(model)):
        method = inspect.getattr_static(type(model), name)
        if name.startswith("_") or not inspect.isfunction(method):
            continue
        outermost = next(c for c in type(model).__mro__ if name in vars(c))
        if "crisis_" not in outermost.__module__ or name == "web_read":
            continue
        try:
            get_public_method(model, name)
        except Exception:  # private to Odoo itself
            continue
        yield name, method
