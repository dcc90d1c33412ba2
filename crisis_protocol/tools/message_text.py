"""What a message says itself: its words without markup and without quoted mail."""

import re
import unicodedata
from html.parser import HTMLParser

# Inline markup may stand in the middle of a word; these end one.
BLOCKS = frozenset(
    "address article aside blockquote dd div dl dt fieldset figcaption footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th "
    "thead tr ul".split()
)
SILENT = frozenset({"blockquote", "head", "script", "style", "template", "title"})
# Nothing stands in these, so nothing ends them.
VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)
QUOTES = frozenset(
    "gmail_quote yahoo_quoted moz-cite-prefix o_mail_reply_container "
    "o-signature-container".split()
)
# Invisible characters that editors and mailers put into words, and the dot that is
# left over when a Turkish İ is put into small letters the English way.
INVISIBLE = re.compile("[\u00ad\u0307\u200b-\u200f\u2060\ufeff]")
LINK = re.compile(r"\b(?:https?://|www\.)\S+")
TITLES = (
    "original message|forwarded message|özgün ileti|orijinal ileti|orijinal mesaj|"
    "iletilmiş ileti|iletilen mesaj|mensaje original|mensaje reenviado|"
    "ursprüngliche nachricht|originalnachricht|weitergeleitete nachricht"
)
WROTE = r"wrote|yazdı|şunları yazdı|şunu yazdı|escribió|schrieb[^\n]{0,100}"
# A day or an address: newspapers write things, too.
WHEN = r"(?:\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}|@)"
FROM = "from|kimden|gönderen|de|von"
SENT = (
    "sent|date|gönderildi|gönderilen|gönderme tarihi|tarih|enviado|enviado el|fecha|"
    "gesendet|datum"
)
# Where the mail begins that this one answers: all that follows is not ours.
EARLIER_MAIL = re.compile(
    rf"^[ \t]*(?:-{{2,}}[ \t]*(?:{TITLES})[ \t]*-{{2,}}"
    rf"|[^\n]{{0,120}}{WHEN}[^\n]{{0,200}}(?:\n[^\n]{{0,120}})?\b(?:{WROTE})[ \t]*:"
    r"[ \t]*$"
    rf"|\*?(?:{FROM})[ \t]*:[^\n]*\n{{1,4}}(?:[^\n]+\n{{1,4}})?[ \t]*\*?(?:{SENT})"
    r"[ \t]*:"
    r"|_{10,}[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)


def own_text(body):
    """Return what the writer of a message says in it, as plain text.

    Left out is the earlier mail below it and his signature. Paragraphs are apart by
    an empty line, so that no expression is found across two of them.

    :param str body: HTML, or plain text
    """
    text = body or ""
    if "<" in text or "&" in text:
        text = _plain(text)
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = text.replace("\xa0", " ").replace("\r\n", "\n")
    text = LINK.sub("", text)
    text = QUOTED_LINE.sub("", text)
    earlier = EARLIER_MAIL.search(text)
    return text[: earlier.start()] if earlier else text


def whole_text(body):
    """Return all that stands in a mail as plain text, with what it quotes."""
    text = _plain(body or "", _never_shown)
    return INVISIBLE.sub("", text.replace("\xa0", " ").replace("\r\n", "\n"))


def _plain(markup, leaves_out=None):
    reader = _Reader(leaves_out or _is_left_out)
    reader.feed(markup)
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    """Reads texts as they come: no tree, as mails nest deeper than those can."""

    def __init__(self, leaves_out):
        super().__init__(convert_charrefs=True)
        self._leaves_out = leaves_out
        self.parts = []
        # the open tags from the one on that is left out
        self._left_out = []

    def handle_starttag(self, tag, attrs):
        if self._left_out or self._leaves_out(tag, dict(attrs)):
            if tag not in VOID:
                self._left_out.append(tag)
        elif tag == "br":
            self.parts.append("\n")
        elif tag in BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag):
        if tag in self._left_out:
            while self._left_out.pop() != tag:
                pass
        elif not self._left_out and tag in BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data):
        if not self._left_out:
            self.parts.append(data)


def _never_shown(tag, attributes):
    return tag in SILENT - {"blockquote"}


def _is_left_out(tag, attributes):
    if tag in SILENT or attributes.get("data-o-mail-quote"):
        return True
    return not QUOTES.isdisjoint((attributes.get("class") or "").split())


def lines(*texts):
    """Return what there is of some texts, one below the other."""
    return "\n".join(text.strip() for text in texts if text and text.strip())
