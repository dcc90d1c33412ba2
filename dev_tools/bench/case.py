"""A case: what is measured, and the goals it has to meet."""

from dataclasses import dataclass

SMALL, MEDIUM, LARGE = 1_000, 10_000, 100_000
ALL = (SMALL, MEDIUM, LARGE)


@dataclass(frozen=True)
class Goal:
    """`of`: what the limit is a share of, or what it may be more than.

    "" is the figure itself, "peer" a share of the peer's, "more" the difference to
    the peer's, a number a share of our own figure at that size.
    """

    name: str
    meter: str
    limit: float
    of: str | int = "peer"
    at: tuple = ALL


@dataclass(frozen=True)
class Case:
    """One thing to do, by us and by the peer (see work).

    :param world: what both sides find beside the data, in functions that make a part
        each, once for all samples, and are undone: called with an environment of the
        system, the facts and the size
    :param count: of how many, where the price of one is of interest
    """

    name: str
    ours: object
    peer: object
    sizes: tuple = (SMALL,)
    goals: tuple = ()
    # what takes long is measured cold, and without counting calls
    warm_up: bool = True
    world: tuple = ()
    count: int = 0
