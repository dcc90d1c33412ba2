"""Links that are one reader's own: they are put in when the mail leaves to him.

What is stored, and what everybody else gets, has a place for them, worth nothing.
"""

import re

from markupsafe import escape

PLACE = "/crisis/mine"
HREF = re.compile(
    r"""\bhref=(?P<mark>["'])(?:https?://[^\s"'<>]*?)?"""
    rf"""{PLACE}/(?P<kind>[a-z]+)/(?P<ids>\d+(?:-\d+)*)(?P<rest>[^"']*)(?P=mark)"""
)


def place_of(kind, ids):
    """Return the address that stands in a message where the reader's own link comes.

    :param str kind: what the link is for
    :param list ids: of the records that it is about
    """
    return f"{PLACE}/{kind}/{'-'.join(map(str, ids))}"


def with_own_links(body, find):
    """Return a mail with its reader's own links; others' buttons are words only.

    :param str body: HTML
    :param find: returns the address of a link for a kind and ids, or nothing for whom
        it is not
    """
    if PLACE not in (body or ""):
        return body
    known = {}

    def put_in(match):
        key = match["kind"], match["ids"]
        if key not in known:
            known[key] = find(match["kind"], [int(n) for n in match["ids"].split("-")])
        url = known[key]
        return f'href="{escape(url)}{match["rest"]}"' if url else ""

    return HREF.sub(put_in, body)
