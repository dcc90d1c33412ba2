"""The plan of duties, and their end: what both sides do, and what they find."""

from datetime import timedelta
from functools import cache, wraps

from odoo.fields import Command, Datetime
from odoo.tools import SQL

from . import clone, duties
from .facts import open_stages
from .meter import Work
from .work import DOCUMENT, TICKET, TODO

QUIET = {"tracking_disable": True, "mail_activity_quick_update": True}
LEVEL = "crisis_protocol.level_severe"


def ago(**time):
    return Datetime.now() - timedelta(**time)


def quietly(make):
    """A part of a world, made without telling anybody."""

    @wraps(make)
    def made(env, facts, size):
        env = env(context=env.context | QUIET)
        make(env, facts, size)
        env.flush_all()

    return made


@cache
def planned(count):
    """Open cases whose duties are as the plan wants them, and tickets with as many."""

    @quietly
    def world(env, facts, size):
        documents = env[DOCUMENT].browse(facts.documents[:count])
        _open(documents, facts)
        plan_anew(documents, facts)
        tickets = _open_tickets(env, facts, count)
        user = env["res.users"].browse(facts.ticket_agent)
        condition = SQL("t.id = ANY(%s)", list(tickets.ids))
        clone.activities(tickets, user, count=3, condition=condition)

    return world


@cache
def unplanned(count):
    """Open cases on which nothing is owed, as before the protocol was applied."""

    @quietly
    def world(env, facts, size):
        documents = env[DOCUMENT].browse(facts.documents[:count])
        _open(documents, facts)
        for model in duties.MODELS:
            clone.remove(env[model].search([("document_id", "in", documents.ids)]))
        domain = [("res_model", "=", DOCUMENT), ("res_id", "in", documents.ids)]
        clone.remove(env["mail.activity"].search(domain))
        _open_tickets(env, facts, count)
        env["mail.activity.plan"].create(
            {
                "name": "Six",
                "res_model": TICKET,
                "template_ids": [
                    Command.create({"activity_type_id": facts.ref(TODO)})
                    for _number in range(6)
                ],
            }
        )

    return world


def plan_anew(documents, facts, **dates):
    """Let the plan say when the controls are due, round the clock."""
    now = Datetime.now()
    words = dict.fromkeys(("date_last_word", "date_last_entry"), now)
    controls = {"date_system_control": now, "date_customer_control": now} | dates
    level = facts.ref(LEVEL)
    clone.put(documents, level_id=level, create_date=ago(days=3), **words, **controls)
    documents.env.invalidate_all()
    documents._reconcile_duties()
    documents.modified(["date_last_word"])


def _open(documents, facts):
    clone.put(
        documents,
        protocol_id=facts.ref("crisis_protocol.protocol_own"),
        category_id=facts.ref("crisis_protocol.category_own_report_gap"),
        stage_id=facts.ref("crisis_protocol.stage_own_remedy"),
        grade=None,
        is_closed=False,
        date_closed=None,
        team_id=facts.team,
        user_id=facts.agent,
    )
    documents.env.invalidate_all()


def _open_tickets(env, facts, count):
    tickets = env[TICKET].browse(facts.tickets[:count])
    clone.put(
        tickets,
        stage_id=open_stages(env, TICKET)[0],
        team_id=facts.ticket_team,
        user_id=facts.ticket_agent,
    )
    return tickets


def reconcile(count, env, facts):
    ids = facts.documents[:count]
    return Work(lambda env: env[DOCUMENT].browse(ids)._reconcile_duties())


def launch_plan(count, env, facts):
    ids = facts.tickets[:count]
    context = {"active_model": TICKET, "active_ids": ids}

    def run(env):
        plan = env["mail.activity.plan"].sudo().search([("name", "=", "Six")])
        wizard = env["mail.activity.schedule"].with_context(**context)
        wizard.create({"plan_id": plan.id}).action_schedule_plan()

    return Work(run)


def write_documents(count, env, facts, **values):
    """As `values`: by external id, or else as they are."""
    ids = facts.documents[:count]
    values = {
        name: facts.ref(value) if "." in value else value
        for name, value in values.items()
    }
    return Work(lambda env: env[DOCUMENT].browse(ids).write(values))


def reschedule(count, env, facts):
    ids = facts.tickets[:count]
    date = Datetime.now().date() + timedelta(days=20)

    def run(env):
        for ticket in env[TICKET].browse(ids):
            ticket.activity_reschedule([TODO], date_deadline=date, only_automated=False)

    return Work(run)


def end_tickets(count, env, facts):
    ids = facts.tickets[:count]
    done = facts.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")

    def run(env):
        tickets = env[TICKET].browse(ids)
        tickets.write({"stage_id": done})
        tickets.activity_unlink([TODO], only_automated=False)

    return Work(run)


def note_control(env, facts):
    """“All clean”, as the agent says it on one case."""
    domain = [("document_id", "=", facts.documents[0]), ("state", "=", "open")]
    evidence = ("checked_mails", "checked_report", "checked_system")

    def run(env):
        control = env["crisis.control"].search([*domain, ("kind", "=", "system")])
        control.write(dict.fromkeys(evidence, True) | {"note": "Nothing was found."})
        control.action_clean()

    return Work(run)


def give_feedback(env, facts):
    def run(env):
        activities = env["mail.activity"].search(
            [("res_model", "=", TICKET), ("res_id", "=", facts.tickets[0])], limit=1
        )
        activities.write({"note": "Nothing was found."})
        activities.action_feedback("Nothing was found.")

    return Work(run)
