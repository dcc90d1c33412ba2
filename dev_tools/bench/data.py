"""The data that the cases find: the same for documents and tickets.

Four desks, each with its own agents; the agent who is measured belongs to two of
them and so sees half of everything. At most a thousand documents are open.
"""

from functools import partial
from types import SimpleNamespace

from odoo.fields import Command, Datetime

from . import bulk, clone, duties, history
from . import tickets as peer
from .facts import LOGINS, MEMBERS, SIX, xmlid

# Peers that are not in the template of the databases.
MODULES = ("base_automation",)
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
    "production_reason": "The item is in the archive already.",
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


def fill(env, size):
    """Make `size` contacts, documents and tickets, and a tenth of that in tasks."""
    env = env(context=QUIET)
    people = _people(env)
    peer.rule(env)
    customers = bulk.customers(_customer(env), size)
    documents = _documents(env, people)
    tickets = peer.tickets(env, people, COMPLETE["description"])
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
    duties.fill(documents, people)
    history.fill(documents, people)
    bulk.work(documents.browse(), people.agent)
    bulk.work(tickets.browse(), people.ticket_agent)
    env.cr.commit()


def _people(env):
    groups = {
        "bench_ticket": "helpdesk_mgmt.group_helpdesk_user_team",
        "bench_supervisor": "crisis_protocol.group_crisis_supervisor",
        "bench_manager": "crisis_protocol.group_crisis_manager",
        "bench_production": "crisis_protocol.group_crisis_production",
        "bench_project_user": "project.group_project_user",
    }
    users = {login: _user(env, login, _group(login, groups)) for login in LOGINS}
    people = SimpleNamespace(
        **{login.removeprefix("bench_"): user for login, user in users.items()}
    )
    people.members = [_user(env, login, _group(login, groups)) for login in MEMBERS]
    people.teams = [_crisis_team(env, people, number) for number in range(DESKS)]
    _crisis_team(env, people, 0).write(
        {
            "name": SIX,
            "manager_ids": [Command.set([user.id for user in people.members[:3]])],
        }
    )
    people.ticket_teams = [peer.team(env, people, n) for n in range(DESKS)]
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


def _documents(env, people):
    """One in each stage of each desk, with all that its gates ask for."""
    # with what filing sets off: controls, messages to those who must be told
    loudly = env["crisis.document"].with_context(tracking_disable=False)
    stages = [stage for stage in CRISIS_STAGES for _team in people.teams]
    teams = people.teams * len(CRISIS_STAGES)
    rows = map(partial(_document, env), teams, stages)
    documents = loudly.create(list(rows)).with_env(env)
    documents.write(COMPLETE)
    documents.media_ids = env["crisis.media"].search([], limit=2)
    env.flush_all()
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
    documents.modified(["is_closed"])
    documents.filtered("is_closed")._end_open_work()
    return documents


def _document(env, team, stage):
    side = stage.partition("_")[0]
    categories = {"own": "own_report_gap", "customer": "customer_news_out"}
    return {
        "name": "Yesterday's TV news is missing",
        "protocol_id": xmlid(env, f"crisis_protocol.protocol_{side}"),
        "category_id": xmlid(env, f"crisis_protocol.category_{categories[side]}"),
        "partner_id": env.company.partner_id.id,
        "team_id": team.id,
        "user_id": team.member_ids[:1].id,
    }


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
