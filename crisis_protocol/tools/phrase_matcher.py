"""Finding many expressions in a text at once, in whatever form they stand there."""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from .word_forms import TIME, words_of

# Words in brackets are written, but need not be found.
OPTIONAL = re.compile(r"\([^()]*\)")
# How many more words may stand between an expression and a time.
_TIME_GAP = 2


@dataclass(frozen=True)
class Match:
    """Where an expression stands: from `start` to `end` in the text."""

    name: object
    start: int
    end: int


class PhraseMatcher:
    """Expressions of one language, made ready once and looked for often.

    The time of a search grows with the text, hardly with the number of expressions:
    only those are tried whose first word stands there.
    """

    def __init__(self, lang, phrases):
        """Make the expressions ready.

        :param str lang: as in Odoo, e.g. `tr_TR`
        :param phrases: iterable of (name, expression, strict); strict ones mind
            no negation: a rude word is rude in any sense
        """
        self._words = words_of(lang)
        self._by_first = defaultdict(list)
        for name, expression, is_strict in phrases:
            plain = OPTIONAL.sub(" ", expression)
            wanted = [(token.key, token.stems) for token in self._words.tokens(plain)]
            for order in self._words.orders(wanted) if wanted else ():
                self._by_first[order[0][0]].append((name, order, is_strict))

    def find(self, text):
        """Return the first match of each expression in the text, in their order."""
        tokens = self._words.tokens(text)
        found = {}
        for position, token in enumerate(tokens):
            keys = (token.key, TIME) if token.is_time else (token.key,)
            for key in keys:
                for name, wanted, is_strict in self._by_first.get(key, ()):
                    if name in found:
                        continue
                    last = self._follow(tokens, position, wanted, is_strict)
                    if last is not None:
                        found[name] = Match(name, token.start, tokens[last].end)
        return list(found.values())

    def _follow(self, tokens, first, wanted, is_strict):
        """Return where the expression that begins here ends, or None."""
        if not self._is(tokens[first], wanted[0]):
            return None
        at, skipped = first, []
        for before, word in pairwise(wanted):
            gap = self._words.gap + _TIME_GAP * (TIME in (before[0], word[0]))
            for following in range(at + 1, min(at + 2 + gap, len(tokens))):
                token = tokens[following]
                if token.sentence != tokens[first].sentence:
                    return None
                if self._is(token, word):
                    skipped += range(at + 1, following)
                    at = following
                    break
            else:
                return None
        if any(self._words.is_barrier(tokens[at].key) for at in skipped):
            return None
        is_denied = not is_strict and self._is_denied(tokens, first, at)
        return None if is_denied else at

    def _is(self, token, word):
        key, stems = word
        if key == TIME:
            return token.is_time
        return token.key == key and self._words.fits(token.stems, stems)

    def _is_denied(self, tokens, first, last):
        """Whether a word beside the expression turns it around."""
        words = self._words
        beside = [
            *range(max(first - words.before, 0), first),
            *range(last + 1, min(last + 1 + words.after, len(tokens))),
        ]
        return any(
            words.is_negator(tokens[at].key)
            for at in beside
            if tokens[at].clause == tokens[last if at > last else first].clause
            and tokens[at].sentence == tokens[first].sentence
        )
