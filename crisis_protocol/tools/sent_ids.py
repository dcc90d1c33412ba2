"""Ids of records as a client sends them, in a context or a text."""

LARGEST = 2**31 - 1


def sent_ids(value):
    """Return what of a value can be ids of records; all else is left aside.

    :param value: whatever came: a number, a list of them, or something else
    """
    values = value if isinstance(value, (list, tuple)) else [value]
    return [
        number
        for number in values
        if isinstance(number, int)
        and not isinstance(number, bool)
        and 0 < number <= LARGEST
    ]


def ids_of_text(text):
    """Return the ids that a text lists, such as `1,2`; empty if it lists others."""
    parts = [part.strip() for part in str(text or "").split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() for part in parts):
        return []
    return sent_ids([int(part) for part in parts])
