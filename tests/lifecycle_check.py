"""Run in the Odoo shell: Odoo works as it did before us."""
# ruff: noqa: F821 the shell has `env`

env = env(user=env.ref("base.user_admin"))
task = env["project.task"].search([("name", "ilike", "The system is down")], limit=1)
assert task, "production's orders stay"
assert task.message_ids, "with what was said on them"
made_up = env["res.partner"].search([("email", "=", "drill@example.invalid")])
played = env["project.task"].search([("name", "ilike", "fabrika haberi")])
assert not made_up | made_up.parent_id, "nobody of a drill is offered as a customer"
assert not played, "nor is what was ordered in one taken for work"
for name, record in (
    ("project.task", task),
    ("res.partner", env["res.partner"].search([("name", "=", "Akdeniz")])),
    ("res.company", env.company),
    ("res.users", env.user),
    ("project.project", task.project_id),
):
    views = env[name].get_views([(False, kind) for kind in ("form", "list", "search")])
    known = views["models"][name]["fields"]
    record.ensure_one().sudo().read(list(known))
task.message_post(body="Still here")
task.write({"state": "1_done"})
env["mail.activity"].search([]).mapped("res_name")
env["ir.ui.menu"].load_menus(False)
env["res.config.settings"].create({}).execute()
for job in ("base.autovacuum_job", "mail.ir_cron_send_scheduled_message"):
    env.ref(job).method_direct_trigger()
