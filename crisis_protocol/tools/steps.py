"""Steps of an event, in the order in which they happen.

A method returns them as a tuple of method names. Who adds one extends that method and
says which named step it stands before or after:

    def _change_steps(self):
        return insert_step(super()._change_steps(), "_note_errand", after="_note_word")
"""


def insert_step(steps, name, before=None, after=None):
    """Return the steps with a further one beside a step that is named.

    :param tuple steps: names of methods, in order; it stays as it is
    :param str name: the method to add
    :param str before: the step that it stands right before
    :param str after: the step that it stands right after
    :raise ValueError: if the neighbour is not there, if not exactly one is named, or
        if the step is there already
    """
    if bool(before) == bool(after):
        raise ValueError(f"Name one step that {name!r} stands before or after.")
    neighbour = before or after
    if neighbour not in steps:
        raise ValueError(
            f"{name!r} can't stand beside {neighbour!r}: the steps are"
            f" {', '.join(steps) or 'none'}."
        )
    if name in steps:
        raise ValueError(f"{name!r} is one of the steps already.")
    place = steps.index(neighbour) + bool(after)
    return (*steps[:place], name, *steps[place:])
