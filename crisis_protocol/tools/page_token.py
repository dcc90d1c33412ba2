from odoo.tools.misc import hash_sign, verify_hash_signed

# A copy of the database gets another one (`data/neutralize.sql`): the links that the
# original has sent are worth nothing there.
COPY_KEY = "crisis_protocol.copy"


def sign(env, scope, values, hours):
    """Return a token for a link: it says for what and whom, and nobody can forge it.

    :param str scope: what the link is for; one for another purpose is worth nothing
    :param list values: what JSON can hold; readable for whoever has the link
    :param int hours: how long the link may be used
    """
    # the secret of the database is the system's
    return hash_sign(env(su=True), _scope(env, scope), values, expiration_hours=hours)


def read(env, scope, token, count):
    """Return the values of a link.

    :param int count: how many values such a link carries
    :return: list; as many times None if the link is forged, too old or none at all
    """
    nothing = [None] * count
    try:
        # the secret of the database is the system's
        values = verify_hash_signed(env(su=True), _scope(env, scope), token)
    except Exception:  # noqa: BLE001 whatever a stranger types is no token
        return nothing
    is_ours = isinstance(values, list) and len(values) == count
    return values if is_ours else nothing


def _scope(env, scope):
    # which copy it is does not concern who reads a page
    copy = env["ir.config_parameter"].sudo().get_param(COPY_KEY)
    return f"{scope} {copy}" if copy else scope
