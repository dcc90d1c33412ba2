"""Where the mail of a contact goes."""

import hashlib

from odoo.tools import email_normalize_all


def mailboxes(email):
    """Return the addresses that a mail to a contact goes to, in one order.

    :param str email: as it stands at the contact, which may name several
    """
    return sorted(set(email_normalize_all(email or ""))) or [(email or "").strip()]


def mailbox_mark(email):
    """Return what tells where a link went, and says no address to who reads it."""
    return hashlib.sha256(" ".join(mailboxes(email)).encode()).hexdigest()[:16]
