"""Rows and cells of what was copied from a spreadsheet, and what stands in them."""

import re
from collections import Counter
from functools import cached_property
from statistics import mean
from typing import NamedTuple

from .item_dates import looks_like_day, looks_like_serial, plain

# What the columns are called, in the languages of the desk, compared in plain letters.
NAMES = {
    "outlet": "mecra|mecra adi|yayin|yayin adi|yayin organi|gazete|gazete adi|kanal|"
    "kaynak|medya adi|site|outlet|outlet name|source|publication|newspaper|channel|"
    "medio|fuente|periodico|canal|publicacion|medium|quelle|zeitung|sender|publikation",
    "date": "tarih|yayin tarihi|haber tarihi|date|publication date|published|day|fecha|"
    "fecha de publicacion|datum|erscheinungsdatum|tag",
    "name": "baslik|haber|haber basligi|haber adi|konu|title|headline|subject|news|"
    "item|titulo|titular|noticia|asunto|titel|uberschrift|ueberschrift|schlagzeile|"
    "meldung|betreff|figure|gosterge",
    "link": "link|linki|haber linki|url|baglanti|web adresi|adres|address|enlace|"
    "vinculo|direccion|adresse|webadresse",
    "page": "sayfa|sayfa no|sayfa numarasi|program|programme|program adi|kusak|page|"
    "page no|pagina|programa|seite|sendung|page / programme|sayfa / program",
    "wrong_value": "yanlis deger|hatali deger|yanlis|hatali|wrong value|wrong|"
    "incorrect value|valor erroneo|valor incorrecto|falscher wert|falsch",
    "right_value": "dogru deger|dogru|right value|right|correct value|correct|"
    "valor correcto|richtiger wert|richtig",
    "media": "medya|medya turu|mecra turu|tur|media|media type|medios|medien|"
    "tipo de medio|"
    "medienart|mediengattung",
}
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"“”„]+", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}(?:[/?:#]\S*)?", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:(?:sayfa|sayf|say|syf|s|page|pag|p|pagina|seite)[.:]?\s?)?\d{1,4}(?:[-/]\d{1,4})?"
)
_FIGURE = re.compile(r"[-+]?[\d.,\s]*\d[\d.,\s]*%?|%\s?\d[\d.,]*")
# How far down the names of the columns are looked for.
_HEAD = 5


class Column(NamedTuple):
    """What people call a column, in plain letters and apart by bars, and its limit."""

    names: str
    longest: int = 0


class Columns(dict):
    """What a list may hold, as {field: Column}.

    Those named as in `NAMES` are known by what stands in them, too; any other one only
    by the row that names the columns.
    """

    @cached_property
    def _fields(self):
        return {
            name: field
            for field, column in self.items()
            for name in column.names.split("|")
        }

    def named(self, cell):
        """Return the field that a cell names, or None."""
        return self._fields.get(plain(cell).strip(" .:*#"))


def split_rows(text, delimiter):
    """Return [(number of the line it begins on, its cells)]; empty rows are left out.

    A cell in quotation marks may hold line breaks, delimiters and doubled marks. Marks
    that do not go around the whole cell are part of its text.
    """
    mark = re.escape(delimiter)
    quoted = re.compile(rf'[ ]*"((?:[^"]|"")*)"[ ]*(?={mark}|\n|\Z)')
    simple = re.compile(rf"[^{mark}\n]*")
    rows, cells, place, line, begins = [], [], 0, 1, 1
    while True:
        found = quoted.match(text, place)
        if found:
            cell = found[1].replace('""', '"')
        else:
            found = simple.match(text, place)
            cell = found.group()
        cells.append(" ".join(cell.split()))
        line += found.group().count("\n")
        place = found.end()
        at_end = place >= len(text)
        if at_end or text[place] == "\n":
            if any(cells):
                rows.append((begins, cells))
            if at_end:
                return rows
            line += 1
            cells, begins = [], line
        place += 1


def find_rows(text, columns):
    """Return the rows of a table, or nothing if the text is none."""
    for delimiter, least in (("\t", 2), (";", 2), (",", 3)):
        if delimiter not in text:
            continue
        rows = split_rows(text, delimiter)
        if not rows:
            return []
        widths = Counter(len(cells) for _number, cells in rows)
        width, count = widths.most_common(1)[0]
        is_even = width >= least and count >= 0.8 * len(rows)
        wide = sum(1 for _number, cells in rows if len(cells) >= least)
        is_table = delimiter == "\t" and wide >= 0.5 * len(rows)
        if find_header(rows, columns)[1] or is_table or (is_even and _has_facts(rows)):
            return rows
    return []


def find_header(rows, columns):
    """Return (index, fields) of the row that names the columns; fields may be empty."""
    for index, (_number, cells) in enumerate(rows[:_HEAD]):
        fields = []
        for cell in cells:
            field = columns.named(cell)
            fields.append(None if field in fields else field)
        if sum(map(bool, fields)) >= 2:
            return index, fields
    return -1, []


def _has_facts(rows):
    """Whether days or links stand in the cells, and not just sentences with commas."""
    facts = sum(
        any(looks_like_day(cell) or is_link(cell) for cell in cells)
        for _number, cells in rows
    )
    return facts >= 0.5 * len(rows)


def is_link(text):
    """Whether a cell is a link and nothing else; `www` or a path is enough."""
    whole = LINK.fullmatch(text)
    return bool(whole or ("/" in text and _HOST.fullmatch(text)))


def is_page(text):
    return bool(_PAGE.fullmatch(plain(text)))


def guess_columns(rows, figures=False):
    """Return what stands in each column, worked out from what is written there.

    :param bool figures: whether the list is about wrong values
    """
    width = max(len(cells) for _number, cells in rows)
    columns = [
        [cells[n] for _number, cells in rows if n < len(cells) and cells[n]]
        for n in range(width)
    ]
    fields = [None] * width
    for n, column in enumerate(columns):
        if _most(column, is_link):
            _name(fields, n, "link")
        elif any(map(looks_like_day, column)) and _most(column, _is_day):
            _name(fields, n, "date")
    for n, column in enumerate(columns):
        if not fields[n] and column and all(map(looks_like_serial, column)):
            _name(fields, n, "date")
    if figures:
        _name_figures(fields, columns)
    for n, column in enumerate(columns):
        is_count = n == 0 and _counts_rows(column)
        if not fields[n] and not is_count and _most(column, is_page):
            _name(fields, n, "page")
    _name_words(fields, columns, figures)
    return fields


def _is_day(text):
    return looks_like_day(text) or looks_like_serial(text)


def _counts_rows(column):
    """Whether the rows are numbered here: 1, 2, 3 …"""
    numbers = [cell.rstrip(".)") for cell in column]
    if len(numbers) < 2 or not numbers[0].isdecimal():
        return False
    first = int(numbers[0])
    return numbers == [str(first + n) for n in range(len(numbers))]


def _name(fields, n, field):
    if field not in fields:
        fields[n] = field


def _name_figures(fields, columns):
    """The last two columns of numbers are the wrong value and the right one."""
    numbers = [
        n for n, column in enumerate(columns) if _most(column, _FIGURE.fullmatch)
    ]
    numbers = [n for n in numbers if not fields[n]][-2:]
    if len(numbers) == 2:
        fields[numbers[0]], fields[numbers[1]] = "wrong_value", "right_value"


def _name_words(fields, columns, figures):
    """The columns that are left hold words: the outlet, the title, the programme."""
    left = [n for n, column in enumerate(columns) if column and not fields[n]]
    left = [n for n in left if not _most(columns[n], _FIGURE.fullmatch)]
    lengths = [mean(len(cell.split()) for cell in columns[n]) for n in left]
    order = ["outlet", "name"]
    if len(left) == 1 and (figures or lengths[0] > 3):
        order = ["name"]
    elif len(left) > 1 and lengths[0] > 4 and lengths[0] > 2 * lengths[1]:
        order = ["name", "outlet"]
    if "page" not in fields:
        order.append("page")
    for n, field in zip(left, order, strict=False):
        fields[n] = field


def _most(column, test):
    return bool(column) and sum(map(bool, map(test, column))) > 0.5 * len(column)
