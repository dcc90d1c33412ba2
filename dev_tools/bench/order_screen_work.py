"""Production's own screen among many orders, and Odoo's among many tasks."""

from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from . import clone, views
from .meter import Work
from .plan_work import quietly
from .production_work import TASK, make_order, make_tasks
from .work import COUNT_LIMIT, PAGE

ORDERS = 10_000
# from now to ten days ahead
DUE = (
    "(date_trunc('minute', now() AT TIME ZONE 'UTC')"
    " + (t.id %% 240) * interval '1 hour')"
)
OVER = """
UPDATE project_task
   SET state = '1_done', crisis_is_order = false, crisis_date_due = NULL,
       crisis_order_state = CASE WHEN crisis_is_order THEN 'over' END
 WHERE id % 100 > 0
"""


@quietly
def many_orders(env, facts, size):
    """So many orders of one unit, and as many plain tasks of one user, all open."""
    order = make_order(env, facts)
    due = DUE.replace("t.id", "n.new_id")
    case = f"{facts.documents[-1]} + n.i %% {len(facts.documents)}"
    others = _multiply(
        order, crisis_document_id=case, crisis_date_due=due, date_deadline=due
    )
    dates = dict.fromkeys(("date_due", "date_planned", "date_step"), "t.date_deadline")
    for delivery in order.crisis_delivery_ids:
        clone.hang(
            delivery,
            order,
            others,
            task_id="t.id",
            document_id="t.crisis_document_id",
            activity_id="NULL",
            **dates,
        )
    task = make_tasks(env, facts, 1, user=facts.project_user)
    others = _multiply(task, date_deadline=due)
    owner = env["res.users"].browse(facts.project_user)
    third = SQL("%s AND t.id %% 3 = 0", others)
    clone.activities(task.browse(), owner, condition=third)
    for name in (TASK, "crisis.delivery", "project.task.stage.personal"):
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(env[name]._table)))
    env.cr.execute("ANALYZE mail_activity")


@quietly
def mostly_over(env, facts, size):
    """As after years: of all these orders and tasks, one in a hundred is open."""
    env.cr.execute(OVER)
    env.cr.execute("ANALYZE project_task")


def _multiply(seed, **overrides):
    """Copy a task, whose assignee has the copies in his personal stages, in turn.

    :return: which of the tasks, t, are the copies
    """
    env = seed.env
    env.flush_all()
    name = "seed.name || ' ' || n.i"
    first = clone.clone(seed, ORDERS - 1, name=name, **overrides)
    others = SQL("t.id >= %s", first)
    personal = env["project.task.stage.personal"].search([("task_id", "=", seed.id)])
    stages = env["project.task.type"].search([("user_id", "=", personal.user_id.id)])
    stage = f"(ARRAY{stages.ids})[1 + t.id %% {len(stages)}]"
    clone.hang(personal, seed, others, task_id="t.id", stage_id=stage)
    return others


def open_orders(env, facts):
    view, domain = _screen(env, facts, "crisis_protocol.project_task_action_order")
    order = views.arch(env, TASK, "kanban", view).get("default_order")
    specification = views.specification(env, TASK, "kanban", view)
    return Work(
        lambda env: env[TASK].web_search_read(
            domain, specification, 0, PAGE, order, COUNT_LIMIT
        )
    )


def open_my_tasks(env, facts):
    view, domain = _screen(env, facts, "project.action_view_my_task")
    arch = views.arch(env, TASK, "kanban", view)
    specification = views.specification(env, TASK, "kanban", view)
    group, bar = arch.get("default_group_by"), views.progress_bar(arch)

    def run(env):
        tasks = env[TASK].with_context(read_group_expand=True, my_tasks=1)
        tasks.web_read_group(
            domain,
            [group],
            order=arch.get("default_order"),
            auto_unfold=True,
            unfold_read_specification=specification,
            unfold_read_default_limit=PAGE,
        )
        tasks.read_progress_bar(domain, group, bar)

    return Work(run)


def _screen(env, facts, name):
    """The view that an action opens, and what it shows by its default filters."""
    action = env["ir.actions.act_window"].sudo().browse(facts.ref(name))
    known = {"uid": env.uid}
    search = views.arch(env, TASK, "search", action.search_view_id.id)
    prefix = "search_default_"
    defaults = [
        key.removeprefix(prefix)
        for key in safe_eval(action.context, known)
        if key.startswith(prefix)
    ]
    filters = [search.find(f".//filter[@name='{name}']") for name in defaults]
    domains = [action.domain, *(node.get("domain") for node in filters)]
    view = dict(map(reversed, action.views))["kanban"]
    return view, list(Domain.AND(safe_eval(text, known) for text in domains))
