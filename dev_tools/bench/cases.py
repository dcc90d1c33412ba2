"""What is measured: the addon beside the nearest thing its peer does, and the goals.

A case names what we do and what the peer does (see work), at which sizes of the
data, and the goals of the project's performance figures that hold there. Filing always
makes the first duties: two controls, and a notice to the supervisor.
"""

from . import duty_cases, manager_cases, production_cases, word_cases
from .case import ALL, LARGE, MEDIUM, SMALL, Case, Goal
from .work import (
    DOCUMENT,
    PAGE,
    TICKET,
    agent,
    file_documents,
    file_tickets,
    move_documents,
    move_tickets,
    open_form,
    open_kanban,
    open_list,
    receive_mail,
    root,
    ticket_agent,
)

UNFILTERED = ()
OPEN_DOCUMENTS = (("is_closed", "=", False),)
OPEN_TICKETS = (("closed", "=", False),)


def chosen(words, size):
    """The cases of this size that one of the words is part of."""
    return [
        case
        for case in CASES
        if size in case.sizes
        and (not words or any(word in case.name for word in words))
    ]


def names():
    return [case.name for case in CASES]


FILING = (
    Case(
        "create 1",
        agent(file_documents, 1),
        ticket_agent(file_tickets, 1),
        goals=(Goal("G1", "sql", 17, ""),),
    ),
    Case(
        "create 100",
        agent(file_documents, 100),
        ticket_agent(file_tickets, 100),
        goals=(
            Goal("G2", "sql", 20, ""),
            Goal("G2", "calls", 0.35),
            # the best peer, mgmtsystem.nonconformity, took 0.24 of a ticket's time
            Goal("G5", "cpu", 0.24),
        ),
    ),
    Case(
        "create 100 / ticket + 3 activities",
        agent(file_documents, 100),
        ticket_agent(file_tickets, 100, activities=3),
    ),
    Case(
        "create 1000",
        agent(file_documents, 1000),
        ticket_agent(file_tickets, 1000),
        warm_up=False,
    ),
)
MOVING = (
    Case(
        "stage 1",
        agent(move_documents, 1, "own_reported", "own_assessment"),
        ticket_agent(move_tickets, 1),
    ),
    Case(
        "stage 100",
        agent(move_documents, 100, "own_reported", "own_assessment"),
        ticket_agent(move_tickets, 100),
        goals=(Goal("G7", "sql", 1.0),),
    ),
    Case(
        "stage 1000",
        agent(move_documents, 1000, "own_reported", "own_assessment"),
        ticket_agent(move_tickets, 1000),
        warm_up=False,
    ),
    Case(
        "stage with its plan 100 / ticket + 2 activities",
        agent(move_documents, 100, "own_remedy", "own_follow_up"),
        ticket_agent(move_tickets, 100, activities=2),
    ),
)
VIEWS = (
    Case(
        "list, as it opens",
        agent(open_list, DOCUMENT, OPEN_DOCUMENTS),
        ticket_agent(open_list, TICKET, UNFILTERED),
        sizes=ALL,
    ),
    Case(
        "list, open only",
        agent(open_list, DOCUMENT, OPEN_DOCUMENTS),
        ticket_agent(open_list, TICKET, OPEN_TICKETS),
        sizes=ALL,
    ),
    Case(
        "list, all",
        agent(open_list, DOCUMENT, UNFILTERED),
        ticket_agent(open_list, TICKET, UNFILTERED),
        sizes=ALL,
        goals=(
            Goal("G14", "sql", 1.0, MEDIUM, at=(LARGE,)),
            Goal("G14", "calls", 1.05, MEDIUM, at=(LARGE,)),
        ),
    ),
    Case(
        "list, all / res.partner",
        agent(open_list, DOCUMENT, UNFILTERED),
        agent(open_list, "res.partner", UNFILTERED, name="res.partner"),
        sizes=(LARGE,),
        goals=(
            Goal("G13", "postgres", 1.5),
            Goal("G13", "calls", 1.2),
            # the agent sees every second one, so to count 10 000 reads twice as many
            Goal("G13", "seq", 2 * 13_000, ""),
        ),
    ),
    Case(
        "list, all, page 50",
        agent(open_list, DOCUMENT, UNFILTERED, offset=49 * PAGE),
        ticket_agent(open_list, TICKET, UNFILTERED, offset=49 * PAGE),
        sizes=(MEDIUM, LARGE),
        goals=(
            Goal("G14", "sql", 1.0, MEDIUM, at=(LARGE,)),
            Goal("G14", "calls", 1.05, MEDIUM, at=(LARGE,)),
        ),
    ),
    Case(
        "kanban, as it opens",
        agent(open_kanban, DOCUMENT, OPEN_DOCUMENTS, protocol="own"),
        ticket_agent(open_kanban, TICKET, UNFILTERED),
        sizes=ALL,
        goals=(
            Goal("G15", "postgres", 0.10, at=(LARGE,)),
            Goal("G15", "seq", LARGE * 0.05, "", at=(LARGE,)),
            Goal("G15", "sql", 20, "", at=(LARGE,)),
        ),
    ),
    Case(
        "kanban, open only, all protocols",
        agent(open_kanban, DOCUMENT, OPEN_DOCUMENTS),
        ticket_agent(open_kanban, TICKET, OPEN_TICKETS),
        sizes=ALL,
    ),
    Case(
        "form",
        agent(open_form, DOCUMENT, "document"),
        ticket_agent(open_form, TICKET, "ticket"),
        sizes=ALL,
        goals=(
            Goal("G16", "sql", 12, "", at=(LARGE,)),
            Goal("G16", "seq", 500, "", at=(LARGE,)),
            Goal("G16", "postgres", 0.3, at=(LARGE,)),
            Goal("G24", "postgres", 1.5, SMALL, at=(LARGE,)),
        ),
    ),
    Case(
        "task form / without us",
        agent(open_form, "project.task", "task"),
        agent(open_form, "project.task", "task", without="crisis_", name="without us"),
        sizes=ALL,
        goals=(
            Goal("G17", "sql", 2, "more", at=(LARGE,)),
            # the levels, a table of four rows; not those of documents or tasks
            Goal("G17", "seq", 10, "more", at=(LARGE,)),
        ),
    ),
)
MAIL = (
    Case(
        "mail in",
        root(receive_mail, DOCUMENT, "team", name=DOCUMENT),
        root(receive_mail, TICKET, "ticket_team"),
        sizes=(SMALL, LARGE),
        goals=(
            Goal("G18", "sql", 51, "", at=(SMALL,)),
            Goal("G18", "calls", 1.05, at=(SMALL,)),
            Goal("G19", "seq", 2_000, "", at=(LARGE,)),
        ),
    ),
)
CASES = (
    FILING
    + MOVING
    + VIEWS
    + MAIL
    + duty_cases.CASES
    + word_cases.CASES
    + production_cases.CASES
    + manager_cases.CASES
)
