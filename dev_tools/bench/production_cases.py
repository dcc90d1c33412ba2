"""The cases about production: orders, answers, their screen, and missed items."""

from .case import MEDIUM, Case
from .item_work import LINES, import_tasks, paste_items
from .order_screen_work import many_orders, mostly_over, open_my_tasks, open_orders
from .plan_work import planned
from .production_work import (
    UNITS,
    deliver,
    order_of_units,
    order_on_cases,
    ordered,
    plan_tasks,
    production,
    project_user,
    receive,
    say_on_task,
    units,
)
from .work import agent

WANTED = (planned(UNITS), units)
CASES = (
    Case(
        f"order of {UNITS} units, every hour / {UNITS} tasks",
        agent(order_of_units),
        project_user(plan_tasks),
        world=WANTED,
        count=UNITS,
    ),
    # an order has two duties, and so two activities
    Case(
        f"order of {UNITS} units, every hour / {UNITS} tasks + 2 activities",
        agent(order_of_units),
        project_user(plan_tasks, activities=2),
        world=WANTED,
        count=UNITS,
    ),
    Case(
        f"order on {UNITS} cases / {UNITS} tasks, one by one",
        agent(order_on_cases),
        project_user(plan_tasks, one_by_one=True),
        world=WANTED,
        count=UNITS,
    ),
    Case(
        "order received / task, message and state",
        production(receive),
        project_user(say_on_task, "03_approved"),
        world=(*WANTED, ordered),
    ),
    Case(
        "order delivered, the next planned / task, message and state",
        production(deliver),
        project_user(say_on_task, "1_done"),
        world=(*WANTED, ordered),
    ),
    Case(
        f"paste {LINES:,} items / import {LINES:,} tasks",
        agent(paste_items),
        project_user(import_tasks),
        world=WANTED,
        count=LINES,
        warm_up=False,
    ),
    Case(
        "production's screen, 10,000 orders / My Tasks",
        production(open_orders),
        project_user(open_my_tasks),
        sizes=(MEDIUM,),
        world=(*WANTED, many_orders),
    ),
    Case(
        "production's screen, 100 of 10,000 orders open / My Tasks",
        production(open_orders),
        project_user(open_my_tasks),
        sizes=(MEDIUM,),
        world=(*WANTED, many_orders, mostly_over),
    ),
)
