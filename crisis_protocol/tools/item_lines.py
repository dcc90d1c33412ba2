"""News items as they come: copied from a spreadsheet, a CSV file or a mail.

Nothing here knows of Odoo: a text comes in, a `Reading` goes out. What can't be read
is kept with its line and the reason; nothing is dropped in silence.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

from .item_dates import find_day, looks_like_day, plain, read_day
from .item_links import AROUND, LONGEST_LINK, as_link, bare_link, host_of, without_end
from .item_rows import (
    LINK,
    NAMES,
    Column,
    Columns,
    find_header,
    find_rows,
    guess_columns,
    is_link,
    is_page,
)
from .message_text import FROM, INVISIBLE, SENT, WROTE

MAX_LINES = 2000
MAX_TEXT = 1_000_000
MAX_BREAKS = 10 * MAX_LINES  # empty lines, and those within a cell, included
# How long a value may be.
LONGEST = {
    "outlet": 120,
    "name": 500,
    "link": LONGEST_LINK,
    "page": 120,
    "wrong_value": 200,
    "right_value": 200,
}
COLUMNS = Columns(
    {name: Column(names, LONGEST.get(name, 0)) for name, names in NAMES.items()}
)
_BULLET = re.compile(r"^[\s>]*(?:[-*•▪–—]\s+|\d{1,3}[.)]\s+)?")
_PART = re.compile(r"\s+[-–—|·/]\s+|\t+|\s*[|;]\s*")
_LINKED = re.compile(rf"[<(\[]*{LINK.pattern}[>)\]]*", re.IGNORECASE)
# What stands above a mail that was forwarded or answered.
_HEAD = re.compile(
    rf"[\s>*]*(?:{FROM}|{SENT}|to|kime|an|para|cc|bilgi|subject|konu|asunto|betreff)"
    rf"\s*:\**\s*(?P<said>.*)|.*(?:{WROTE})\s*:\s*",
    re.IGNORECASE,
)
# Control characters, and those that turn the direction of what follows.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class TooMuch(ValueError):
    """More lines or letters than can be looked at in one go."""


class Problem(NamedTuple):
    """Why a line can't be taken.

    `code` is `date` (no such day), `link` (no link), `long` (longer than allowed),
    `figures` (wrong or right value missing) or `empty` (no item can be made out).
    """

    code: str
    field: str = ""
    value: str = ""


@dataclass
class Line:
    """One item as it was read; `number` is the line of the text it begins on."""

    number: int
    values: dict
    problems: list = field(default_factory=list)

    @property
    def fingerprint(self):
        return fingerprint(**{k: v for k, v in self.values.items() if k in _TELLING})


@dataclass
class Reading:
    """What was made of a text.

    `columns` are the fields in the order of the text, none for a mail; `is_named`
    tells whether the text itself named them; `unknown` are names of columns that
    nothing is made of; `aside` are [(number, text)] of lines that are no item.
    """

    lines: list
    columns: list = field(default_factory=list)
    is_named: bool = False
    unknown: list = field(default_factory=list)
    aside: list = field(default_factory=list)


def read(text, figures=False, columns=COLUMNS):
    """Read a text.

    :param Columns columns: what it may hold
    :param bool figures: whether it is about wrong values, so that each line needs the
        wrong and the right one
    :raise TooMuch: for more than can be looked at in one go
    """
    if len(text or "") > MAX_TEXT:
        raise TooMuch
    text = tidy(text or "").replace("\xa0", " ")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MAX_BREAKS:
        raise TooMuch
    rows = find_rows(text, columns)
    if rows:
        reading = _read_table(rows, figures, columns)
    else:
        reading = _read_mail(text, columns)
    if len(reading.lines) + len(reading.aside) > MAX_LINES:
        raise TooMuch
    for line in reading.lines:
        _complete(line, figures, columns)
    return reading


def tidy(text):
    """Return a text without what nobody sees, each letter written in one way only."""
    return _UNSEEN.sub("", INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


def _read_table(rows, figures, known):
    head, columns = find_header(rows, known)
    aside = [(number, " ".join(filter(None, cells))) for number, cells in rows[:head]]
    if columns:
        names = rows[head][1]
        unknown = [n for n, f in zip(names, columns, strict=True) if n and not f]
        rows = rows[head + 1 :]
    else:
        aside, unknown = [], []
        guessed = guess_columns(rows, figures)
        columns = [name if name in known else None for name in guessed]
    reading = Reading([], [c for c in columns if c], head >= 0, unknown, aside)
    for number, cells in rows:
        values = {
            name: cell
            for name, cell in zip(columns, cells, strict=False)
            if name and cell
        }
        said = [cell for cell in cells if cell]
        if len(said) == 1 and len(columns) > 2 and not is_link(said[0]):
            aside.append((number, said[0]))  # a greeting, a heading, a total
        else:
            reading.lines.append(Line(number, values))
    return reading


def _read_mail(text, columns):
    """Each link is an item, with the words beside or above it; without, each line."""
    lines, words, aside, above = [], [], [], None
    for number, written in enumerate(text.split("\n"), 1):
        if not written.strip(" \t>"):
            above = None
            continue
        if not (lines or words) and columns.named(written):
            aside.append((number, written.strip()))  # of a list with one column
            continue
        line = _line_of(number, written, columns)
        found = LINK.findall(written) if "link" in columns else ()
        links = [without_end(link) for link in found]
        if not links and _is_head(written):
            aside.append((number, written.strip()))
            above = None
            continue
        if not links:
            above = (line, written.strip())
            words.append(above)
            if written.rstrip().endswith((",", ":")):
                above = None  # a greeting, an introduction
            continue
        if above and not line.values.keys() & {"name", "outlet"}:
            words.pop()
            line = Line(above[0].number, above[0].values | line.values)
        above = None
        lines += [Line(line.number, line.values | {"link": link}) for link in links]
    titles_tell = not lines and not any(_tells_more(line) for line, _text in words)
    for line, written in words:
        if titles_tell or _tells_more(line):
            lines.append(line)
        else:
            aside.append((line.number, written))
    return Reading(sorted(lines, key=lambda line: line.number), aside=sorted(aside))


def _is_head(written):
    """Whether a line belongs to the mail; a day with more beside it is an item."""
    found = _HEAD.fullmatch(written)
    said = found and found["said"]
    return bool(found) and (not said or looks_like_day(said) or not find_day(said))


def _tells_more(line):
    return bool(line.values.keys() - {"name"})


def _line_of(number, written, columns):
    """Read a line of words: day, page, outlet and title, apart by dashes or bars."""
    rest = _BULLET.sub("", written)
    if "link" in columns:
        rest = _LINKED.sub(" ", rest)
    rest = re.sub(r"[^\S\t]+", " ", rest)
    values, words = {}, []
    day = "date" in columns and find_day(rest)
    if day:
        values["date"], start, end = day
        rest = f"{rest[:start].rstrip(AROUND)} - {rest[end:].lstrip(AROUND)}"
    for part in _PART.split(rest):
        part = part.strip(" \t-–—|,;:")
        if not part:
            continue
        is_free = "page" in columns and "page" not in values
        if is_free and is_page(part) and (words or day):
            values["page"] = part
        else:
            words.append(part)
    if len(words) > 1 and "outlet" in columns:
        values["outlet"] = words.pop(0)
    if words:
        values["name"] = " - ".join(words)
    return Line(number, values)


def _complete(line, figures, columns):
    """Turn what is written into values, and note what can't be."""
    values = line.values
    if "date" in values:
        try:
            values["date"] = read_day(values["date"])
        except ValueError:
            line.problems.append(Problem("date", "date", values.pop("date")))
    if "link" in values:
        link = as_link(values["link"])
        if link:
            values["link"] = link
        else:
            line.problems.append(Problem("link", "link", values.pop("link")))
    if "outlet" in columns and values.get("link") and not values.get("outlet"):
        values["outlet"] = host_of(values["link"])
    for name, (_names, longest) in columns.items():
        if longest and len(values.get(name) or "") > longest:
            line.problems.append(Problem("long", name, values[name]))
    if figures and not (values.get("wrong_value") and values.get("right_value")):
        line.problems.append(Problem("figures"))
    if not line.problems and not line.fingerprint:
        line.problems.append(Problem("empty"))


# What tells one item from another.
_TELLING = ("outlet", "date", "name", "link", "page")


def fingerprint(outlet=None, date=None, name=None, link=None, page=None):
    """Return what is the same for two lines about one item; False for an empty one.

    The link tells, whatever campaign it was clicked in; without one, or with one to a
    home page, outlet, day, title and page.
    """
    host, place = bare_link(link) if link else ("", "")
    if place:
        said = host + place
    elif name or (outlet and date):
        said = "\n".join([plain(outlet), str(date or ""), plain(name), plain(page)])
    elif host:
        said = host
    else:
        return False
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
