"""Run in the Odoo shell: cases go on without the duty of an addon that has gone."""
# ruff: noqa: F821 the shell has `env`

from odoo import fields

env = env(user=env.ref("base.user_admin"), context={"lang": "en_US"})
case = env["crisis.document"].search([("name", "=", "The system is down")], limit=1)
duties = [duty for kind in case._open_duties() for duty in kind]
assert "crisis.errand" not in env
assert case.next_duty_date == min(duty.date_due for duty in duties), "what is next now"
assert case.date_watch, "and the job knows when to look"
views = case.get_views([(False, kind) for kind in ("form", "list", "search")])
case.read(list(views["models"]["crisis.document"]["fields"]))
assert not {"errand", "wants_errand"} & case._fields.keys()
assert "errand" not in dict(env["crisis.gate"].fields_get()["next_step"]["selection"])
env["crisis.duty"].search([]).read()
env["crisis.duty.report"].search([]).read(["kind", "outcome"])
env["crisis.board"].board_data()
assert all(row.title for row in case._timeline())
case._papers()
case._promise(fields.Datetime.add(fields.Datetime.now(), hours=1))
case.copy({"name": "The system is down again"})
env.ref("crisis_protocol.ir_cron_watch").method_direct_trigger()
env.cr.commit()
