"""What happened on one case, told on the screen and on paper, beside the chatter."""

from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store

from . import clone, history, views
from .meter import Work
from .plan_work import quietly
from .work import PAGE, TICKET

TIMELINE = "crisis.timeline"
PAPER = "crisis_protocol.crisis_document_report_file"
ROWS = 60


@quietly
def long_chatter(env, facts, size):
    """A ticket on which as much was said as on the case with the long story."""
    author = env["res.users"].browse(facts.ticket_agent).partner_id
    one = SQL("t.id = %s", facts.ticket)
    clone.messages(env[TICKET], author, "email", count=ROWS, condition=one)


def open_timeline(env, facts):
    """The view as it opens from the case."""
    specification = views.specification(env, TIMELINE, "kanban")
    domain = [("document_id", "=", _long_story(env, facts))]
    return Work(
        lambda env: env[TIMELINE].web_search_read(
            domain, specification, limit=PAGE, count_limit=PAGE + 1
        ),
        check=_is_long(domain),
    )


def print_case(env, facts):
    """The page that the PDF is made of."""
    case = _long_story(env, facts)
    return Work(
        lambda env: env["ir.actions.report"]._render_qweb_html(PAPER, [case]),
        check=_is_long([("document_id", "=", case)]),
    )


def read_chatter(env, facts):
    """The messages of a ticket, as the chatter shows them."""

    def run(env):
        thread = env[TICKET].browse(facts.ticket)
        found = env["mail.message"]._message_fetch(None, thread=thread, limit=ROWS)
        Store().add(found["messages"]).get_result()

    return Work(run)


def _long_story(env, facts):
    agent = env["res.users"].browse(facts.agent)
    return history.long_story(env(user=facts.root), agent)


def _is_long(domain):
    def check(env):
        if env[TIMELINE].search_count(domain) < ROWS:
            raise RuntimeError("The story is too short.")

    return check
