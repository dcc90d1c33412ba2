"""The cases of whoever leads: the board, the mail, the story of a case, the figures."""

from .board_work import (
    BOARD,
    DIGEST,
    few_open,
    open_board,
    send_digest,
    tell_situation,
)
from .case import LARGE, MEDIUM, SMALL, Case, Goal
from .figures_work import (
    looker,
    many_tasks,
    open_mine,
    ordered_long_ago,
    read_graph,
    read_pivot,
)
from .production_work import project_user
from .story_work import (
    TIMELINE,
    long_chatter,
    open_timeline,
    print_case,
    read_chatter,
)
from .work import (
    DOCUMENT,
    TICKET,
    agent,
    open_kanban,
    open_list,
    root,
    ticket_agent,
)

REPORT, DUTY, STAGE = "crisis.report", "crisis.duty.report", "crisis.stage.report"
TASKS, BURNDOWN = "report.project.task.user", "project.task.burndown.chart.report"
ROLES = ("agent", "supervisor", "manager")
BOTH = (SMALL, LARGE)
OPEN_TICKETS = (("closed", "=", False),)
CONTACTS = agent(open_list, "res.partner", (), name="res.partner")


def _flat(name, sql=1.0):
    """The same, however many other cases there are."""
    return (
        Goal(name, "sql", sql, SMALL, at=(LARGE,)),
        Goal(name, "calls", 1.05, SMALL, at=(LARGE,)),
    )


# ----------------------------------------------------------------------
# While it runs
# ----------------------------------------------------------------------

BOARDS = tuple(
    Case(
        f"board, 200 open, {role} / kanban of 200 open tickets",
        looker(role, open_board, name=BOARD),
        ticket_agent(open_kanban, TICKET, OPEN_TICKETS),
        sizes=BOTH,
        world=(few_open(200),),
        goals=(*_flat("G25"), Goal("G25", "cpu", 1.0, at=(LARGE,))),
    )
    for role in ROLES
)
SITUATION = tuple(
    Case(
        f"situation of {count} cases / digest",
        root(tell_situation, name=DOCUMENT),
        root(send_digest, name=DIGEST),
        sizes=BOTH,
        world=(few_open(count),),
        # a cache more or less
        goals=(*_flat("G26", sql=1.1), Goal("G26", "cpu", 1.0)),
    )
    for count in (20, 200)
)
STORY = tuple(
    Case(
        f"timeline of 60 things, {role} / chatter of 60 messages",
        looker(role, open_timeline, name=TIMELINE),
        ticket_agent(read_chatter),
        sizes=BOTH,
        world=(long_chatter,),
        goals=(
            *_flat("G27"),
            Goal("G27", "postgres", 1.5, SMALL, at=(LARGE,)),
            # desks and levels, tables of a few rows, may be read whole
            Goal("G27", "seq", 500, "", at=(LARGE,)),
        ),
    )
    for role in ROLES
)
PAPER = (
    Case(
        "file of one case, to be printed / chatter of 60 messages",
        agent(print_case),
        ticket_agent(read_chatter),
        sizes=BOTH,
        world=(long_chatter,),
        goals=(*_flat("G28"), Goal("G28", "seq", 2_500, "", at=(LARGE,))),
    ),
)

# ----------------------------------------------------------------------
# Figures
# ----------------------------------------------------------------------


def _figures(title, ours, peer, goals=()):
    return Case(
        title,
        ours,
        peer,
        sizes=(MEDIUM, LARGE),
        goals=goals,
        world=(many_tasks, ordered_long_ago),
    )


TASK_PIVOT = project_user(read_pivot, TASKS)
TASK_GRAPH = project_user(read_graph, TASKS, by=("project_id", "stage_id"))
BURNED = project_user(read_graph, BURNDOWN, by=("date:month", "stage_id"))


def _manager(setup, model, *arguments, **options):
    return looker("manager", setup, model, *arguments, name=model, **options)


FIGURES = (
    _figures(
        "analysis, pivot / tasks' analysis",
        _manager(read_pivot, REPORT, date="date"),
        TASK_PIVOT,
    ),
    _figures(
        "analysis, pivot by unit / tasks' analysis",
        _manager(read_pivot, REPORT, date="date", by="unit_ids"),
        TASK_PIVOT,
    ),
    _figures(
        "analysis, pivot / tickets' pivot",
        _manager(read_pivot, REPORT, date="date"),
        ticket_agent(read_pivot, TICKET),
    ),
    _figures(
        "analysis, months / tasks' analysis, stages",
        _manager(
            read_graph,
            REPORT,
            date="date",
            by=("date:month",),
            measure="quality_share:avg",
        ),
        TASK_GRAPH,
    ),
    _figures(
        "analysis, list / res.partner",
        _manager(open_list, REPORT, (("date", ">=", "today -11m =1d"),)),
        CONTACTS,
    ),
    _figures(
        "analysis, supervisor's pivot / tasks' analysis",
        looker("supervisor", read_pivot, REPORT, name=REPORT, date="date"),
        TASK_PIVOT,
    ),
    _figures(
        "my figures, pivot / tasks' analysis",
        looker("agent", open_mine, REPORT, name=REPORT, date="date"),
        TASK_PIVOT,
    ),
    _figures(
        "duties kept, pivot / tasks' analysis",
        _manager(read_pivot, DUTY, date="date_due"),
        TASK_PIVOT,
    ),
    _figures(
        "duties kept, list / res.partner",
        _manager(open_list, DUTY, (("date_due", ">=", "today -11m =1d"),)),
        CONTACTS,
    ),
    _figures(
        "time in stages, pivot / burndown",
        _manager(read_pivot, STAGE, date="date"),
        BURNED,
        goals=(Goal("G29", "cpu", 1.0, at=(LARGE,)),),
    ),
    _figures(
        "time in stages, list / res.partner",
        _manager(open_list, STAGE, (("date", ">=", "today -11m =1d"),)),
        CONTACTS,
    ),
)
CASES = BOARDS + SITUATION + STORY + PAPER + FIGURES
