"""Days as people write them in lists: 21.11.2026, 21 Kasım 2026, 46347 …"""

import re
import unicodedata
from datetime import date, timedelta

from babel.dates import get_day_names, get_month_names

# The day that spreadsheets count from.
_SHEET_ZERO = date(1899, 12, 30)
_SHEET_DAYS = range(20_000, 80_000)  # the years 1954 to 2119
# Whose names of months and weekdays are read, and months as they are written besides.
_LANGUAGES = ("tr", "en", "es", "de")
_OTHER_MONTHS = {"janner": 1, "jaenner": 1, "maerz": 3, "mrz": 3, "setiembre": 9}
_NUMBERS = (
    r"\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
)
_NAMED = (
    r"\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]{3,10}\.?,?\s+(?:de\s+|del\s+)?\d{4}"
    r"|\d{1,2}[-/.][^\W\d_]{3,10}[-/.](?:\d{4}|\d{2})"
    r"|[^\W\d_]{3,10}\.?\s+\d{1,2},?\s+\d{4}"
)
# A time and the name of a weekday may stand beside the day.
_TIME = (
    r"[T\s,–-]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?"
    r"(?:\s?[ap]m|Z|[+-]\d{2}:?\d{2})?"
)
_WEEKDAY = r"[^\W\d_]{2,12}\.?"
ANY_DAY = re.compile(rf"(?<![\d./-])(?:{_NUMBERS}|{_NAMED})(?![\d/-])", re.IGNORECASE)
_ONLY_DAY = re.compile(
    rf"(?:{_WEEKDAY},?\s+)?(?P<day>{_NUMBERS}|{_NAMED})"
    rf"(?:{_TIME})?(?:,?\s*\(?{_WEEKDAY}\)?)?(?:{_TIME})?",
    re.IGNORECASE,
)
_AROUND = " .,;"
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")


def plain(text):
    """Return a text without case, accents and doubled spaces, for comparing.

    All four letters I are one: who has no Turkish keyboard writes what he has.
    """
    low = (text or "").replace("İ", "i").replace("ı", "i").lower().replace("ß", "ss")
    return " ".join(
        "".join(
            char
            for char in unicodedata.normalize("NFKD", low)
            if not unicodedata.combining(char)
        ).split()
    )


_MONTH = _OTHER_MONTHS | {
    plain(name).strip("."): number
    for language in _LANGUAGES
    for width in ("wide", "abbreviated")
    for use in ("format", "stand-alone")
    for number, name in get_month_names(width, use, language).items()
}
_WEEKDAYS = frozenset(
    plain(name)
    for language in _LANGUAGES
    for name in get_day_names(locale=language).values()
)


def looks_like_day(text):
    """Whether somebody meant a day, be it there in the calendar or not."""
    found = _ONLY_DAY.fullmatch(text.strip(_AROUND))
    if not found:
        return False
    words = re.findall(r"[^\W\d_]+", found["day"])
    return not words or any(plain(word) in _MONTH for word in words)


def looks_like_serial(text):
    """Whether this may be a day as spreadsheets count them."""
    found = _SERIAL.fullmatch(text)
    return bool(found) and int(found[1]) in _SHEET_DAYS


def find_day(text):
    """Return (day as written, where it begins, where it ends) in a line, or None."""
    for found in ANY_DAY.finditer(text):
        if looks_like_day(found.group()):
            after = re.match(r",?\s+\(?([^\W\d_]+)\)?", text[found.end() :])
            is_weekday = after and plain(after[1]) in _WEEKDAYS
            end = found.end() + (after.end() if is_weekday else 0)
            return found.group(), found.start(), end
    return None


def read_day(text):
    """Return the day that is meant.

    The day comes before the month, as it does where our customers are.

    :raise ValueError: if there is no such day
    """
    if looks_like_serial(text):
        return _SHEET_ZERO + timedelta(days=int(_SERIAL.fullmatch(text)[1]))
    found = _ONLY_DAY.fullmatch(text.strip(_AROUND))
    if not found:
        raise ValueError(text)
    parts = re.findall(r"\d+|[^\W\d_]+", found["day"])
    parts = [part for part in parts if plain(part) not in ("de", "del")]
    if not parts[0].isdigit():
        parts[0], parts[1] = parts[1], parts[0]
    if len(parts[0]) == 4:
        parts.reverse()
    day, month, year = parts
    if not month.isdigit():
        month = _MONTH.get(plain(month), 0)
    century = 0 if len(year) > 2 else 2000 if int(year) < 70 else 1900
    year = int(year) + century
    if not 1970 <= year <= 2100:
        raise ValueError(text)
    return date(year, int(month), int(day))
