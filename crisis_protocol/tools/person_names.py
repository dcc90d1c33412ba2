import re

from .item_dates import plain

_WORD = re.compile(r"[^\W_]+")


def names_in(texts, names):
    """Return those names that stand in one of the texts, in their order.

    A name stands there in full, or with its first and its last word. A single word
    names nobody for certain.

    :param texts: plain texts, in any case, with or without accents
    :param names: full names of persons
    """
    written = [f" {' '.join(_words(text))} " for text in texts]
    found = []
    for name in names:
        words = _words(name)
        if len(words) < 2:
            continue
        forms = {f" {' '.join(words)} ", f" {words[0]} {words[-1]} "}
        if any(form in text for form in forms for text in written):
            found.append(name)
    return found


def _words(text):
    return _WORD.findall(plain(text))
