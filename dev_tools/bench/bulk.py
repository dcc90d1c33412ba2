"""Many contacts, documents, tickets and tasks out of a few, and what belongs to them.

Closed ones come first, then those that are open: at most a thousand.
"""

from odoo.tools import SQL

from . import clone
from .facts import open_stages, rich

OPEN = 1_000
DOCUMENTS_PER_TASK = 10
# newest last, five minutes apart: a hundred thousand in a year
# (an override that says CREATED means this)
CREATED = "(now() AT TIME ZONE 'UTC' - (%d - n.i) * interval '5 minutes')::timestamp(0)"


def customers(seed, size):
    """The first id of `size` contacts."""
    seed.env.flush_all()
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


def documents(seeds, size, customers):
    customer = f"{customers} + n.i %% {size}"
    _cloned(
        seeds,
        size,
        "is_closed",
        reference="'K/2025/' || lpad(n.i::text, 6, '0')",
        commercial_partner_id=customer,
        contact_id=customer,
        partner_id=customer,
        date_closed="CASE WHEN seed.is_closed THEN CREATED + interval '1 day' END",
        hours_to_first_word="0.5 + n.i %% 7",
        hours_to_explanation="CASE WHEN seed.is_closed THEN 4 + n.i %% 9 END",
    )


def tickets(seeds, size, customers):
    customer = f"{customers} + n.i %% {size}"
    _cloned(
        seeds,
        size,
        "closed",
        number="'HT' || lpad((n.i + 1000)::text, 7, '0')",
        commercial_partner_id=customer,
        partner_id=customer,
        last_stage_update="CREATED",
    )


def _cloned(seeds, size, closed_field, **overrides):
    """Closed ones first, then open ones, up to the wanted size."""
    closed = seeds.filtered(closed_field)
    total = size - len(seeds)
    open_count = min(OPEN, int(size * 0.4))
    for part, count in ((closed, total - open_count), (seeds - closed, open_count)):
        # the numbers go on where the first part ended
        before = 0 if part == closed else total - open_count
        created = CREATED % (count + (open_count if part == closed else 0))
        values = {
            name: sql.replace("n.i", f"(n.i + {before})").replace("CREATED", created)
            for name, sql in overrides.items()
        }
        name = f"seed.name || ' ' || (n.i + {before})"
        dates = {"create_date": created, "write_date": created}
        clone.clone(part, count, name=name, **dates, **values)


def tasks(seeds, count, documents):
    clone.clone(
        seeds,
        count - len(seeds),
        name="seed.name || ' ' || n.i",
        crisis_document_id=f"{documents[-1:].id} + n.i * {DOCUMENTS_PER_TASK - 1}",
    )


def talk(model, follower, user):
    """A follower and two messages on each."""
    clone.follow(model, follower.partner_id)
    clone.messages(model, model.env.company.partner_id)
    clone.messages(model, user.partner_id, kind="notification")


def work(model, user):
    """An activity on every third that is open; one record with much of everything.

    Beside those that show duties (see duties), what people plan themselves. Closed
    ones have none: closing a document ends its activities.
    """
    one = SQL("t.id = %s", rich(model.env, model._name, user))
    is_open = SQL("t.stage_id = ANY(%s)", open_stages(model.env, model._name))
    clone.activities(model, user, condition=SQL("t.id %% 3 = 0 AND %s", is_open))
    clone.activities(model, user, count=5, condition=one)
    clone.messages(model, user.partner_id, "email", count=18, condition=one)
