"""The data that the cases find: the same for documents and tickets.

Four desks, each with its own agents; the agent who is measured belongs to two of
them and so sees half of everything. At most a thousand documents are open.
"""

from types import SimpleNamespace

from odoo.fields import Command, Datetime

from . import bulk, clone
from .facts import LOGINS, xmlid

DESKS = 4
QUIET = {"tracking_disable": True, "mail_notify_force_send": False}
# What every gate of the shipped protocols asks for.
COMPLETE = {
    "description": "<p>The item on channel 5 was not delivered.</p>",
    "date_occurred": "2026-03-02 08:00:00",
    "customer_effect": "The press office could not answer its director.",
    "timing": "By noon",
    "explanation": "<p>The keyword was misspelt.</p>",
    "remedy": "<p>The item was sent and the archive searched.</p>",
    "root_cause": "No second look at new keywords.",
    "production_needed": "no",
    "customer_says_over": "yes",
    "has_bulletin": "no",
    "has_picture": "no",
    "has_video": "no",
    "presentation": "A table",
    "after_hours_follow": "no",
    "after_hours_route": "no",
    "inform_written": "no",
    "inform_oral": "no",
}
CRISIS_STAGES = (
    "own_reported",
    "own_assessment",
    "own_remedy",
    "own_follow_up",
    "own_closed",
    "customer_information",
    "customer_production",
    "customer_follow_up",
    "customer_closed",
)
TICKET_STAGES = ("new", "in_progress", "awaiting", "done")


def fill(env, size):
    """Make `size` contacts, documents and tickets, and a tenth of that in tasks."""
    env = env(context=QUIET)
    people = _people(env)
    customers = bulk.customers(_customer(env), size)
    documents, tickets = _documents(env, people), _tickets(env, people)
    tasks = _tasks(env, people, documents)
    env.flush_all()
    bulk.documents(documents, size, customers)
    bulk.tickets(tickets, size, customers)
    bulk.tasks(tasks, size // bulk.DOCUMENTS_PER_TASK, documents)
    for records, follower, user in (
        (documents, people.supervisor, people.agent),
        (tickets, people.ticket_leader, people.ticket_agent),
        (tasks, people.supervisor, people.agent),
    ):
        bulk.talk(records.browse(), follower, user)
    bulk.work(documents.browse(), people.agent)
    bulk.work(tickets.browse(), people.ticket_agent)
    env.cr.commit()


def _people(env):
    groups = {
        "bench_ticket": "helpdesk_mgmt.group_helpdesk_user_team",
        "bench_supervisor": "crisis_protocol.group_crisis_supervisor",
    }
    users = {login: _user(env, login, _group(login, groups)) for login in LOGINS}
    people = SimpleNamespace(
        **{login.removeprefix("bench_"): user for login, user in users.items()}
    )
    people.teams = [_crisis_team(env, people, number) for number in range(DESKS)]
    people.ticket_teams = [_ticket_team(env, people, n) for n in range(DESKS)]
    return people


def _group(login, groups):
    found = [group for start, group in groups.items() if login.startswith(start)]
    return found[0] if found else "crisis_protocol.group_crisis_agent"


def _user(env, login, group):
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": login,
                "login": login,
                "email": f"{login}@example.com",
                "group_ids": [Command.set([xmlid(env, group)])],
            }
        )
    )


def _crisis_team(env, people, number):
    member = people.agent if number % 2 == 0 else people.colleague
    return env["crisis.team"].create(
        {
            "name": f"Bench {number}",
            "member_ids": member.ids,
            "supervisor_id": people.supervisor.id,
            "protocol_id": xmlid(env, "crisis_protocol.protocol_own"),
            "project_id": xmlid(env, "crisis_protocol.project_crisis_production"),
        }
    )


def _ticket_team(env, people, number):
    member = people.ticket_agent if number % 2 == 0 else people.ticket_colleague
    return env["helpdesk.ticket.team"].create(
        {
            "name": f"Bench {number}",
            "user_ids": member.ids,
            "user_id": people.ticket_leader.id,
        }
    )


def _documents(env, people):
    """One in each stage of each desk, with all that its gates ask for."""
    documents = env["crisis.document"].create(
        [
            _document(env, team, people, stage)
            for stage in CRISIS_STAGES
            for team in people.teams
        ]
    )
    documents.write(COMPLETE)
    documents.media_ids = env["crisis.media"].search([], limit=2)
    env.flush_all()
    stages = [stage for stage in CRISIS_STAGES for _team in people.teams]
    for document, name in zip(documents, stages, strict=True):
        stage = env["crisis.stage"].browse(xmlid(env, f"crisis_protocol.stage_{name}"))
        clone.put(
            document,
            stage_id=stage.id,
            is_closed=stage.is_closed,
            date_closed=Datetime.now() if stage.is_closed else None,
            date_last_word=Datetime.now(),
        )
    env.invalidate_all()
    return documents


def _document(env, team, people, stage):
    side = stage.partition("_")[0]
    categories = {"own": "own_missed_item", "customer": "customer_news_out"}
    return {
        "name": "Yesterday's TV news is missing",
        "protocol_id": xmlid(env, f"crisis_protocol.protocol_{side}"),
        "category_id": xmlid(env, f"crisis_protocol.category_{categories[side]}"),
        "partner_id": env.company.partner_id.id,
        "team_id": team.id,
        "user_id": team.member_ids[:1].id,
    }


def _tickets(env, people):
    tickets = env["helpdesk.ticket"].create(
        [
            {
                "name": "Yesterday's TV news is missing",
                "description": COMPLETE["description"],
                "partner_id": env.company.partner_id.id,
                "team_id": team.id,
                "user_id": team.user_ids[:1].id,
            }
            for _stage in TICKET_STAGES
            for team in people.ticket_teams
        ]
    )
    stages = [stage for stage in TICKET_STAGES for _team in people.ticket_teams]
    for ticket, stage in zip(tickets, stages, strict=True):
        ticket.stage_id = xmlid(env, f"helpdesk_mgmt.helpdesk_ticket_stage_{stage}")
    return tickets


def _tasks(env, people, documents):
    return env["project.task"].create(
        [
            {
                "name": document.display_name,
                "project_id": document.team_id.project_id.id,
                "crisis_document_id": document.id,
                "user_ids": [Command.set(people.agent.ids)],
            }
            for document in documents[:DESKS]
        ]
    )


def _customer(env):
    return env["res.partner"].create(
        {
            "name": "Customer",
            "is_company": True,
            "email": "c@example.com",
            "ref": "bench",
        }
    )
