"""What people wrote with an editor, or mailed, as it is printed.

The engine that prints is a browser inside our network: whatever a customer's mail names
it would fetch, and whatever style the mail brings it would lay over our letterhead. So
paper takes words, lists and tables, and pictures only as far as they are handed to it.
"""

import re
from urllib.parse import urlsplit

from lxml import html
from markupsafe import Markup, escape

KEPT = frozenset(
    "a b blockquote br code dd del div dl dt em hr i ins li ol p pre s small span "
    "strike strong sub sup table tbody td tfoot th thead tr u ul".split()
)
VOID = frozenset({"br", "hr", "img"})
# Nothing in these is said to the reader.
SILENT = frozenset(
    "applet audio base button canvas datalist embed frame frameset head iframe link "
    "map meta noscript object script select style svg template textarea title "
    "video".split()
)
TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = frozenset(
    "address article aside center details fieldset figcaption figure footer form "
    "header main nav section summary".split()
)
# All that a style may say: nothing that moves, covers or fetches.
STYLES = {
    "text-align": re.compile("left|right|center|justify"),
    "font-weight": re.compile("bold|bolder|[6-9]00"),
    "font-style": re.compile("italic"),
    "text-decoration": re.compile("underline|line-through"),
}
# Quotes of quotes of quotes: further down only the words count.
DEEPEST = 60
NUMBERS = {"td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"), "ol": ("start",)}
NUMBER = re.compile("[1-9][0-9]?")
WIDTH = re.compile("(?:100|[1-9][0-9]?)%|[1-9][0-9]{0,3}(?:px)?")
# How mails hide what only machines read.
HIDDEN = {
    "display": re.compile("none"),
    "visibility": re.compile("hidden|collapse"),
    "font-size": re.compile(r"0(?:\.0+)?(?:px|pt|em|rem|%)?"),
    "opacity": re.compile(r"0?\.?0+"),
}
DATA = re.compile(r"data:image/(?:png|jpe?g|gif);base64,[a-z0-9+/=\s]+", re.IGNORECASE)


def paper_html(source, picture):
    """Return HTML that can be printed: nothing in it is fetched, hides or covers.

    :param str source: HTML as it was typed, pasted or mailed
    :param callable picture: what stands in `src` for the address of a picture, or None
        for one that is not ours
    """
    if not source or not source.strip():
        return Markup()
    parts = []
    _Printer(picture, parts.append).children(html.fragment_fromstring(source, "div"))
    return Markup().join(parts)


class _Printer:
    def __init__(self, picture, say):
        self.picture, self.say, self.depth = picture, say, 0

    def children(self, node):
        self.say(escape(node.text or ""))
        for child in node:
            if isinstance(child.tag, str):  # no comment
                self.element(child)
            self.say(escape(child.tail or ""))

    def element(self, node):
        tag, style = node.tag.lower(), _style(node)
        if tag in SILENT or _is_hidden(node, style):
            return
        self.depth += 1
        if self.depth > DEEPEST:
            self.say(escape(node.text_content()))
        elif tag == "img":
            self.image(node, style)
        elif tag in TITLES:
            self.wrap("p", Markup(), node, Markup("<b>"), Markup("</b>"))
        elif tag in BLOCKS:
            self.wrap("div", _attributes("div", node, style), node)
        elif tag not in KEPT:
            self.children(node)
        elif tag in VOID:
            self.say(Markup("<%s>") % tag)
        else:
            self.wrap(tag, _attributes(tag, node, style), node)
        self.depth -= 1

    def wrap(self, tag, attributes, node, before="", after=""):
        self.say(Markup("<%s%s>%s") % (tag, attributes, before))
        self.children(node)
        self.say(Markup("%s</%s>") % (after, tag))

    def image(self, node, style):
        address = (node.get("src") or "").strip()
        source = address if DATA.fullmatch(address) else self.picture(address)
        if source:
            wide = style.get("width") or node.get("width") or ""
            given = {"src": source, "alt": node.get("alt") or ""}
            if WIDTH.fullmatch(wide):
                given["style"] = f"width: {wide}{'px' if wide.isdigit() else ''}"
            self.say(Markup("<img%s>") % _written(given))
        elif alternative := (node.get("alt") or "").strip():
            self.say(Markup("[%s]") % alternative)


def _style(node):
    pairs = (part.partition(":") for part in (node.get("style") or "").split(";"))
    return {
        name.strip().lower(): value.replace("!important", "").strip().lower()
        for name, _colon, value in pairs
    }


def _is_hidden(node, style):
    return "hidden" in node.attrib or any(
        name in style and pattern.fullmatch(style[name])
        for name, pattern in HIDDEN.items()
    )


def _attributes(tag, node, style):
    given = {
        name: node.get(name)
        for name in NUMBERS.get(tag, ())
        if NUMBER.fullmatch(node.get(name) or "")
    }
    kept = [
        f"{name}: {style[name]}"
        for name, pattern in STYLES.items()
        if name in style and pattern.fullmatch(style[name])
    ]
    if kept:
        given["style"] = "; ".join(kept)
    address = (node.get("href") or "").strip() if tag == "a" else ""
    if _is_link(address):
        given["href"] = address
    return _written(given)


def _written(attributes):
    return Markup().join(
        Markup(' %s="%s"') % (name, value) for name, value in attributes.items()
    )


def _is_link(address):
    """Whether a reader of the paper may follow it; nothing follows it by itself."""
    try:
        return urlsplit(address).scheme in ("http", "https", "mailto", "tel")
    except ValueError:  # no address at all
        return False
