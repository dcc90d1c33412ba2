"""The data that the cases find: the same for documents and tickets.

Four desks, each with its own agents; the agent who is measured belongs to two of
them and so sees half of everything. At most a thousand documents are open.
"""

from types import SimpleNamespace

from odoo.fields import Command, Datetime
from odoo.tools import SQL

from . import clone

DESKS = 4
OPEN = 1_000
TASKS_PER_DOCUMENT = 10
LOGINS = (
    "bench_agent",
    "bench_colleague",
    "bench_supervisor",
    "bench_ticket_agent",
    "bench_ticket_colleague",
    "bench_ticket_leader",
)
QUIET = {"tracking_disable": True, "mail_notify_force_send": False}
# newest last, five minutes apart: a hundred thousand in a year
CREATED = "(now() AT TIME ZONE 'UTC' - (%d - n.i) * interval '5 minutes')::timestamp(0)"
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
    customers = _customers(env, size)
    documents, tickets = _documents(env, people), _tickets(env, people)
    tasks = _tasks(env, people, documents)
    env.flush_all()
    _many_documents(documents, size, customers)
    _many_tickets(tickets, size, customers)
    _many_tasks(tasks, size // TASKS_PER_DOCUMENT, documents)
    for records, follower, user in (
        (documents, people.supervisor, people.agent),
        (tickets, people.ticket_leader, people.ticket_agent),
        (tasks, people.supervisor, people.agent),
    ):
        _talk(records.browse(), follower, user)
    _work(documents.browse(), people.agent)
    _work(tickets.browse(), people.ticket_agent)
    env.cr.commit()


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
        team=team.id,
        ticket_team=ticket_team.id,
        customers=env["res.partner"].search([("ref", "=", "bench")], limit=1000).ids,
        documents=_newest(env, "crisis.document"),
        tickets=_newest(env, "helpdesk.ticket"),
        document=_rich(env, "crisis.document", people["agent"]),
        ticket=_rich(env, "helpdesk.ticket", people["ticket_agent"]),
        task=env["project.task"]
        .search([("crisis_document_id", "!=", False)], limit=1, order="id desc")
        .id,
        ref=lambda xmlid: _id(env, xmlid),
    )


def _id(env, xmlid):
    return env["ir.model.data"]._xmlid_to_res_id(xmlid, raise_if_not_found=True)


def _newest(env, model):
    return env[model].search([], limit=1000, order="id desc").ids


def _rich(env, model, user):
    """The newest open record of the agent: it got the many messages."""
    domain = [("user_id", "=", user.id), ("stage_id", "in", _open_stages(env, model))]
    return env[model].search(domain, limit=1, order="id desc").id


def _open_stages(env, model):
    stages = env[env[model]._fields["stage_id"].comodel_name]
    field = "is_closed" if "is_closed" in stages._fields else "closed"
    return stages.search([(field, "=", False)]).ids


# ----------------------------------------------------------------------
# A few records, as users make them
# ----------------------------------------------------------------------


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
                "group_ids": [Command.set([_id(env, group)])],
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
            "protocol_id": _id(env, "crisis_protocol.protocol_own"),
            "project_id": _id(env, "crisis_protocol.project_crisis_production"),
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
        stage = env["crisis.stage"].browse(_id(env, f"crisis_protocol.stage_{name}"))
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
        "protocol_id": _id(env, f"crisis_protocol.protocol_{side}"),
        "category_id": _id(env, f"crisis_protocol.category_{categories[side]}"),
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
        ticket.stage_id = _id(env, f"helpdesk_mgmt.helpdesk_ticket_stage_{stage}")
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


def _customers(env, size):
    """The first id of `size` contacts."""
    seed = env["res.partner"].create(
        {
            "name": "Customer",
            "is_company": True,
            "email": "c@example.com",
            "ref": "bench",
        }
    )
    env.flush_all()
    email = "'press' || n.i || '@customer.example.com'"
    return clone.clone(
        seed,
        size,
        name="'Customer ' || n.i",
        complete_name="'Customer ' || n.i",
        email=email,
        email_normalized=email,
        commercial_partner_id="n.new_id",
    )


# ----------------------------------------------------------------------
# Many of them
# ----------------------------------------------------------------------


def _many_documents(seeds, size, customers):
    customer = f"{customers} + n.i %% {size}"
    _cloned(
        seeds,
        size,
        "is_closed",
        reference="'K/2025/' || lpad(n.i::text, 6, '0')",
        commercial_partner_id=customer,
        contact_id=customer,
        partner_id=customer,
    )


def _many_tickets(seeds, size, customers):
    customer = f"{customers} + n.i %% {size}"
    _cloned(
        seeds,
        size,
        "closed",
        number="'HT' || lpad((n.i + 1000)::text, 7, '0')",
        commercial_partner_id=customer,
        partner_id=customer,
    )


def _cloned(seeds, size, closed_field, **overrides):
    """Closed ones first, then open ones, up to the wanted size."""
    closed = seeds.filtered(closed_field)
    total = size - len(seeds)
    open_count = min(OPEN, int(size * 0.4))
    for part, count in ((closed, total - open_count), (seeds - closed, open_count)):
        # the numbers go on where the first part ended
        before = 0 if part == closed else total - open_count
        values = {
            name: sql.replace("n.i", f"(n.i + {before})")
            for name, sql in overrides.items()
        }
        created = CREATED % (count + (open_count if part == closed else 0))
        name = f"seed.name || ' ' || (n.i + {before})"
        dates = {"create_date": created, "write_date": created}
        clone.clone(part, count, name=name, **dates, **values)


def _many_tasks(seeds, count, documents):
    clone.clone(
        seeds,
        count - len(seeds),
        name="seed.name || ' ' || n.i",
        crisis_document_id=f"{documents[-1:].id} + n.i * {TASKS_PER_DOCUMENT - 1}",
    )


def _talk(model, follower, user):
    """A follower and two messages on each."""
    clone.follow(model, follower.partner_id)
    clone.messages(model, model.env.company.partner_id)
    clone.messages(model, user.partner_id, kind="notification")


def _work(model, user):
    """An activity on every third that is open; one record with much of everything.

    Closed ones have none: closing a document ends its activities.
    """
    rich = SQL("t.id = %s", _rich(model.env, model._name, user))
    is_open = SQL("t.stage_id = ANY(%s)", _open_stages(model.env, model._name))
    clone.activities(model, user, condition=SQL("t.id %% 3 = 0 AND %s", is_open))
    clone.activities(model, user, count=5, condition=rich)
    clone.messages(model, user.partner_id, "email", count=18, condition=rich)
