"""What the cases need to know of the data: who is who, and which ids there are."""

from functools import partial
from types import SimpleNamespace

LOGINS = (
    "bench_agent",
    "bench_colleague",
    "bench_supervisor",
    "bench_manager",
    "bench_ticket_agent",
    "bench_ticket_colleague",
    "bench_ticket_leader",
    "bench_production",
    "bench_project_user",
)

# Those whom the duties of the sweeps belong to, on both sides.
MEMBERS = tuple(f"bench_member_{number:02}" for number in range(50))
RULE = "Bench: an activity an hour after the last move"
SIX = "Bench with four to be told"


def facts(env):
    """What the cases need to know of the data."""
    people = {
        login.removeprefix("bench_"): env["res.users"].search([("login", "=", login)])
        for login in LOGINS
    }
    team, ticket_team = (
        env[model].search([("name", "=", "Bench 0")])
        for model in ("crisis.team", "helpdesk.ticket.team")
    )
    return SimpleNamespace(
        **{name: user.id for name, user in people.items()},
        root=env.uid,
        members=env["res.users"].search([("login", "in", MEMBERS)], order="login").ids,
        team=team.id,
        team_of_six=env["crisis.team"].search([("name", "=", SIX)]).id,
        rule=env["base.automation"].search([("name", "=", RULE)]).id,
        ticket_team=ticket_team.id,
        customers=env["res.partner"].search([("ref", "=", "bench")], limit=1000).ids,
        documents=_newest(env, "crisis.document"),
        tickets=_newest(env, "helpdesk.ticket"),
        document=rich(env, "crisis.document", people["agent"]),
        ticket=rich(env, "helpdesk.ticket", people["ticket_agent"]),
        task=env["project.task"]
        .search([("crisis_document_id", "!=", False)], limit=1, order="id desc")
        .id,
        ref=partial(xmlid, env),
    )


def xmlid(env, name):
    return env["ir.model.data"]._xmlid_to_res_id(name, raise_if_not_found=True)


def _newest(env, model):
    return env[model].search([], limit=1000, order="id desc").ids


def rich(env, model, user):
    """The newest open record of the agent: it got the many messages."""
    domain = [("user_id", "=", user.id), ("stage_id", "in", open_stages(env, model))]
    return env[model].search(domain, limit=1, order="id desc").id


def open_stages(env, model):
    stages = env[env[model]._fields["stage_id"].comodel_name]
    field = "is_closed" if "is_closed" in stages._fields else "closed"
    return stages.search([(field, "=", False)]).ids
