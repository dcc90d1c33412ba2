"""What the cases let both sides do.

A side is a user and a function: called once as that user, it prepares the work,
such as what the web client would ask for, and returns it. Only the work is measured.
"""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import localtime
from functools import partial

from . import clone, views
from .meter import Work

DOCUMENT, TICKET = "crisis.document", "helpdesk.ticket"
TODO = "mail.mail_activity_data_todo"
PAGE = 80
COUNT_LIMIT = 10_001


@dataclass(frozen=True)
class Side:
    user: str
    setup: callable
    name: str = TICKET


def agent(setup, *arguments, name=DOCUMENT, **options):
    return Side("agent", partial(setup, *arguments, **options), name)


def ticket_agent(setup, *arguments, **options):
    return Side("ticket_agent", partial(setup, *arguments, **options))


def root(setup, *arguments, name=TICKET):
    """The gateway runs as the system."""
    return Side("root", partial(setup, *arguments), name)


# ----------------------------------------------------------------------
# Filing and moving
# ----------------------------------------------------------------------


def file_documents(count, env, facts, **values):
    """As `values`: what is filed otherwise, by the names of facts or external ids."""
    values = {
        "name": "Yesterday's TV news is missing",
        "description": "<p>The item on channel 5 was not delivered.</p>",
        "protocol_id": facts.ref("crisis_protocol.protocol_own"),
        "category_id": facts.ref("crisis_protocol.category_own_report_gap"),
        "team_id": facts.team,
        "user_id": env.uid,
    } | {
        name: facts.ref(value) if "." in value else getattr(facts, value)
        for name, value in values.items()
    }
    return Work(lambda env: _create(env[DOCUMENT], values, facts, count))


def file_tickets(count, env, facts, activities=0, told=0):
    """With activities for whoever files, and for others, who are told."""
    values = {
        "name": "Yesterday's TV news is missing",
        "description": "<p>The item on channel 5 was not delivered.</p>",
        "team_id": facts.ticket_team,
        "user_id": env.uid,
    }

    owners = [env.uid] * activities + [facts.ticket_leader, *facts.members][:told]

    def run(env):
        for ticket in _create(env[TICKET], values, facts, count):
            for owner in owners:
                ticket.activity_schedule(TODO, user_id=owner)

    return Work(run)


def _create(model, values, facts, count):
    return model.create(
        [values | {"partner_id": partner} for partner in facts.customers[:count]]
    )


def move_documents(count, source, target, env, facts):
    """From one stage of the own protocol to another, all gates met."""
    ids = facts.documents[:count]
    before = {
        "protocol_id": facts.ref("crisis_protocol.protocol_own"),
        "category_id": facts.ref("crisis_protocol.category_own_report_gap"),
        "stage_id": facts.ref(f"crisis_protocol.stage_{source}"),
        "grade": None,
        "date_closed": None,
        "is_closed": False,
        "team_id": facts.team,
        "user_id": facts.agent,
    }
    stage = facts.ref(f"crisis_protocol.stage_{target}")
    return Work(
        lambda env: env[DOCUMENT].browse(ids).write({"stage_id": stage}),
        lambda env: clone.put(env[DOCUMENT].browse(ids), **before),
    )


def move_tickets(count, env, facts, activities=0):
    ids = facts.tickets[:count]
    before = {
        "stage_id": facts.ref("helpdesk_mgmt.helpdesk_ticket_stage_new"),
        "team_id": facts.ticket_team,
        "user_id": facts.ticket_agent,
    }
    stage = facts.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")

    def run(env):
        tickets = env[TICKET].browse(ids)
        tickets.write({"stage_id": stage})
        for _number in range(activities):
            for ticket in tickets:
                ticket.activity_schedule(TODO)

    return Work(run, lambda env: clone.put(env[TICKET].browse(ids), **before))


# ----------------------------------------------------------------------
# Opening views
# ----------------------------------------------------------------------


def open_list(model, domain, env, facts, offset=0):
    specification = views.specification(env, model, "list")
    return Work(
        lambda env: env[model].web_search_read(
            list(domain), specification, offset, PAGE, count_limit=COUNT_LIMIT
        )
    )


def open_kanban(model, domain, env, facts, protocol=None):
    """As `protocol`: of that one alone, as the overview opens it."""
    context = {"read_group_expand": True}
    if protocol:
        protocol_id = facts.ref(f"crisis_protocol.protocol_{protocol}")
        domain = (("protocol_id", "=", protocol_id), *domain)
        context["default_protocol_id"] = protocol_id
    arch = views.arch(env, model, "kanban")
    specification = views.specification(env, model, "kanban")
    group, bar = arch.get("default_group_by"), views.progress_bar(arch)

    def run(env):
        records = env[model].with_context(**context)
        records.web_read_group(
            list(domain),
            [group],
            limit=PAGE,
            auto_unfold=True,
            unfold_read_specification=specification,
            unfold_read_default_limit=PAGE,
        )
        records.read_progress_bar(list(domain), group, bar)

    return Work(run)


def open_form(model, fact, env, facts, without=None):
    """As `without`: leave the fields out that begin so."""
    specification = {
        name: spec
        for name, spec in views.specification(env, model, "form").items()
        if not (without and name.startswith(without))
    }
    record_id = getattr(facts, fact)
    return Work(lambda env: env[model].browse(record_id).web_read(specification))


# ----------------------------------------------------------------------
# Mail
# ----------------------------------------------------------------------


def receive_mail(model, fact, env, facts):
    mail = EmailMessage()
    mail["From"] = "Elif Kaya <elif.kaya@unknown.example.com>"
    mail["To"] = "desk@example.com"
    mail["Subject"] = "Yesterday's TV news is missing"
    mail["Message-Id"] = "<bench-mail@unknown.example.com>"
    mail["Date"] = localtime()
    text = "The item on channel 5 was not delivered, and our director asks. " * 25
    mail.set_content(text)
    mail.add_alternative(f"<p>{text}</p>", subtype="html")
    team = getattr(facts, fact)
    return Work(
        lambda env: env["mail.thread"].message_process(
            model, mail.as_string(), custom_values={"team_id": team}
        )
    )
