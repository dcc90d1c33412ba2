"""What a message says itself: its words without markup and without quoted mail."""

import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser

from .shown_style import PLAIN, look_of

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
# Those that hold the head of the earlier mail beside it: what comes below it in them
# was written by who answers.
CONTAINERS = frozenset({"gmail_quote", "gmail_quote_container"})
# Invisible characters that editors and mailers put into words, and the dot that is
# left over when a Turkish İ is put into small letters the English way.
INVISIBLE = re.compile(
    "[\u00ad\u0307\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# An address in brackets is no tag.
MARKUP = re.compile(r"<(?:[!?]|/?[a-zA-Z][\w:-]*(?:[\s/>]|$))|&[#\w]+")
LINK = re.compile(r"\b(?:https?://|www\.)\S+")
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|"
    r"(?:font-size|max-height|opacity)\s*:\s*0*(?:\.0+)?(?:px|pt|r?em|%)?\s*(?:;|$|!)|"
    # too small to be read
    r"font-size\s*:\s*(?:1|0?\.\d+)p[xt]\s*(?:;|$|!)|"
    r"(?<!-)color\s*:\s*transparent",
    re.IGNORECASE,
)
HIDING = frozenset(
    "d-none invisible visually-hidden visually-hidden-focusable opacity-0 o_hidden "
    "oe_hidden o_invisible_modifier".split()
)
# Editors indent with these, too.
INDENTED = re.compile(r"border\s*:\s*(?:none|0)", re.IGNORECASE)

