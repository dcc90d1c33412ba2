"""The figures as tables, and which goals are missed."""

LEGEND = """\
SQL: statements, exact (~: they differed between samples, the median is told).
CPU: this thread and its PostgreSQL backend, median; trust a ratio only beyond 1.5.
Ratio: ours to the peer's. Peer: helpdesk.ticket, or what stands behind the slash.
"""
DETAILS_LEGEND = """\
pg: CPU of PostgreSQL. calls: Python and C functions called, in thousands, exact.
written: rows inserted, updated, deleted. scanned: rows read by sequential scans.
wall: told only, it says nothing on a busy machine.
"""
MAIN = ("Case", "Documents", "SQL", "peer", "ratio", "CPU ms", "peer", "ratio", "Goals")
DETAILS = (
    *("Case", "Documents", "pg ms", "peer", "ratio", "k calls", "peer", "ratio"),
    *("written", "peer", "scanned", "peer", "wall ms", "peer", "samples"),
)
PIECES = (
    *("Case", "Documents", "each of", "SQL", "peer", "CPU ms", "peer", "k calls"),
    *("peer", "mails", "peer", "commits", "peer", ""),
)
PIECES_LEGEND = """\
SQL, CPU, calls: divided by the number of what is filed, planned or due. mails:
mail.mail made by all of it. commits: how often it would have committed.
"""


def text(results):
    by_size = {(result.case.name, result.size): result for result in results}
    main = [_main(result, by_size) for result in results]
    details = [_details(result) for result in results]
    return "\n".join(
        [
            "",
            *_table(MAIN, main),
            "",
            LEGEND,
            *_table(DETAILS, details),
            "",
            DETAILS_LEGEND,
            *_pieces(results),
        ]
        + _missed(results, by_size)
    )


def _main(result, by_size):
    ours, peer = result.ours, result.peer
    mark = "" if result.is_exact else "~"
    return (
        result.case.name,
        f"{result.size:,}",
        f"{mark}{ours.sql:.0f}",
        f"{peer.sql:.0f}",
        _ratio(ours.sql, peer.sql),
        f"{ours.cpu:.1f}",
        f"{peer.cpu:.1f}",
        _ratio(ours.cpu, peer.cpu),
        _verdict(result, by_size),
    )


def _details(result):
    ours, peer = result.ours, result.peer
    pair = (ours, peer)
    return (
        result.case.name,
        f"{result.size:,}",
        *(f"{figures.postgres:.1f}" for figures in pair),
        _ratio(ours.postgres, peer.postgres),
        *(_thousands(figures.calls) for figures in pair),
        _ratio(ours.calls, peer.calls),
        *(f"{figures.dml:.0f}" for figures in pair),
        *(f"{figures.seq:.0f}" for figures in pair),
        *(f"{figures.wall:.0f}" for figures in pair),
        f"{result.samples}",
    )


def _pieces(results):
    rows = [_piece(result) for result in results if result.case.count]
    return [*_table(PIECES, rows), "", PIECES_LEGEND] if rows else []


def _piece(result):
    count, pair = result.case.count, (result.ours, result.peer)
    return (
        result.case.name,
        f"{result.size:,}",
        f"{count:,}",
        *(f"{figures.sql / count:.2f}" for figures in pair),
        *(f"{figures.cpu / count:.2f}" for figures in pair),
        *(
            f"{figures.calls / count / 1e3:.1f}" if figures.calls else "-"
            for figures in pair
        ),
        *(f"{figures.mails:.0f}" for figures in pair),
        *(f"{figures.commits:.0f}" for figures in pair),
        "",
    )


def _thousands(calls, digits=0):
    return f"{calls / 1e3:.{digits}f}" if calls else "-"


def _ratio(ours, peer):
    return f"{ours / peer:.2f}" if ours and peer else "-"


def _table(titles, rows):
    """Lines of columns; all but the first and last are figures, to the right."""
    rows = [titles, *rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(titles))]
    for row in rows:
        cells = [
            cell.ljust(width) if i in (0, len(titles) - 1) else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _verdict(result, by_size):
    verdicts = {}
    for goal, value in _checked(result, by_size):
        verdicts.setdefault(goal.name, []).append(value <= goal.limit)
    return ", ".join(
        f"{name} {'met' if all(found) else 'MISSED'}"
        for name, found in verdicts.items()
    )


def _missed(results, by_size):
    lines = [
        f"  {goal.name} {result.case.name}, {result.size:,}: {goal.meter} "
        f"{value:.4g} instead of {goal.limit:.4g} at most{_of(goal)}"
        for result in results
        for goal, value in _checked(result, by_size)
        if value > goal.limit
    ]
    return ["Goals missed:", *lines] if lines else ["All goals of these cases are met."]


def _of(goal):
    if isinstance(goal.of, int):
        return f" of ours at {goal.of:,}"
    return {"peer": " of the peer's", "more": " more than the peer's"}.get(goal.of, "")


def _checked(result, by_size):
    """Each goal that holds at this size, with the figure it limits."""
    for goal in result.case.goals:
        value = getattr(result.ours, goal.meter)
        other = by_size.get((result.case.name, goal.of))
        base = getattr(other.ours if other else result.peer, goal.meter)
        is_known = not isinstance(goal.of, int) or other
        if result.size not in goal.at or not is_known:
            continue
        if goal.of == "more":
            yield goal, value - base
        elif goal.of == "":
            yield goal, value
        elif base:
            yield goal, value / base
