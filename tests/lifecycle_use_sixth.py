"""Run in the Odoo shell: traces of a duty that another addon brings."""
# ruff: noqa: F821 the shell has `env`

from datetime import timedelta

from odoo import fields

env = env(user=env.ref("base.user_admin"), context={"lang": "en_US"})
now = fields.Datetime.now()
case = env["crisis.document"].search([("name", "=", "The system is down")], limit=1)
case.write({"wants_errand": True, "errand": "The recording on a disk"})
waiting = case.errand_ids.ensure_one()
waiting.date_due = now + timedelta(minutes=1)
assert case.next_duty_type_id == waiting.type_id, "it comes next"
errands = env["crisis.errand"].create(
    [
        {"name": name, "document_id": case.id, "date_due": now + timedelta(hours=1)}
        for name in ("A print", "Flowers", "A letter")
    ]
)
errands[0].action_brought()
errands[1].action_cancel()
env["crisis.duty.cancel"].create(
    {
        "duty_model": "crisis.errand",
        "duty_id": errands[1].id,
        "reason": "Somebody else does it already.",
    }
).action_cancel()

# what users make around it
env["ir.attachment"].create(
    {
        "name": "receipt.txt",
        "raw": b"receipt",
        "res_model": "crisis.errand",
        "res_id": errands[0].id,
    }
)
env["ir.filters"].create(
    {"name": "My errands", "model_id": "crisis.errand", "domain": "[]"}
)
env["ir.exports"].create({"name": "Errands", "resource": "crisis.errand"})
env["ir.default"].set("crisis.errand", "name", "A disk")
case.activity_schedule(
    "crisis_protocol_sixth_duty.mail_activity_type_errand", summary="By hand"
)
env.cr.commit()
