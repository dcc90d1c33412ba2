"""What production is asked for, and what it answers."""

from datetime import timedelta
from functools import partial

from odoo.fields import Command, Datetime

from . import clone
from .meter import Work
from .plan_work import quietly
from .work import DOCUMENT, TODO, Side

TASK, UNIT = "project.task", "crisis.unit"
PROJECT = "crisis_protocol.project_crisis_production"
UNITS = 10
UNIT_NAME = "Bench unit"
WANTED = (
    "<p>The recordings of channel 5, and what its site and the papers said.</p>" * 4
)


def production(setup, *arguments):
    return Side("production", partial(setup, *arguments), TASK)


def project_user(setup, *arguments, **options):
    return Side("project_user", partial(setup, *arguments, **options), TASK)


# ----------------------------------------------------------------------
# What both sides find
# ----------------------------------------------------------------------


@quietly
def units(env, facts, size):
    """Units of one person each, and cases that want something every hour."""
    env[UNIT].create(
        [
            {"name": f"{UNIT_NAME} {number}", "user_ids": [Command.link(user)]}
            for number, user in enumerate(_people(facts))
        ]
    )
    documents = env[DOCUMENT].browse(facts.documents[:UNITS])
    now = Datetime.now()
    clone.put(
        documents,
        date_first_delivery=now + timedelta(hours=2),
        repeat_hours=1,
        date_repeat_until=now + timedelta(hours=10),
    )
    env.invalidate_all()


@quietly
def ordered(env, facts, size):
    """An order, and a plain task with an activity."""
    make_order(env, facts)
    make_tasks(env, facts, 1, activities=1, user=facts.project_user)


def _people(facts):
    return [facts.production, *facts.members[: UNITS - 1]]


def _units(env):
    return env[UNIT].sudo().search([("name", "=like", f"{UNIT_NAME} %")], order="id")


def make_order(env, facts):
    return env[DOCUMENT].browse(facts.documents[0])._inform_production(_units(env)[0])


# ----------------------------------------------------------------------
# Ordering
# ----------------------------------------------------------------------


def order_of_units(env, facts):
    """Inform all units at once, in the dialog."""
    return _inform([(facts.documents[0], _units(env).ids)])


def order_on_cases(env, facts):
    """Inform one unit for each of the cases, one dialog after the other."""
    pairs = zip(facts.documents[:UNITS], _units(env).ids, strict=True)
    return _inform([(case, [unit]) for case, unit in pairs])


def _inform(asked):
    def run(env):
        for case, units in asked:
            values = {"document_id": case, "unit_ids": [Command.set(units)]}
            env["crisis.production.inform"].create(values).action_inform()

    def check(env):
        # that it has arrived, and the first delivery
        expect(env["crisis.delivery"], [("state", "=", "open")], 2 * UNITS)

    return Work(run, check=check)


def plan_tasks(env, facts, one_by_one=False, activities=1):
    def run(env):
        for number in range(UNITS) if one_by_one else (None,):
            make_tasks(env, facts, UNITS, number, activities)

    return Work(run)


def make_tasks(env, facts, count, only=None, activities=0, user=None):
    """Tasks for the people of the units, each with activities for its assignee.

    :param int only: make none but this one of them
    """
    deadline = Datetime.now() + timedelta(hours=2)
    owners = [user] * count if user else _people(facts)[:count]
    rows = [
        {
            "name": f"What channel 5 said {number}",
            "project_id": facts.ref(PROJECT),
            "partner_id": facts.customers[number],
            "user_ids": [Command.set([owner])],
            "date_deadline": deadline,
            "description": WANTED,
        }
        for number, owner in enumerate(owners)
    ]
    tasks = env[TASK].create(rows if only is None else [rows[only]])
    for task in tasks:
        for _number in range(activities):
            owner = task.user_ids.id
            task.activity_schedule(TODO, date_deadline=deadline.date(), user_id=owner)
    return tasks


# ----------------------------------------------------------------------
# Answering
# ----------------------------------------------------------------------


def receive(env, facts):
    order = _ordered(env)
    return Work(
        lambda env: env[TASK].browse(order).action_crisis_received(),
        check=partial(_expect_order, order, "received"),
    )


def deliver(env, facts):
    """The first delivery of a row: the next one is planned."""
    order = _ordered(env)

    def run(env):
        action = env[TASK].browse(order).action_crisis_deliver()
        delivery = env[action["res_model"]].browse(action["res_id"])
        delivery.write({"note": "The recordings of channel 5"})
        delivery.action_deliver()

    def check(env):
        expect(env["crisis.delivery"], [("state", "=", "open")], 1)
        _expect_order(order, "received", env)

    return Work(run, check=check)


def say_on_task(state, env, facts):
    domain = [("user_ids", "in", env.uid)]
    task_id = env[TASK].search(domain, limit=1, order="id desc").id

    def run(env):
        task = env[TASK].browse(task_id)
        task.message_post(body="The recordings of channel 5")
        task.state = state

    return Work(run)


def _ordered(env):
    domain = [("crisis_unit_id", "!=", False)]
    return env[TASK].search(domain, limit=1, order="id desc").id


def _expect_order(order, state, env):
    expect(env[TASK], [("id", "=", order), ("crisis_order_state", "=", state)], 1)


def expect(model, domain, count):
    """What was not done would look fast."""
    found = model.search_count(domain)
    if found != count:
        raise RuntimeError(f"{found} {model._name} instead of {count}: {domain}")
