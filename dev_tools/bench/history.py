"""What happened on many cases, to be told and measured later.

- a case went through the stages before the one where it stands, and three other
  things of it were changed: each is a message with what Odoo tracked;
- the customer heard twice from us, wrote once and was called once; what we wrote was
  checked for its phrases; every tenth case passed a gate with a reason.

One closed case of the agent has a long story: as many more words.
"""

from odoo.tools import SQL

LONG_STORY = 40
# Tracked on a case beside its stage.
CHANGED = ("user_id", "level_id", "name")
MESSAGE = """
INSERT INTO mail_message (id, model, res_id, message_type, subtype_id, author_id, body,
       message_id, reply_to, is_internal, date, create_date, write_date, create_uid)
SELECT id, %(model)s, res_id, %(kind)s, %(subtype)s, author_id, %(body)s,
       concat_ws('-', '<history', id, '>'), 'desk@example.com', false, date, date, date,
       create_uid
  FROM happened
"""
# Each stage on the way of a record, t, and the one before it.
MOVES = """
WITH path AS (
    SELECT stage_id, step, lag(stage_id) OVER (ORDER BY step) AS before_id
      FROM unnest(%(stages)s::int[]) WITH ORDINALITY AS way(stage_id, step)
), happened AS (
    SELECT %(base)s + row_number() OVER (ORDER BY t.id, path.step) AS id,
           t.id AS res_id, path.before_id, path.stage_id,
           t.create_date + path.step * interval '4 hours' AS date,
           %(author)s AS author_id, t.create_uid
      FROM %(table)s t
      JOIN path present ON present.stage_id = t.stage_id
      JOIN path ON path.step <= present.step AND path.before_id IS NOT NULL
     WHERE %(condition)s
), messages AS (%(message)s)
INSERT INTO mail_tracking_value (mail_message_id, field_id, create_uid, create_date,
       old_value_integer, old_value_char, new_value_integer, new_value_char)
SELECT id, %(field)s, create_uid, date, before_id, 'Before', stage_id, 'After'
  FROM happened
"""
CHANGES = """
WITH happened AS (
    SELECT %(base)s + row_number() OVER (ORDER BY t.id) AS id, t.id AS res_id,
           t.create_date + interval '1 hour' AS date, %(author)s AS author_id,
           t.create_uid
      FROM %(table)s t WHERE %(condition)s
), messages AS (%(message)s)
INSERT INTO mail_tracking_value (mail_message_id, field_id, create_uid, create_date,
       old_value_char, new_value_char)
SELECT id, field_id, create_uid, date, 'Before', 'After'
  FROM happened, unnest(%(fields)s::int[]) field_id
"""
WORDS = """
WITH happened AS (
    SELECT %(base)s + row_number() OVER (ORDER BY t.id, i) AS id, t.id AS res_id,
           t.create_date + i * interval '2 hours' AS date, %(author)s AS author_id,
           COALESCE(t.user_id, t.create_uid) AS create_uid
      FROM %(table)s t, generate_series(1, %(count)s) i WHERE %(condition)s
), messages AS (%(message)s), checks AS (%(check)s)
INSERT INTO crisis_word (document_id, message_id, date, direction, is_oral, user_id,
       text, create_date, create_uid)
SELECT res_id, id, date, %(direction)s, false,
       CASE WHEN %(direction)s = 'us' THEN create_uid END, %(text)s, date, create_uid
  FROM happened
"""
CHECK = """
INSERT INTO crisis_phrase_check (document_id, message_id, user_id, date, lang, state,
       company_id, protocol_id, team_id, category_id, create_date, create_uid)
SELECT t.id, happened.id, happened.create_uid, happened.date, 'en_US',
       (ARRAY['right', 'right', 'avoid'])[1 + happened.id %% 3],
       t.company_id, t.protocol_id, t.team_id, t.category_id, happened.date,
       happened.create_uid
  FROM happened JOIN %(table)s t ON t.id = happened.res_id
 WHERE %(direction)s = 'us'
"""
CALLS = """
INSERT INTO crisis_call (document_id, user_id, contact_id, channel, state, attempt,
       is_prepared, is_reached, date, create_date, create_uid)
SELECT t.id, COALESCE(t.user_id, t.create_uid), t.contact_id, 'phone', 'done', 1,
       t.id %% 3 > 0, t.id %% 5 > 0, t.create_date + interval '3 hours', t.create_date,
       t.create_uid
  FROM %(table)s t WHERE %(condition)s
"""
OVERRIDES = """
INSERT INTO crisis_override (document_id, stage_id, user_id, gate_name, reason,
       is_in_force, date, create_date, create_uid)
SELECT t.id, t.stage_id, t.create_uid, 'The explanation is missing.',
       'Its director waits for us.', true, t.create_date, t.create_date, t.create_uid
  FROM %(table)s t WHERE %(condition)s AND t.id %% 10 = 0
"""
SAID = "We have found what was missing, and tell you by noon how it came about. "


