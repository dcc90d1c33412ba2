"""Run in the Odoo shell: a day at the desk that leaves traces of every kind."""
# ruff: noqa: F821 the shell has `env`

from datetime import timedelta

from odoo import fields

env = env(user=env.ref("base.user_admin"), context={"lang": "en_US"})
soon = fields.Datetime.now() + timedelta(hours=2)
customer, other, ministry = env["res.partner"].create(
    [
        {"name": name, "is_company": True, "email": f"{name.lower()}@example.com"}
        for name in ("Akdeniz", "Bora", "Ministry")
    ]
)
project = env["project.project"].create({"name": "Production"})
team = env["crisis.team"].create(
    {
        "name": "Desk",
        "member_ids": env.user.ids,
        "project_id": project.id,
        "alias_name": "crisis-desk",
    }
)
unit = env["crisis.unit"].create({"name": "Archive", "user_ids": env.user.ids})
document = env["crisis.document"].create(
    {
        "name": "The system is down",
        "protocol_id": env.ref("crisis_protocol.protocol_own").id,
        "category_id": env.ref("crisis_protocol.category_own_missed_item").id,
        "partner_id": customer.id,
        "team_id": team.id,
        "user_id": env.uid,
        "description": "<p>Nothing opens.</p>",
        "explanation": "<p>A disk broke.</p>",
    }
)
document.message_post(
    body="Here is the file.",
    attachments=[("report.txt", b"report")],
    partner_ids=customer.ids,
    subtype_xmlid="mail.mt_comment",
)
document.message_subscribe(ministry.ids)
document.activity_schedule(summary="Look again", user_id=env.uid)
document.action_log_word("We are looking into it.")
document.action_confirm_facts()
control = document.control_ids.filtered(lambda c: c.kind == "system")[:1]
proof = env["ir.attachment"].create({"name": "proof.txt", "raw": b"proof"})
control.write({"note": "Still down", "attachment_ids": proof.ids})
control.action_problem()
document._promise(soon)
notice = env["crisis.notice"].create(
    {"document_id": document.id, "receiver_id": ministry.id, "date_due": soon}
)
notice.action_send()
decision = {
    "name": "Deliver by hand",
    "reason": "Somebody else does it already.",
    "effect": "positive",
}
env["crisis.decision"].create(decision | {"document_id": document.id})
env["crisis.item"].create({"name": "The new terminal", "document_id": document.id})
document._inform_production(unit)
env["crisis.leading.add"].create(
    {"document_id": document.id, "partner_ids": other.ids}
).action_add()
stakeholders = env["crisis.stakeholder.add"].create(
    {"document_id": document.id, "partner_ids": ministry.ids}
)
stakeholders.action_add()
env["crisis.stage.move"].create(
    {
        "document_id": document.id,
        "kind": "override",
        "stage_id": env.ref("crisis_protocol.stage_own_follow_up").id,
        "reason": "The customer is on holiday",
    }
).action_move()
start = env["crisis.drill.start"].create({"team_id": team.id})
drill = env["crisis.document"].browse(start.action_start()["res_id"])
drill._inform_production(unit)

# what users make around it
model = env["ir.model"]._get("crisis.document")
env["ir.filters"].create(
    {"name": "My favourite", "model_id": model.model, "domain": "[]"}
)
env["mail.template"].create(
    {"name": "Our own", "model_id": model.id, "body_html": "<p>Hello</p>"}
)
env["mail.activity.plan"].create(
    {
        "name": "Our own",
        "res_model": model.model,
        "template_ids": [
            fields.Command.create(
                {"activity_type_id": env.ref("mail.mail_activity_data_todo").id}
            )
        ],
    }
)
env["mail.activity.type"].create({"name": "Our own", "res_model": model.model})
env["mail.scheduled.message"].create(
    {
        "model": model.model,
        "res_id": document.id,
        "body": "Later",
        "partner_ids": customer.ids,
        "author_id": env.user.partner_id.id,
        "scheduled_date": soon,
    }
)
env["ir.exports"].create({"name": "For the board", "resource": model.model})
env["ir.default"].set(model.model, "name", "Something is down")
env["ir.actions.server"].create(
    {"name": "Our own", "model_id": model.id, "state": "code", "code": "pass"}
)
env["res.company"].create({"name": "Branch"})
env["crisis.phrase"].search([], limit=1).copy({"name": "We care for you."})
env["ir.cron"].search([("model_id.model", "=like", "crisis.%")]).method_direct_trigger()
env.cr.commit()
