"""What is owed on many documents: as filing, the controls and the close leave it.

The ORM makes one duty of each kind; the others are copies of it with the owner and the
dates of their documents. As in the life of a desk:

- an open case owes its next two controls, and every second one still waits until its
  supervisor has read the notice: five open duties on two cases, each an activity;
- a closed one has its controls, notice and promise behind it; in its first week one
  relapse check is left. Activities that are done are not made, here as for the peer.
"""

from datetime import timedelta

from odoo.fields import Datetime
from odoo.tools import SQL

from odoo.addons.crisis_protocol.tools.inside import Inside

from . import clone
from .facts import rich

PER_OPEN_DOCUMENT = 2.5
MODELS = ("crisis.control", "crisis.notice", "crisis.promise")
# from two hours late to a day ahead
DUE = (
    "(date_trunc('minute', now() AT TIME ZONE 'UTC')"
    " + ((t.id %% 24) - 2) * interval '1 hour')"
)
DONE = "(t.create_date + i * interval '4 hours')"
IS_OPEN = SQL("t.is_closed IS NOT TRUE")
IS_CLOSED = SQL("t.is_closed IS TRUE")
SHOW = """
INSERT INTO mail_activity (res_model, res_model_id, res_id, res_name, user_id, active,
       activity_type_id, date_deadline, summary, automated, crisis_duty_model,
       create_date, create_uid)
SELECT %(documents)s, %(model_id)s, t.id, t.name, duty.user_id, true,
       duty.type_id, duty.date_due::date, to_char(duty.date_due, 'HH24:MI') || ' Duty',
       true, %(model)s, duty.create_date, 1
  FROM %(table)s duty JOIN crisis_document t ON t.id = duty.document_id
 WHERE duty.state = 'open' AND duty.activity_id IS NULL
"""
LINK = """
UPDATE %(table)s duty SET activity_id = shown.id FROM mail_activity shown
 WHERE duty.state = 'open' AND duty.activity_id IS NULL
   AND shown.res_model = %(documents)s AND shown.res_id = duty.document_id
   AND shown.crisis_duty_model = %(model)s AND shown.activity_type_id = duty.type_id
"""


def fill(documents, people):
    """Give all but the given documents, which the ORM made, what is owed on them."""
    others = SQL("t.id > %s", max(documents.ids))
    owe(documents[0], people.supervisor, SQL("%s AND %s", others, IS_OPEN))
    _past(documents[0], people.supervisor, SQL("%s AND %s", others, IS_CLOSED))
    newest = documents.browse(rich(documents.env, documents._name, people.agent))
    _past(documents[0], people.supervisor, SQL("t.id = %s", newest.id))
    show(documents.env)
    _work_out(documents.env)


def owe(document, supervisor, condition, due=DUE):
    """Let documents, t, owe what an open case does.

    :param document: one that the ORM may make a duty of each kind for
    """
    for kind, later in (("system", "0 hours"), ("customer", "4 hours")):
        then = f"({due} + interval '{later}')"
        _each(document, "crisis.control", condition, {"kind": kind}, then)
    notice = {
        "receiver_id": supervisor.partner_id.id,
        "source": "supervisor",
        "date_told": Datetime.now(),
        "user_id": supervisor.id,
        "planned_user_id": supervisor.id,
    }
    every_second = SQL("%s AND t.id %% 2 = 0", condition)
    _each(document, "crisis.notice", every_second, notice, due, has_owner=True)
    notice |= {"state": "done", "date_done": Datetime.now()}
    every_other = SQL("%s AND t.id %% 2 = 1", condition)
    _each(document, "crisis.notice", every_other, notice, DONE, has_owner=True)


def show(env):
    """Make the activities of open duties, for those that have none yet."""
    names = {"documents": "crisis.document"}
    names["model_id"] = env["ir.model"]._get_id(names["documents"])
    for name in MODELS:
        table = SQL.identifier(env[name]._table)
        for statement in (SHOW, LINK):
            env.cr.execute(SQL(statement, model=name, table=table, **names))


def _past(document, supervisor, condition):
    """Let documents have behind them what leads to a close."""
    done = {"state": "done", "date_done": Datetime.now()}
    for kind in ("system", "customer"):
        vals = done | {"kind": kind, "result": "clean", "note": "Nothing was found."}
        _each(document, "crisis.control", condition, vals, DONE, count=2)
    _each(document, "crisis.promise", condition, done, DONE)
    receiver = {"receiver_id": supervisor.partner_id.id, "source": "supervisor"}
    _each(document, "crisis.notice", condition, done | receiver, DONE)
    week = SQL(
        "%s AND t.date_closed > now() AT TIME ZONE 'UTC' - interval '7 days'", condition
    )
    relapse = {"kind": "system", "relapse_day": 7}
    due = "(t.date_closed + interval '7 days')"
    _each(document, "crisis.control", week, relapse, due)


def _each(document, model, condition, vals, due, count=1, has_owner=False):
    """One such duty on each of the documents that the condition finds."""
    duties = document.env[model].with_context(crisis_reconciling=Inside())
    later = Datetime.now() + timedelta(days=1)
    seed = duties.create({"document_id": document.id, "date_due": later, **vals})
    dates = ["date_due", "date_planned", "create_date", "write_date"]
    dates += ["date_done"] if seed.date_done else ["date_step"]
    changed = dict.fromkeys(dates, due) | {
        "document_id": "t.id",
        "team_id": "t.team_id",
        "create_date": "t.create_date",
        "write_date": "t.create_date",
    }
    if not has_owner:
        changed |= dict.fromkeys(("user_id", "planned_user_id"), "t.user_id")
    if vals.get("kind") == "customer":
        changed["asked_partner_id"] = "COALESCE(t.contact_id, t.partner_id)"
    clone.hang(seed, document, condition, count, **changed)
    clone.remove(seed)


def _work_out(env):
    """What documents keep of their duties, worked out by the models themselves."""
    documents = env["crisis.document"].search([("control_ids.state", "=", "open")])
    for name in ("next_duty_date", "date_silence", "date_silence_step", "date_watch"):
        env.add_to_compute(documents._fields[name], documents)
    env.flush_all()
