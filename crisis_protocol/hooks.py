from odoo.tools import SQL

from .tools.left_behind import remove_what_hangs_on

ADDON = "crisis_protocol"


def post_init_hook(env):
    """Give every company that exists already its own numbering, and the desk hours.

    The hours that come with a database run on the time of whoever made it.
    """
    env["res.company"].search([("id", "!=", False)])._create_crisis_sequences()
    env["crisis.team"].search([])._own_hours()


def uninstall_hook(env):
    """Take away what Odoo does not know to be ours; what users made stays.

    Tasks, partners and projects are theirs, and so is what was said on them.
    """
    phrases = env["crisis.phrase"].with_context(active_test=False).search([])
    phrases.canned_response_id.unlink()
    sequences = env["ir.sequence"].with_context(active_test=False)
    numbering = sequences.search([("code", "=like", "crisis.document%")])
    numbering.date_range_ids.unlink()  # each has a counter in the database
    numbering.unlink()
    env.cr.execute(SQL("DROP INDEX IF EXISTS res_partner__email_normalized_index"))
    _remove_teams_aliases(env)
    _put_drills_away(env)
    names = _own_models(env)
    _leave_projects(env)
    _release_references(env, names)
    going = env["ir.module.module"].search([("state", "=", "to remove")])
    remove_what_hangs_on(env, names, going.mapped("name"))
    _forget_structure(env)


def _own_models(env):
    """Return the names of all models that go: ours, and what others built on them."""
    models = env["ir.model"].search([("model", "=like", "crisis.%")])
    duties = env["crisis.duty.mixin"]._duty_models()
    names = {*models.mapped("model"), *(model._name for model in duties)}
    return tuple(name for name in sorted(names) if name in env)


def _remove_teams_aliases(env):
    """The addresses of the teams; archived teams have theirs, too."""
    aliases = env["crisis.team"].with_context(active_test=False).search([]).alias_id
    teams = SQL.identifier(env["crisis.team"]._table)
    env.flush_all()
    env.cr.execute(SQL("ALTER TABLE %s ALTER alias_id DROP NOT NULL", teams))
    env.cr.execute(SQL("UPDATE %s SET alias_id = NULL", teams))
    env.invalidate_all()
    aliases.unlink()


def _put_drills_away(env):
    """What was made up for drills would look real without us: it is archived."""
    everything = env["crisis.document"].with_context(active_test=False)
    orders = everything.search([("is_drill", "=", True)]).task_ids
    orders |= orders._get_all_subtasks()
    people = env["res.partner"].search([("crisis_is_drill", "=", True)])
    env.flush_all()
    # past our own rules, which are about to go
    for records in orders, people:
        table = SQL.identifier(records._table)
        env.cr.execute(
            SQL(
                "UPDATE %s SET active = FALSE WHERE id IN %s",
                table,
                tuple(records.ids) or (0,),
            )
        )
    env.invalidate_all(flush=False)


def _leave_projects(env):
    """A project of ours in which tasks remain stays with them, and so do its stages."""
    projects = env["ir.model.data"].search(
        [("module", "=", ADDON), ("model", "=", "project.project")]
    )
    tasks = env["project.task"].with_context(active_test=False)
    used = tasks.search([("project_id", "in", projects.mapped("res_id"))]).project_id
    for records in (used, used.type_ids, used.alias_id):
        env["ir.model.data"].search(
            [
                ("module", "=", ADDON),
                ("model", "=", records._name),
                ("res_id", "in", records.ids),
            ]
        ).unlink()


def _release_references(env, names):
    """Let our rows hold back nothing: their tables go anyway.

    Cases keep their level, their stage and more from being deleted, which is what
    Odoo is about to do.
    """
    env.flush_all()
    tables = tuple(env[name]._table for name in names if env[name]._auto)
    rows = env.execute_query(
        SQL(
            "SELECT relname, conname FROM pg_constraint"
            " JOIN pg_class ON pg_class.oid = conrelid"
            " WHERE contype = 'f' AND relname IN %s",
            tables,
        )
    )
    for table, constraint in rows:
        env.cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT %s",
                SQL.identifier(table),
                SQL.identifier(constraint),
            )
        )


def _forget_structure(env):
    """What Odoo notes of our models in the name of other addons, and keeps.

    Keys to other tables go with their columns; only the notes of them stay.
    """
    env.cr.execute(
        SQL(
            "DELETE FROM ir_model_data WHERE module <> %s"
            " AND (name LIKE %s OR name LIKE %s)",
            ADDON,
            "model\\_inherit\\_\\_crisis\\_%",
            "selection\\_\\_crisis\\_%",
        )
    )
    module = env["ir.module.module"].search([("name", "=", ADDON)])
    env.cr.execute(
        SQL(
            "DELETE FROM ir_model_constraint WHERE type = 'f' AND module = %s",
            module.id,
        )
    )
    env.invalidate_all(flush=False)
