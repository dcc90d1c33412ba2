"""The cases of the fault test, filed through an Odoo shell."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.sql_db import BaseCursor

# As many as one batch of the job, another one, and a part of a third.
BATCH, COUNT = 20, 60
AGENTS = ("ada", "ben", "cem")
CRONS = (
    "crisis_protocol.ir_cron_watch",
    "crisis_protocol.ir_cron_resend",
    "mail.ir_cron_mail_scheduler_action",
)
# What is not to fall due here, in minutes.
NEVER = dict.fromkeys(
    (
        "first_word_minutes",
        "customer_word_minutes",
        "explanation_minutes",
        "silence_minutes",
        "control_customer_minutes",
        "notice_minutes",
    ),
    200_000,
)
CUSTOMER = "Customer of the fault test"


def file_cases(env):
    """File cases on which control 1 was due two hours ago.

    Both rungs of the ladder have passed: each owner is to be told by mail, the
    supervisor in Odoo. Nothing else in this database is due or scheduled.
    """
    _silence_the_rest(env)
    agents = [_user(env, name, "agent", "email") for name in AGENTS]
    team = env["crisis.team"].create(
        {
            "name": "Night shift",
            "alias_name": "fault-night-shift",
            "member_ids": [agent.id for agent in agents],
            "supervisor_id": _user(env, "sue", "supervisor", "inbox").id,
        }
    )
    rungs = {"owner": 0, "supervisor": 30}
    level = env["crisis.level"].create(
        NEVER
        | {
            "name": "Fault",
            "clock": "always",
            "control_system_minutes": 60,
            "inform_supervisor": False,
            "step_ids": [
                Command.create({"minutes": minutes, "target": target})
                for target, minutes in rungs.items()
            ],
        }
    )
    values = {
        "protocol_id": env.ref("crisis_protocol.protocol_own").id,
        "partner_id": env["res.partner"].create({"name": CUSTOMER}).id,
        "team_id": team.id,
        "level_id": level.id,
    }
    owners = [agents[number % len(agents)] for number in range(COUNT)]
    past = fields.Datetime.now() - timedelta(hours=3)
    with (
        patch.object(fields.Datetime, "now", return_value=past),
        patch.object(BaseCursor, "now", return_value=past),
    ):
        # without the mail that tells each of them of each case
        model = env["crisis.document"].with_context(mail_auto_subscribe_no_notify=True)
        model.create(
            [
                values | {"name": f"Case {number}", "user_id": owner.id}
                for number, owner in enumerate(owners)
            ]
        )
        env.cr.commit()


def _silence_the_rest(env):
    for statement in (
        "UPDATE crisis_document SET date_watch = NULL",
        "UPDATE crisis_team SET date_next_round = NULL",
        "UPDATE mail_mail SET state = 'cancel'",
        "DELETE FROM ir_cron_trigger",
        "UPDATE ir_cron SET active = FALSE",
    ):
        env.cr.execute(statement)
    env.invalidate_all()
    crons = env["ir.cron"].union(*map(env.ref, CRONS))
    crons.write({"active": True, "nextcall": "2099-01-01 00:00:00"})


def _user(env, name, role, notification_type):
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": name,
                "login": f"fault_{name}",
                "email": f"{name}@example.com",
                "lang": "en_US",
                "notification_type": notification_type,
                "group_ids": [
                    Command.link(env.ref(f"crisis_protocol.group_crisis_{role}").id)
                ],
            }
        )
    )