# Stands where something was quoted.
QUOTED = "\ue000"
QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
TITLES = (
    "original message|original e-?mail|forwarded message|begin forwarded message|"
    "reply message|özgün ileti|özgün mesaj|orijinal ileti|orijinal mesaj|orijinal "
    "e-?posta|asıl ileti|iletilmiş ileti|iletilen ileti|iletilen mesaj|yönlendirilmiş "
    "(?:ileti|mesaj)|yönlendirilen (?:ileti|mesaj)|yanıtlanan (?:ileti|mesaj)|"
    "mensaje original|mensaje reenviado|ursprüngliche nachricht|originalnachricht|"
    "ursprüngliche mail|original-nachricht|weitergeleitete nachricht"
)
WROTE = (
    r"wrote|writes|yazdı|yazmış|escribió|ha escrito|schrieb[^\n]{0,100}|hat geschrieben"
    r"|geschrieben"
)
# A day or an address: newspapers write things, too.
WHEN = r"(?:\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}|\d{1,2}:\d{2}|@)"
DAY = r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}\.? \w+\.? \d{4})"
FROM = r"from|kimden|gönderen|de|von|absender|remitente"
SENT = (
    r"sent|date|gönder(?:ildi|ilen|ilenler|ilme|me|im)(?: (?:tarihi|zamanı))?|tarih|"
    r"enviado(?: el)?|fecha|gesendet|datum"
)
OTHERS = (
    r"to|cc|subject|kime|alıcı|bilgi|konu|para|asunto|an|betreff|reply-to|yanıtla|"
    r"importance|önem"
)
# Where the mail begins that this one answers.
HEAD = re.compile(
    rf"[ \t*]{{0,40}}(?:-{{2,}}[ \t]*(?:{TITLES})[ \t]*-{{2,}}"
    rf"|(?:{TITLES})[ \t]*:[ \t]*$"
    # Gmail, Thunderbird, Yahoo, iOS
    rf"|[^\n]{{0,120}}{WHEN}[^\n]{{0,200}}(?:\n[^\n]{{0,120}})?\b(?:{WROTE})[ \t]*:"
    r"[ \t]*$"
    # Apple Mail
    rf"|[^\n]{{0,200}}\b(?:{WROTE})[ \t]*\([^\n()]{{6,80}}\)[ \t]*:[ \t]*$"
    # Yandex: a day, a time and who
    rf"|[^\n]{{0,20}}{DAY},?[^\n]{{0,12}}\d{{1,2}}:\d{{2}}[^\n]{{0,120}}"
    r"<[^<>\s]+@[^<>\s]+>[ \t]*:[ \t]*$"
    rf"|[^\n<>]{{0,100}}<[^<>\s]+@[^<>\s]+>,?[ \t]*{DAY},?[^\n]{{0,12}}"
    r"\d{1,2}:\d{2}[^\n]{0,12}:[ \t]*$"
    r"|_{10,}[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
LABEL = re.compile(
    rf"[ \t*]*(?:(?P<sender>{FROM})|(?P<sent>{SENT})|{OTHERS})[ \t*]*[:：]",
    re.IGNORECASE,
)
# The line above a quotation that says whose it is, whatever its words.
LEAD = re.compile(
    rf"^[^\n{QUOTED}]{{0,120}}{WHEN}[^\n{QUOTED}]{{0,200}}:[ \t]*\n\s*(?={QUOTED})",
    re.MULTILINE,
)
SIGNATURE = re.compile(rf"^--[ \t]*\n[^{QUOTED}]*", re.MULTILINE)


def own_text(body):
    """Return what the writer of a message says in it, as plain text.

    Left out are the mail that he answers, above or below his words or between them,
    and his signature. Paragraphs are apart by an empty line, so that no expression is
    found across two of them.

    :param str body: HTML, or plain text
    """
    text = (body or "").replace(QUOTED, "")
    if MARKUP.search(text):
        text = _plain(text)
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = text.replace("\xa0", " ").replace("\r\n", "\n")
    text = QUOTED_LINE.sub(QUOTED, text)
    text = _without_earlier_mail(text)
    text = SIGNATURE.sub("", f"{text}\n")
    return LINK.sub("", text).replace(QUOTED, "")


def _without_earlier_mail(text):
    """Cut the text where an earlier mail begins; below one that is marked, read on."""
    kept, start = [], 0
    for begin, end in _heads(text):
        if begin < start:
            continue
        kept.append(text[start:begin])
        if not text[end:].lstrip().startswith(QUOTED):
            return LEAD.sub("", "".join(kept))
        start = end
    return LEAD.sub("", "".join([*kept, text[start:]]))


def _heads(text):
    """Return (begin, end) of each head of an earlier mail, in order."""
    found, before, begin = [], 0, 0
    for line in text.split("\n"):
        # few lines end so, and only these are worth a closer look
        if line.rstrip()[-1:] in (":", "-", "_"):
            # a long one is broken in two
            for start in (before, begin):
                if match := HEAD.match(text, start):
                    found.append(match.span())
        before, begin = begin, begin + len(line) + 1
    return sorted([*found, *_label_heads(text)])


def _label_heads(text):
    """Yield (begin, end) of blocks such as “Kimden: … Gönderildi: … Konu: …”."""
    run, position, gap = [], 0, 0
    for line in [*text.split("\n"), "", "", "", "", "", "."]:
        label = LABEL.match(line) if len(line) < 1000 else None
        if label:
            run.append((position, min(position + len(line), len(text)), label))
            gap = 0
        elif run:
            # paragraphs stand apart, and what is long goes on in the next line
            gap += 1 if not line.strip() else 3
            if gap > 5:
                yield from _label_head(run)
                run, gap = [], 0
        position += len(line) + 1


def _label_head(run):
    names = {name for _b, _e, label in run for name in label.groupdict() if label[name]}
    if "sender" in names and ("sent" in names or len(run) > 2):
        yield run[0][0], run[-1][1]


def shown_text(body):
    """Return what the reader of a message sees of it, as plain text.

    Left out is what is hidden from him, and what is quoted of an earlier message.
    """
    return _without_earlier_mail(_tidied(_seen(body, with_quotes=False)))


def seen_text(body):
    """Return what the reader of a text sees of it, with what it quotes."""
    return _tidied(_seen(body, with_quotes=True))


def _tidied(text):
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return text.replace("\xa0", " ").replace("\r\n", "\n")


def whole_text(body):
    """Return all that stands in a mail as plain text, with what it quotes."""
    text = _plain(body or "", _never_shown)
    return INVISIBLE.sub("", text.replace("\xa0", " ").replace("\r\n", "\n"))


def _plain(markup, leaves_out=None):
    return _read(_Reader(leaves_out or _is_left_out), markup)


def _seen(markup, with_quotes):
    return _read(_Viewer(with_quotes), markup or "")


def _read(reader, markup):
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
        self._is_container = False

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if self._left_out or self._leaves_out(tag, attributes):
            if tag in VOID:
                return
            if not self._left_out:
                classes = (attributes.get("class") or "").split()
                self._is_container = tag != "blockquote" and not CONTAINERS.isdisjoint(
                    classes
                )
                if _is_quotation(tag, attributes):
                    self.parts.append(f"\n\n{QUOTED}\n\n")
            self._left_out.append(tag)
        elif tag == "br":
            self.parts.append("\n")
        elif tag in BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag):
        if tag in self._left_out:
            while self._left_out.pop() != tag:
                pass
            if self._is_container and tag == "blockquote":
                # below the quotation, but still in its container, he goes on himself
                self._goes_on_in(self._left_out)
                self._left_out = []
        elif not self._left_out and tag in BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data):
        if not self._left_out:
            self.parts.append(data)

    def _goes_on_in(self, tags):
        """Note the elements that are open when he goes on in a container."""


