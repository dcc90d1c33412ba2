"""Many lines at once: missed items out of a spreadsheet, and tasks."""

from . import views
from .meter import Work
from .production_work import PROJECT, TASK, expect

OUTLETS = 40
LINES = 1_000


def paste_items(env, facts):
    """Read a table out of a spreadsheet, as the dialog shows it, and add it."""
    document = facts.documents[0]
    head = "\t".join(["Outlet", "Date", "Title", "Link", "Page", "Media"])
    text = "\n".join([head, *map(_line, range(LINES))])
    values = {"document_id": document, "kind": "missing", "text": text}
    model = "crisis.item.paste"
    specification = views.specification(env, model, "form")

    def run(env):
        wizard = env[model].create(values)
        wizard.web_read(specification)
        wizard.action_add()

    def check(env):
        expect(env["crisis.item"], [("document_id", "=", document)], LINES)

    return Work(run, check=check)


def _line(number):
    day = f"{number % 28 + 1:02}.03.2026"
    title = f"The minister opens school {number} in the north of the town"
    outlet = number % OUTLETS
    link = f"https://paper{outlet}.example.com/news/{number}"
    return f"Paper {outlet}\t{day}\t{title}\t{link}\t{number % 32 + 1}\tNewspapers"


def import_tasks(env, facts):
    """What “Import records” does, its preview left out; nobody is assigned or told."""
    names = ["name", "project_id", "partner_id", "date_deadline", "priority"]
    names.append("description")
    project = env["project.project"].browse(facts.ref(PROJECT)).name
    partners = env["res.partner"].browse(facts.customers[:OUTLETS]).mapped("name")
    rows = [
        [
            f"The minister opens school {number} in the north of the town",
            project,
            partners[number % OUTLETS],
            f"2027-03-{number % 28 + 1:02} 12:00:00",
            "0",
            f"https://paper.example.com/news/{number}",
        ]
        for number in range(LINES)
    ]

    def run(env):
        tasks = env[TASK].with_context(import_file=True, tracking_disable=True)
        result = tasks.load(names, rows)
        if result["messages"]:
            raise RuntimeError(result["messages"])

    return Work(run)
