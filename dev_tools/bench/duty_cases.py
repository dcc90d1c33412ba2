"""The cases about duties: filing with the whole schedule, the plan, and the sweep."""

from functools import partial

from .case import ALL, LARGE, MEDIUM, SMALL, Case, Goal
from .plan_work import (
    end_tickets,
    give_feedback,
    launch_plan,
    note_control,
    planned,
    reconcile,
    reschedule,
    unplanned,
    write_documents,
)
from .sweep_work import automation, due, many_open, schedule, sweep
from .work import DOCUMENT, agent, file_documents, file_tickets, root, ticket_agent

# two controls, and a supervisor and three managers to be told
FILE_SIX = partial(
    file_documents, team_id="team_of_six", level_id="crisis_protocol.level_severe"
)


def _filing(count, peer, goals=(), **options):
    return Case(
        f"file {count} with 6 duties / ticket + {peer}",
        agent(FILE_SIX, count),
        ticket_agent(file_tickets, count, **options),
        goals=goals,
        warm_up=count < 1000,
        count=count,
    )


SCHEDULE = (
    _filing(
        1,
        "6 activities",
        (Goal("G3", "sql", 0.60), Goal("G3", "calls", 0.60)),
        activities=6,
    ),
    _filing(
        100,
        "6 activities",
        (Goal("G4", "sql", 0.02), Goal("G4", "cpu", 0.25)),
        activities=6,
    ),
    _filing(1000, "6 activities", activities=6),
    # the same people are told on both sides
    _filing(1, "6, 4 of them told", activities=2, told=4),
    _filing(100, "6, 4 of them told", activities=2, told=4),
)
PLAN = (
    Case(
        "plan 100 / plan wizard of 6",
        agent(reconcile, 100),
        ticket_agent(launch_plan, 100),
        goals=(Goal("G6", "sql", 0.02), Goal("G6", "calls", 0.25)),
        world=(unplanned(100),),
        count=100,
    ),
    Case(
        "plan 100, nothing to do / activity_reschedule of 3",
        agent(reconcile, 100),
        ticket_agent(reschedule, 100),
        world=(planned(100),),
        count=100,
    ),
    Case(
        "plan 100, another level / activity_reschedule of 3",
        agent(write_documents, 100, level_id="crisis_protocol.level_emergency"),
        ticket_agent(reschedule, 100),
        world=(planned(100),),
        count=100,
    ),
    Case(
        "end 100 with their duties / ticket, activity_unlink of 3",
        agent(
            write_documents,
            100,
            stage_id="crisis_protocol.stage_own_not_crisis",
            stage_reason="False alarm",
        ),
        ticket_agent(end_tickets, 100),
        world=(planned(100),),
        count=100,
    ),
    Case(
        "control, clean / activity with feedback",
        agent(note_control),
        ticket_agent(give_feedback),
        world=(planned(1),),
        count=1,
    ),
)


def _sweep(title, count, owners, peer, goals=(), **options):
    return Case(
        f"sweep, {title}",
        root(sweep, count, name=DOCUMENT),
        root(peer, count),
        goals=goals,
        world=(many_open, due(count, owners)) if count else (many_open,),
        count=count,
        **options,
    )


def _flat(name):
    """The same at any number of open duties."""
    return (
        Goal(name, "sql", 1.0, SMALL, at=(MEDIUM, LARGE)),
        Goal(name, "calls", 1.02, SMALL, at=(MEDIUM, LARGE)),
    )


def _per_owner(owners):
    return (
        Goal("G9", "sql", 12 + 7 * owners, ""),
        Goal("G12", "mails", owners, ""),
    )


SWEEP = (
    _sweep(
        "nothing due / base_automation",
        0,
        0,
        automation,
        # the desks, a table of a few rows, may be read whole
        (Goal("G8", "sql", 3, ""), Goal("G8", "seq", 10, ""), *_flat("G8")),
        sizes=ALL,
    ),
    _sweep(
        "100 due of 5 owners / base_automation",
        100,
        5,
        automation,
        (
            Goal("G9", "sql", 0.03),
            Goal("G9", "calls", 0.10),
            *_per_owner(5),
            *_flat("G10"),
        ),
        sizes=ALL,
    ),
    _sweep(
        "100 due of 50 owners / base_automation", 100, 50, automation, _per_owner(50)
    ),
    _sweep("100 due of 5 owners / activity_schedule", 100, 5, schedule, sizes=ALL),
    _sweep(
        "1000 due of 5 owners / activity_schedule",
        1000,
        5,
        schedule,
        (Goal("G12", "mails", 5, ""),),
        sizes=(MEDIUM,),
        warm_up=False,
    ),
)
CASES = SCHEDULE + PLAN + SWEEP
