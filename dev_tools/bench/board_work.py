"""What the manager looks at while it runs: the board, and the mail that tells him."""

from datetime import timedelta
from functools import cache

from odoo.fields import Datetime
from odoo.tools import SQL

from . import clone, duties
from .facts import open_stages
from .meter import Work
from .plan_work import quietly
from .work import DOCUMENT, TICKET

BOARD, DIGEST = "crisis.board", "digest.digest"
LEVEL = "crisis_protocol.level_severe"
CLOSE = """
UPDATE crisis_document t SET stage_id = %(stage)s, is_closed = true,
       date_closed = now() AT TIME ZONE 'UTC', next_duty_date = NULL,
       next_duty_type_id = NULL, next_duty_user_id = NULL, date_silence = NULL,
       date_silence_step = NULL, date_watch = NULL
 WHERE t.is_closed IS NOT TRUE AND NOT t.id = ANY(%(kept)s)
"""
END = """
UPDATE %(table)s duty SET state = 'done', date_done = duty.date_due
  FROM crisis_document t
 WHERE t.id = duty.document_id AND duty.state = 'open' AND NOT t.id = ANY(%(kept)s)
"""
TABLES = ("crisis_document", "crisis_control", "crisis_notice", "helpdesk_ticket")


@cache
def few_open(count):
    """All cases and tickets are closed, but so many; and those are severe."""

    @quietly
    def world(env, facts, size):
        kept = _open(env, count).ids
        closed = facts.ref("crisis_protocol.stage_own_closed")
        env.cr.execute(SQL(CLOSE, stage=closed, kept=kept))
        for name in duties.MODELS:
            table = SQL.identifier(env[name]._table)
            env.cr.execute(SQL(END, table=table, kept=kept))
        clone.put(env[DOCUMENT].browse(kept), level_id=facts.ref(LEVEL))
        stages = open_stages(env, TICKET)
        tickets = env[TICKET].search([("stage_id", "in", stages)])
        done = facts.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        clone.put(tickets[count:], stage_id=done)
        env.invalidate_all(flush=False)
        for table in TABLES:
            env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))

    return world


def _open(env, count=None):
    # spread over desks and stages
    domain = [("is_closed", "=", False)]
    return env[DOCUMENT].search(domain, limit=count, order="id desc")


def open_board(env, facts):
    return Work(lambda env: env[BOARD].board_data())


def tell_situation(env, facts):
    """The report on every open case, told to the manager."""
    documents = _open(env)
    since = dict.fromkeys(documents.level_id, Datetime.now() - timedelta(hours=1))
    levels = {level.id: date for level, date in since.items()}

    def run(env):
        user = env["res.users"].browse(facts.manager)
        told = {env["crisis.level"].browse(id_): date for id_, date in levels.items()}
        documents.with_env(env)._mail_situation(user, told)

    return Work(run, check=_has_mail)


def send_digest(env, facts):
    """What Odoo tells the same person in its digest, all figures of it chosen."""
    digest = env.ref("digest.digest_digest_default")
    chosen = [name for name in digest._fields if name.startswith("kpi_")]
    figures = {name: True for name in chosen if digest._fields[name].type == "boolean"}

    def run(env):
        user = env["res.users"].browse(facts.manager)
        digest.with_env(env)._action_send_to_user(user)

    def prepare(env):
        digest.with_env(env).write(figures)

    return Work(run, prepare, check=_has_mail)


def _has_mail(env):
    """What told nobody would look fast."""
    env.cr.execute(
        "SELECT count(*) FROM mail_mail"
        " WHERE create_date >= now() AT TIME ZONE 'UTC' - interval '1 second'"
    )
    if not env.cr.fetchone()[0]:
        raise RuntimeError("No mail was made.")
