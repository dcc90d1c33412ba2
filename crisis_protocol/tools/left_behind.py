"""What an addon would leave behind in tables that are not its own."""

from odoo.tools import SQL

# What Odoo notes of a model, and deletes with it without deleting the names.
STRUCTURE = (
    "ir.model.constraint",
    "ir.model.fields",
    "ir.model.fields.selection",
    "ir.model.inherit",
)


def remove_what_hangs_on(env, models, modules):
    """Remove activities and files of records, and what users saved about them.

    :param models: names of the models that are going
    :param modules: names of the addons that are going: their activity types go, too
    """
    types = env["ir.model.data"].search(
        [("module", "in", list(modules)), ("model", "=", "mail.activity.type")]
    )
    models = tuple(models)
    # an open duty would ask why its activity goes
    env.flush_all()
    env.cr.execute(
        SQL(
            "DELETE FROM mail_activity WHERE res_model IN %(models)s"
            " OR crisis_duty_model IN %(models)s OR activity_type_id IN %(types)s",
            models=models,
            types=tuple(types.mapped("res_id")) or (0,),
        )
    )
    env.invalidate_all(flush=False)
    for model, field in (
        ("ir.attachment", "res_model"),
        ("ir.exports", "resource"),
        ("ir.filters", "model_id"),
        ("mail.scheduled.message", "model"),
    ):
        everything = env[model].with_context(
            active_test=False, skip_res_field_check=True
        )
        everything.search([(field, "in", models)]).unlink()


def forget_structure_of_gone_models(env, module):
    """Delete names that an addon gave to parts of models that are no more.

    A model of another addon that inherits one of ours has parts that bear our name.
    """
    for model in STRUCTURE:
        env.cr.execute(
            SQL(
                "DELETE FROM ir_model_data data WHERE module = %s AND model = %s"
                " AND NOT EXISTS (SELECT FROM %s WHERE id = data.res_id)",
                module,
                model,
                SQL.identifier(env[model]._table),
            )
        )
    env.invalidate_all(flush=False)
