"""What stands at a mark in a message: a mark alone shows the reader nothing."""

from dataclasses import dataclass, field

from lxml import html

from .message_text import view
from .sentence import words_in
from .shown_style import PLAIN


@dataclass
class Marked:
    """What the reader sees at a mark: its words, and where its links lead."""

    words: str = ""
    links: set = field(default_factory=set)

    def holds_words(self, text):
        """Tell whether what a text says stands here; half of its words are enough.

        Who writes the message may put it in other words, but not leave it out.
        """
        wanted, said = words_in(text), words_in(self.words)
        return bool(wanted) and 2 * len(wanted & said) >= len(wanted)

    def holds_link(self, link):
        """Tell whether a link stands here, to be seen or to be followed."""
        return bool(link) and (link in self.links or link in self.words)


def marked_words(body, mark):
    """Return {number of a mark: what stands at it} of a message.

    :param str body: HTML
    :param Pattern mark: finds the number in the class of an element
    """
    if not mark.search(body):
        return {}
    root = html.fragment_fromstring(body, create_parent="div")
    looks = {root: PLAIN}
    for part in list(root.iterdescendants()):
        # what stands in a thing that nobody sees goes with it
        around = looks.get(part.getparent()) if isinstance(part.tag, str) else None
        if around:
            looks[part] = view(part.tag, dict(part.attrib), around)
            if not looks[part]:
                part.drop_tree()
    found = {}
    for row in root.iterdescendants():
        for number in mark.findall(row.get("class") or ""):
            marked = found.setdefault(int(number), Marked())
            marked.words += f" {' '.join(row.xpath('.//text()'))}"
            marked.links.update(link for _e, _a, link, _p in row.iterlinks())
    return found
