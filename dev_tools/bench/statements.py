"""Which statements a case is made of, and how the slowest query is planned."""

import re
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

TOP = 90
WIDTH = 130
# values, and the columns that are read or written: their number says nothing
LISTS = re.compile(r"\((?:\s*%s\s*,?)+\)|%s(?:\s*,\s*%s)+")
COLUMNS = re.compile(r"^(SELECT) .*? (FROM) |^(INSERT INTO \w+) \(.*?\) (VALUES)")
ADDONS = ("crisis_protocol", "helpdesk_mgmt")


def text(gauge, case, size, explain):
    """A report on both sides of the case: one run of each."""
    lines = []
    for name, (uid, work) in gauge.works(case).items():
        gauge.sample(uid, work)
        with gauge.transaction(uid, work) as env, _recorded() as statements:
            work.run(env)
            gauge.cr.flush()
            title = f"{case.name}, {size:,} documents: {getattr(case, name).name}"
            lines += ["", f"  {title}: {len(statements)} statements"]
            lines += _summary(statements)
            if explain:
                lines += _plan(gauge.cr, statements)
    return "\n".join(lines)


@contextmanager
def _recorded():
    """Every statement of this thread, with what Odoo measured of it."""
    statements, thread = [], threading.current_thread()

    def hook(_cr, query, params, _start, seconds):
        statements.append((str(query), params, seconds, _origin()))

    thread.query_hooks = [hook]
    try:
        yield statements
    finally:
        thread.query_hooks = []


def _origin():
    """The innermost line of the addon, or of its peer, that led to it."""
    frame = sys._getframe(2)
    while frame:
        code = frame.f_code
        if any(f"/{addon}/" in code.co_filename for addon in ADDONS):
            return f"{Path(code.co_filename).name}:{frame.f_lineno} {code.co_name}"
        frame = frame.f_back
    return "Odoo"


def _summary(statements):
    counts, seconds = Counter(), Counter()
    for query, _params, taken, origin in statements:
        kind = _shape(query), origin
        counts[kind] += 1
        seconds[kind] += taken
    ranked = sorted(counts, key=lambda kind: (-counts[kind], -seconds[kind]))
    for kind in ranked[:TOP]:
        shape, origin = kind
        spent = f"{counts[kind]:6} x {seconds[kind] * 1e3:8.1f} ms"
        yield f"  {spent}  {shape[:WIDTH]}  [{origin}]"
    if len(ranked) > TOP:
        rest = sum(counts[kind] for kind in ranked[TOP:])
        yield f"  {rest:6} x others, of {len(ranked) - TOP} kinds"
    origins = Counter(origin for *_statement, origin in statements)
    yield "  By function: " + ", ".join(
        f"{origin} {count}" for origin, count in origins.most_common()
    )


def _shape(query):
    """The statement without its lists of columns and values, on one line."""
    line = re.sub(r"\s+", " ", query.replace('"', "")).strip()
    return COLUMNS.sub(_without_columns, LISTS.sub("(…)", line))


def _without_columns(found):
    return " ".join(part for part in found.groups() if part) + " "


def _plan(cr, statements):
    queries = [row for row in statements if row[0].lstrip().startswith("SELECT")]
    if not queries:
        return
    query, params, _seconds, _origin = max(queries, key=lambda row: row[2])
    yield f"  Slowest: {cr.mogrify(query, params).decode()[:2000]}"
    cr.execute(f"EXPLAIN (ANALYZE, BUFFERS) {query}", params)
    for (line,) in cr.fetchall():
        yield f"    {line}"
