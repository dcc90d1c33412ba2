"""Links as people copy them: whole or not, wrapped, with marks around them."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from .item_rows import is_link

LONGEST_LINK = 2000
# What may stand around a link or a day without being part of it.
AROUND = " \t.,;:!?()[]{}'\"“”„-–—|"
_CAMPAIGN = re.compile(r"utm_|fbclid|gclid", re.IGNORECASE)
_WRAPPER = re.compile(
    r"[\w.-]*safelinks\.protection\.outlook\.com/.*|www\.google\.[a-z.]+/url"
)


def as_link(text):
    """Return a link that a browser can open, or False.

    What mail programs and search engines wrap a link in is taken off.
    """
    link = (text or "").strip()
    if not is_link(link):
        return False
    if not re.match(r"https?://", link, re.IGNORECASE):
        link = f"https://{link}"
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    if not parts.hostname:
        return False
    place = f"{parts.hostname}{parts.path}"
    if len(link) <= LONGEST_LINK and _WRAPPER.fullmatch(place):
        asked = dict(parse_qsl(parts.query))
        return as_link(asked.get("url") or asked.get("q")) or link
    return link


def host_of(link):
    """Return where a link leads to, without `www`."""
    return (urlsplit(link).hostname or "").removeprefix("www.")


def without_end(link):
    """Cut off the marks of the sentence around a link; its own brackets stay."""
    bare = link.rstrip(AROUND)
    is_cut = link[len(bare) :].startswith(")") and bare.count("(") > bare.count(")")
    return f"{bare})" if is_cut else bare


def bare_link(link):
    """Return (host, what is asked of it); the latter is empty for a home page."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return "", link
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    asked = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _CAMPAIGN.match(name)
    ]
    place = unquote(parts.path).rstrip("/")
    if asked:
        place += f"?{urlencode(sorted(asked))}"
    if parts.fragment[:1] in ("/", "!"):  # the page itself, and not a place on it
        place += f"#{parts.fragment}"
    return host, place
