"""One write on cases, as its reactions see it."""


class Change:
    """What a write on cases says, and how they stood before it.

    `vals` is what reached the database; `handed_in` is what was asked for, with what
    a reaction writes itself; `before` has what each snapshot found, by the name of
    its method, or None where these values can't concern it.
    """

    __slots__ = ("before", "handed_in", "vals")

    def __init__(self, handed_in, vals, before):
        self.handed_in = handed_in
        self.vals = vals
        self.before = before
