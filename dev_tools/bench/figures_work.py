"""The figures: pivots, graphs and lists, as the web client asks for them."""

from functools import partial
from itertools import product

from odoo.fields import Command
from odoo.tools import SQL

from . import clone, history, views
from .meter import Work
from .plan_work import quietly
from .production_work import TASK, UNIT, UNIT_NAME
from .work import Side

PROJECT = "Bench of figures"
STAGES = ("New", "Found", "Made", "Checked", "Done")
OF_A_YEAR = "today -11m =1d"
UNITS = 10
ORDERED = """
UPDATE project_task t SET crisis_order_state = 'over',
       crisis_unit_id = (%(units)s::int[])[1 + t.id %% %(count)s]
 WHERE crisis_document_id IS NOT NULL
"""


def looker(user, setup, *arguments, name, **options):
    """Somebody who looks: manager, supervisor, agent …"""
    return Side(user, partial(setup, *arguments, **options), name)


@quietly
def many_tasks(env, facts, size):
    """As many tasks as cases, in five stages and with their way there."""
    stages = [
        Command.create({"name": name, "sequence": number})
        for number, name in enumerate(STAGES)
    ]
    project = env["project.project"].create({"name": PROJECT, "type_ids": stages})
    seeds = env[TASK].create(
        [
            {"name": "Task", "project_id": project.id, "stage_id": stage.id}
            for stage in project.type_ids
        ]
    )
    env.flush_all()
    created = "(now() AT TIME ZONE 'UTC' - n.i * interval '5 minutes')::timestamp(0)"
    first = clone.clone(
        seeds,
        size,
        name="'Task ' || n.i",
        create_date=created,
        date_assign=f"{created} + interval '1 hour'",
        date_end=f"{created} + interval '1 day'",
        working_hours_open="1",
        working_hours_close="n.i %% 40",
    )
    agent = env["res.users"].browse(facts.agent)
    others = SQL("t.id >= %s", first)
    history.moves(seeds, project.type_ids, agent.partner_id, others)
    for table in ("project_task", "mail_message", "mail_tracking_value"):
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))


@quietly
def ordered_long_ago(env, facts, size):
    """The tasks of the cases were orders of some units."""
    units = env[UNIT].create(
        [{"name": f"{UNIT_NAME} {number}"} for number in range(UNITS)]
    )
    env.cr.execute(SQL(ORDERED, units=units.ids, count=UNITS))


def read_pivot(model, env, facts, date=None, by=None, view=False):
    """As `by`: grouped by that alone, as a click on the search bar does."""
    arch = views.arch(env, model, "pivot", view)
    sets = [
        [*rows, *columns]
        for rows, columns in product(
            _sections([by] if by else _grouped(env[model], arch, "row")),
            _sections([] if by else _grouped(env[model], arch, "col")),
        )
    ]
    measures = _measures(env[model], arch)
    if "__count" not in measures:
        measures.append("__count")
    domain = _since(date)
    return Work(
        lambda env: env[model].formatted_read_grouping_sets(domain, sets, measures)
    )


def read_graph(model, env, facts, date=None, by=(), measure="__count"):
    domain = _since(date)
    return Work(
        lambda env: env[model].formatted_read_group(domain, by, ["__count", measure])
    )


def open_mine(model, env, facts, date=None):
    """What an agent opens as his figures."""
    arch = views.arch(env, model, "pivot")
    sets = _sections(_grouped(env[model], arch, "row"))
    measures = [*_measures(env[model], arch), "__count"]
    domain = [("is_mine", "=", True), *_since(date)]
    return Work(
        lambda env: env[model].formatted_read_grouping_sets(domain, sets, measures)
    )


def _since(date):
    """The filter that is set when the view opens."""
    return [(date, ">=", OF_A_YEAR)] if date else []


def _sections(names):
    return [names[:number] for number in range(len(names) + 1)]


def _grouped(model, arch, kind):
    return [_group(model, node) for node in arch.iterfind(f"field[@type='{kind}']")]


def _group(model, node):
    name = node.get("name")
    is_date = model._fields[name].type in ("date", "datetime")
    return f"{name}:{node.get('interval', 'month')}" if is_date else name


def _measures(model, arch):
    names = [
        node.get("name")
        for node in arch.iterfind("field")
        if node.get("type") in (None, "measure") and node.get("invisible") is None
    ]
    counted = ["__count"] if arch.get("display_quantity") or not names else []
    return counted + [f"{name}:{model._fields[name].aggregator}" for name in names]
