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
# One row like the seed for each row of another table, t; the id is the next.
HANG = """
INSERT INTO %(table)s (%(columns)s)
SELECT %(values)s
  FROM %(parent)s t JOIN %(table)s seed ON seed.id = %(seed)s,
       generate_series(1, %(count)s) i
 WHERE %(condition)s
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
    columns, values = _columns(seeds, id="n.new_id", **overrides)
    cr.execute(SQL("SELECT COALESCE(max(id), 0) FROM %s", table))
    (base,) = cr.fetchone()
    # forgets how to check foreign keys in a table that was tiny: row by row
    cr.execute(SQL("ANALYZE %s", table))
    cr.execute(
        SQL(
            CLONE,
            table=table,
            columns=columns,
            values=values,
            base=base,
            count=count,
            seeds=seeds.ids,
            seed_count=len(seeds),
        )
    )
    sequence = f"{seeds._table}_id_seq"
    cr.execute("SELECT setval(%s, %s)", [sequence, base + count])
    return base + 1


def hang(seed, parent, condition=EVERY, count=1, **overrides):
    """Give rows of the parent's table, t, a row each that is like the seed.

    :param overrides: SQL of columns that differ, in which i counts from 1 to `count`
    """
    columns, values = _columns(seed, id="DEFAULT", **overrides)
    seed.env.flush_all()
    seed.env.cr.execute(
        SQL(
            HANG,
            table=SQL.identifier(seed._table),
            columns=columns,
            values=values,
            parent=SQL.identifier(parent._table),
            seed=seed.id,
            count=count,
            condition=condition,
        )
    )


def _columns(seeds, **overrides):
    """The columns of a table and their values, in SQL: the seed's, or what differs."""
    seeds.env.cr.execute(COLUMNS, [seeds._table])
    names = [name for (name,) in seeds.env.cr.fetchall()]
    names = [name for name in names if overrides.get(name) != "DEFAULT"]
    values = [
        SQL(overrides[name]) if name in overrides else SQL.identifier("seed", name)
        for name in names
    ]
    columns = map(SQL.identifier, names)
    return SQL(", ").join(columns), SQL(", ").join(values)


def put(records, **values):
    """Set columns of rows, t, behind the ORM's back, past every rule of the models."""
    assignments = SQL(", ").join(
        SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()
    )
    table, ids = SQL.identifier(records._table), list(records.ids)
    update = SQL("UPDATE %s t SET %s WHERE id = ANY(%s)", table, assignments, ids)
    records.env.cr.execute(update)


def remove(records):
    """Delete rows behind the ORM's back."""
    table, ids = SQL.identifier(records._table), list(records.ids)
    records.env.cr.execute(SQL("DELETE FROM %s WHERE id = ANY(%s)", table, ids))
    records.env.invalidate_all(flush=False)


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
