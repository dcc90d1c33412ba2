"""What our own code hands on in the context, and no client can send."""

from contextlib import contextmanager


class Inside:
    """A value in the context that only code can put there.

    A context comes from the client as JSON, and so has numbers, texts, lists and
    dictionaries in it, never an object of this class. What a rule asks of the context
    is asked through `handed_inside`, so that nobody takes a message or a case past it
    by sending a key.
    """

    __slots__ = ("value",)

    def __init__(self, value=True):
        self.value = value


def handed_inside(env, key):
    """Return what our own code handed on under a key of the context, or None."""
    for handed in (env.context.get(key), env.cr.cache.get(key)):
        if isinstance(handed, Inside):
            return handed.value
    return None


@contextmanager
def kept_inside(env, key, value=True):
    """Hand something on to what runs in the block, whatever context that takes."""
    env.cr.cache[key] = Inside(value)
    try:
        yield
    finally:
        env.cr.cache.pop(key, None)
