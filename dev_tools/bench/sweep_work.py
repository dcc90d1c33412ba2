"""The sweep: our job and what its peers do, among many duties that are not due."""

from datetime import timedelta
from functools import cache, partial

from odoo.tools import SQL

from . import clone, duties
from .facts import open_stages
from .meter import Work
from .plan_work import ago, plan_anew, quietly
from .work import DOCUMENT, TICKET, TODO

# far enough for the longest case, and spread over a day
LATER = (
    "(now() AT TIME ZONE 'UTC' + interval '1 day'"
    " + (t.id %% 1440) * interval '1 minute')"
)
DUTY_DATES = ("date_due", "date_planned", "date_step")
DOCUMENT_DATES = (
    *("next_duty_date", "date_next_step", "date_silence", "date_silence_step"),
    "date_watch",
)
LYING = timedelta(hours=1, seconds=20)
OPEN_DUTIES = """
SELECT (SELECT count(*) FROM crisis_control WHERE state = 'open')
     + (SELECT count(*) FROM crisis_notice WHERE state = 'open')
"""
STEPPED = "SELECT count(*) FROM crisis_control WHERE date_stepped IS NOT NULL"
SET_ASIDE = "SELECT count(watch_error) FROM crisis_document"
SCHEDULED = """
SELECT count(*) FROM mail_activity
 WHERE res_model = 'helpdesk.ticket' AND create_date >= now() AT TIME ZONE 'UTC'
"""


@quietly
def many_open(env, facts, size):
    """As many open duties as `size`, none due, and as many open tickets as cases."""
    env.cr.execute(OPEN_DUTIES)
    (present,) = env.cr.fetchone()
    count = int((size - present) / duties.PER_OPEN_DOCUMENT)
    _nothing_due(env, facts)
    if count > 0:
        _reopen_documents(env, facts, count)
        _reopen_tickets(env, count)
    for name in (*duties.MODELS, DOCUMENT, TICKET, "mail.activity"):
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(env[name]._table)))


def _reopen_documents(env, facts, count):
    # of one protocol, so that one stage fits them all
    own = facts.ref("crisis_protocol.protocol_own")
    domain = [("protocol_id", "=", own), ("is_closed", "=", True)]
    domain += [("next_duty_date", "=", False)]
    documents = env[DOCUMENT].search(domain, limit=count, order="id desc")
    clone.put(
        documents,
        stage_id=facts.ref("crisis_protocol.stage_own_remedy"),
        is_closed=False,
        date_closed=None,
        **dict.fromkeys(DOCUMENT_DATES, SQL(LATER)),
    )
    condition = SQL("t.id = ANY(%s)", list(documents.ids))
    supervisor = env["res.users"].browse(facts.supervisor)
    duties.owe(documents.browse(facts.document), supervisor, condition, LATER)
    duties.show(env)


def _reopen_tickets(env, count):
    domain = [("stage_id.closed", "=", True)]
    tickets = env[TICKET].search(domain, limit=count, order="id desc")
    clone.put(tickets, stage_id=open_stages(env, TICKET)[0])


def _nothing_due(env, facts):
    postponed = [
        (env[model]._table, DUTY_DATES, "t.state = 'open'") for model in duties.MODELS
    ]
    postponed += [
        ("crisis_document", DOCUMENT_DATES, "t.date_watch IS NOT NULL"),
        ("crisis_team", ("date_next_round",), "true"),
    ]
    for table, names, condition in postponed:
        dates = [SQL("%s = %s", SQL.identifier(name), SQL(LATER)) for name in names]
        update, which = "UPDATE %s t SET %s WHERE %s", SQL(condition)
        env.cr.execute(SQL(update, SQL.identifier(table), SQL(", ").join(dates), which))
    # the rule looks at the hour before this transaction began, and so does its peer
    last_run = env.cr.now() - timedelta(minutes=1)
    env.cr.execute("UPDATE base_automation SET last_run = %s", [last_run])
    clone.put(env[TICKET].browse(facts.tickets), last_stage_update=env.cr.now())


@cache
def due(count, owners):
    """A control that has just fallen due on each of so many cases, of some owners."""

    @quietly
    def world(env, facts, size):
        documents = env[DOCUMENT].browse(facts.documents[:count])
        tickets = env[TICKET].browse(facts.tickets[:count])
        clone.put(tickets, last_stage_update=env.cr.now() - LYING)
        for number, member in enumerate(facts.members[:owners]):
            for records in (documents, tickets):
                clone.put(records[number::owners], user_id=member)
        plan_anew(documents, facts, date_system_control=ago(minutes=121))

    return world


def sweep(count, env, facts):
    """Our job, as the scheduler runs it."""

    def check(env):
        _expect(STEPPED, count, env)
        _expect(SET_ASIDE, 0, env)

    return Work(lambda env: env[DOCUMENT]._cron_watch(), check=check)


def automation(count, env, facts):
    """The peer's job: a rule that makes an activity for each record that is due."""
    run = "_cron_process_time_based_actions"
    check = partial(_expect, SCHEDULED, count)
    return Work(lambda env: getattr(env["base.automation"], run)(), check=check)


def schedule(count, env, facts):
    """The least that somebody would write himself: find what is due, one by one."""
    moment = env.cr.now() - LYING
    domain = [("stage_id.closed", "=", False), ("last_stage_update", "=", moment)]

    def run(env):
        for ticket in env[TICKET].search(domain):
            ticket.activity_schedule(TODO, user_id=ticket.user_id.id)

    return Work(run, check=partial(_expect, SCHEDULED, count))


def _expect(query, count, env):
    """What was not done would look fast."""
    env.cr.execute(query)
    (found,) = env.cr.fetchone()
    if found != count:
        raise RuntimeError(f"{found} instead of {count}: {query}")
