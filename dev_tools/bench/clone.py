"""Many rows out of a few: one INSERT … SELECT for each table.

A hundred thousand documents filed one by one would take an hour. What the ORM made
of a few of them is copied, with other customers, numbers and dates.
"""

from odoo.tools import SQL

COLUMNS = """
SELECT column_name FROM information_schema.columns
 WHERE table_schema = current_schema AND table_name = %s AND is_generated = 'NEVER'
"""
CLONE = """
INSERT INTO %(table)s (%(columns)s)
SELECT %(values)s
  FROM (SELECT i, %(base)s + i AS new_id FROM generate_series(1, %(count)s) i) n
  JOIN LATERAL (SELECT (%(seeds)s::int[])[1 + n.i %% %(seed_count)s] AS id) pick ON true
  JOIN %(table)s seed ON seed.id = pick.id
"""
FOLLOW = """
INSERT INTO mail_followers (res_model, res_id, partner_id)
SELECT %(model)s, id, %(partner)s FROM %(table)s ON CONFLICT DO NOTHING
"""
FOLLOW_SUBTYPES = """
INSERT INTO mail_followers_mail_message_subtype_rel
SELECT f.id, s.id FROM mail_followers f, unnest(%(subtypes)s::int[]) s(id)
 WHERE f.res_model = %(model)s ON CONFLICT DO NOTHING
"""
MESSAGES = """
INSERT INTO mail_message (model, res_id, message_type, subtype_id, author_id, body,
       message_id, reply_to, is_internal, date, create_date, write_date, create_uid)
SELECT %(model)s, t.id, %(kind)s, %(subtype)s, %(author)s, %(body)s,
       concat_ws('-', '<bench', %(model)s, %(kind)s, t.id, i, '>'), 'desk@example.com',
       false, t.create_date, t.create_date, t.create_date, 1
  FROM %(table)s t, generate_series(1, %(count)s) i WHERE %(condition)s
"""
# due from ten days ago to ten days ahead
ACTIVITIES = """
INSERT INTO mail_activity (res_model, res_model_id, res_id, res_name, user_id, active,
       activity_type_id, date_deadline, automated, create_date, create_uid)
SELECT %(model)s, %(model_id)s, t.id, t.name, %(user)s, true, %(type)s,
       current_date - 10 + (t.id + i) %% 21, false, t.create_date, 1
  FROM %(table)s t, generate_series(1, %(count)s) i WHERE %(condition)s
"""
EVERY = SQL("true")


def clone(seeds, count, **overrides):
    """Copy the seeds in turn; the first new id is returned.

    :param overrides: SQL of columns that differ, in which n.i counts from 1 to
        `count`, n.new_id is the new id and seed the copied row
    """
    cr, table = seeds.env.cr, SQL.identifier(seeds._table)
    cr.execute(COLUMNS, [seeds._table])
    columns = [name for (name,) in cr.fetchall()]
    values = dict.fromkeys(columns) | {"id": "n.new_id"} | overrides
    cr.execute(SQL("SELECT COALESCE(max(id), 0) FROM %s", table))
    (base,) = cr.fetchone()
    # forgets how to check foreign keys in a table that was tiny: row by row
    cr.execute(SQL("ANALYZE %s", table))
    cr.execute(
        SQL(
            CLONE,
            table=table,
            columns=SQL(", ").join(map(SQL.identifier, columns)),
            values=SQL(", ").join(
                SQL(values[name]) if values[name] else SQL.identifier("seed", name)
                for name in columns
            ),
            base=base,
            count=count,
            seeds=seeds.ids,
            seed_count=len(seeds),
        )
    )
    sequence = f"{seeds._table}_id_seq"
    cr.execute("SELECT setval(%s, %s)", [sequence, base + count])
    return base + 1


def put(records, **values):
    """Set columns behind the ORM's back, past every rule of the models."""
    assignments = SQL(", ").join(
        SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()
    )
    table, ids = SQL.identifier(records._table), list(records.ids)
    update = SQL("UPDATE %s SET %s WHERE id = ANY(%s)", table, assignments, ids)
    records.env.cr.execute(update)


def follow(model, partner):
    """Let a partner follow every record, as message_subscribe does."""
    subtypes, _internal, _external = model.env["mail.message.subtype"].default_subtypes(
        model._name
    )
    _insert(model, FOLLOW, partner=partner.id)
    _insert(model, FOLLOW_SUBTYPES, subtypes=subtypes.ids)


def messages(model, author, kind="comment", count=1, condition=EVERY):
    _insert(
        model,
        MESSAGES,
        kind=kind,
        subtype=model.env.ref("mail.mt_note").id,
        author=author.id,
        body="<p>%s</p>" % ("What happened, in the customer's own words. " * 4),
        count=count,
        condition=condition,
    )


def activities(model, user, count=1, condition=EVERY):
    _insert(
        model,
        ACTIVITIES,
        model_id=model.env["ir.model"]._get_id(model._name),
        user=user.id,
        type=model.env.ref("mail.mail_activity_data_todo").id,
        count=count,
        condition=condition,
    )


def _insert(model, statement, **values):
    table = SQL.identifier(model._table)
    model.env.cr.execute(SQL(statement, model=model._name, table=table, **values))
