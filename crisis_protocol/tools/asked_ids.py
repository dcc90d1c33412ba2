from odoo.fields import Domain


def asked_ids(domain):
    """Return the ids that a domain asks for, if it asks for nothing else; else None.

    A view that makes its ids of those of other tables finds such rows by their tables'
    keys instead of looking through all of them.
    """
    match list(Domain(domain)):
        case [("id", "in", ids)] if not hasattr(ids, "subselect"):
            return [id_ for id_ in ids if id_]
        case _:
            return None
