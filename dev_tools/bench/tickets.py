"""The peer's data: tickets in each stage, their desks, and a rule on those that lie."""

from odoo.fields import Command

from .facts import RULE, xmlid

STAGES = ("new", "in_progress", "awaiting", "done")


def team(env, people, number):
    member = people.ticket_agent if number % 2 == 0 else people.ticket_colleague
    return env["helpdesk.ticket.team"].create(
        {
            "name": f"Bench {number}",
            "user_ids": member.ids,
            "user_id": people.ticket_leader.id,
        }
    )


def tickets(env, people, description):
    tickets = env["helpdesk.ticket"].create(
        [
            {
                "name": "Yesterday's TV news is missing",
                "description": description,
                "partner_id": env.company.partner_id.id,
                "team_id": team.id,
                "user_id": team.user_ids[:1].id,
            }
            for _stage in STAGES
            for team in people.ticket_teams
        ]
    )
    stages = [stage for stage in STAGES for _team in people.ticket_teams]
    for ticket, stage in zip(tickets, stages, strict=True):
        ticket.stage_id = xmlid(env, f"helpdesk_mgmt.helpdesk_ticket_stage_{stage}")
    return tickets


def rule(env):
    """The peer of the sweep: an activity for whoever leads a ticket that lies."""
    model = env["ir.model"]._get("helpdesk.ticket")
    env["base.automation"].create(
        {
            "name": RULE,
            "model_id": model.id,
            "trigger": "on_time",
            "trg_date_id": env["ir.model.fields"]
            ._get(model.model, "last_stage_update")
            .id,
            "trg_date_range": 1,
            "trg_date_range_type": "hour",
            "filter_domain": "[('stage_id.closed', '=', False)]",
            "action_server_ids": [
                Command.create(
                    {
                        "name": RULE,
                        "model_id": model.id,
                        "state": "next_activity",
                        "activity_type_id": env.ref("mail.mail_activity_data_todo").id,
                        "activity_user_type": "generic",
                        "activity_user_field_name": "user_id",
                    }
                )
            ],
        }
    )