def fill(documents, people):
    """Give all but the given documents a history, and one of them a long one."""
    env = documents.env
    others = SQL("t.id > %s", max(documents.ids))
    author = people.agent.partner_id
    for protocol in documents.protocol_id:
        stages = env["crisis.stage"].search(
            [("protocol_id", "=", protocol.id), ("is_exit", "=", False)]
        )
        moves(documents, stages, author, others)
    _changes(documents, author, others)
    for direction, count in (("us", 2), ("customer", 1)):
        _words(documents, author, others, direction, count)
    one = SQL("t.id = %s", long_story(env, people.agent))
    _words(documents, author, one, "us", LONG_STORY)
    for statement in (CALLS, OVERRIDES):
        _insert(documents, statement, condition=others)


def long_story(env, user):
    """The newest closed document of the agent."""
    domain = [("user_id", "=", user.id), ("is_closed", "=", True)]
    return env["crisis.document"].search(domain, limit=1, order="id desc").id


def moves(model, stages, author, condition):
    """Let records, t, have gone through these stages, in order, up to their own."""
    _happen(
        model,
        MOVES,
        author,
        condition,
        stages=stages.ids,
        field=model.env["ir.model.fields"]._get(model._name, "stage_id").id,
    )


def _changes(documents, author, condition):
    fields = documents.env["ir.model.fields"]
    ids = [fields._get(documents._name, name).id for name in CHANGED]
    _happen(documents, CHANGES, author, condition, fields=ids)


def _words(documents, author, condition, direction, count):
    table = SQL.identifier(documents._table)
    _happen(
        documents,
        WORDS,
        author,
        condition,
        kind="comment",
        subtype="mail.mt_comment",
        body=f"<p>{SAID * 3}</p>",
        text=SAID * 3,
        direction=direction,
        count=count,
        check=SQL(CHECK, table=table, direction=direction),
    )


def _happen(
    model,
    statement,
    author,
    condition,
    kind="notification",
    subtype="mail.mt_note",
    body="",
    **values,
):
    """Insert messages, and with each of them what the statement says."""
    cr = model.env.cr
    cr.execute("SELECT max(id) FROM mail_message")
    (base,) = cr.fetchone()
    message = SQL(
        MESSAGE,
        model=model._name,
        kind=kind,
        subtype=model.env.ref(subtype).id,
        body=body,
    )
    values |= {"base": base, "author": author.id, "message": message}
    _insert(model, statement, condition=condition, **values)
    cr.execute("SELECT setval('mail_message_id_seq', max(id)) FROM mail_message")


def _insert(model, statement, **values):
    cr, table = model.env.cr, SQL.identifier(model._table)
    # forgets how to check foreign keys in a table that was tiny: row by row
    cr.execute(SQL("ANALYZE mail_message, %s", table))
    cr.execute(SQL(statement, table=table, **values))