class _Viewer(_Reader):
    """Reads what can be seen: how a thing looks depends on what is around it."""

    def __init__(self, with_quotes):
        super().__init__(self._is_unseen)
        self._with_quotes = with_quotes
        # the open tags, how what is in each looks, and how many of a kind there are
        self._open, self._looks, self._count = [], [PLAIN], Counter()

    def handle_startendtag(self, tag, attrs):
        # what nothing can stand in alone ends by itself
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        was_left_out = bool(self._left_out)
        super().handle_endtag(tag)
        if was_left_out or not self._count[tag]:
            return
        is_found = False
        while not is_found:
            ended = self._open.pop()
            self._looks.pop()
            self._count[ended] -= 1
            is_found = ended == tag

    def _is_unseen(self, tag, attributes):
        look = view(tag, attributes, self._looks[-1], self._with_quotes)
        if look and tag not in VOID:
            self._opens(tag, look)
        return look is None

    def _goes_on_in(self, tags):
        for tag in tags:
            self._opens(tag, self._looks[-1])

    def _opens(self, tag, look):
        self._open.append(tag)
        self._looks.append(look)
        self._count[tag] += 1


def _never_shown(tag, attributes):
    return tag in SILENT - {"blockquote"}


def _is_left_out(tag, attributes):
    return _is_hidden(tag, attributes) or _is_quotation(tag, attributes)


def _is_hidden(tag, attributes):
    return (
        tag in SILENT - {"blockquote"}
        or "hidden" in attributes
        or not HIDING.isdisjoint((attributes.get("class") or "").split())
        or bool(HIDDEN.search(attributes.get("style") or ""))
    )


def view(tag, attributes, around=PLAIN, with_quotes=False):
    """Return how what stands in an element looks, or None if nobody sees it there.

    It is hidden, or quotes an earlier message; what is only indented he reads.

    :param Look around: how what is around it looks
    """
    is_indented = tag == "blockquote" and attributes.get("type") != "cite"
    if not with_quotes and _is_quotation("div" if is_indented else tag, attributes):
        return None
    return look_of(tag, attributes, around)


def _is_quotation(tag, attributes):
    if attributes.get("data-o-mail-quote"):
        return True
    classes = (attributes.get("class") or "").split()
    if not QUOTES.isdisjoint(classes):
        return True
    is_indented = INDENTED.search(attributes.get("style") or "")
    return tag == "blockquote" and (attributes.get("type") == "cite" or not is_indented)


def lines(*texts):
    """Return what there is of some texts, one below the other."""
    return "\n".join(text.strip() for text in texts if text and text.strip())
