"""Whether a text says anything: “-”, “tamam” and “asdf” answer no question."""

import re
import unicodedata

from .message_text import own_text

_WORD = re.compile(r"\w+")
_FOLDED = str.maketrans("ıçğöşüáéíóúñä", "icgosuaeiouna")
_VOWEL = re.compile("[aeiou]")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghij")
# What people type to get past a field: it may stand in a sentence, but is none.
_FILLERS = frozenset(
    # any language
    "na n a x xx ok okay okey oke test deneme dummy asdf lorem ipsum tbd todo idem "
    # Turkish
    "tamam tamamdir tmm olur oldu bitti yapildi yapilacak halledildi hallettim "
    "halloldu cozuldu var yok yoktur hayir evet bilmiyorum bilinmiyor belirsiz bos "
    "sonra ayni aynen gerek gerekmez gereksiz gerekmiyor abi iste oyle "
    # English
    "yes no not none nothing nil done fine good same unknown later fixed solved "
    "sure all it is the don t dont know needed applicable "
    # Spanish
    "si vale bien hecho nada ninguno ninguna igual desconocido listo resuelto se "
    "aplica "
    # German
    "ja nein nicht gut erledigt gemacht nichts keine keiner kein egal unbekannt "
    "fertig passt spater weiss gelost".split()
)
_LEAST_LETTERS = 8


def is_answer(text):
    """Tell whether a text answers a question, be it with a word, a name or a time.

    A dash, a letter, a single key held down and words such as “tamam” or “yok” are
    no answers; “yarın”, “21:00” and “TRT” are.

    :param str text: plain text or HTML; anything empty is none
    """
    words = _words(text)
    if any(any(map(str.isdecimal, word)) for word in words):
        return any(len(set(word)) > 1 or len(word) < 3 for word in words)
    return any(_is_word(word) and word not in _FILLERS for word in words)


def is_sentence(text):
    """Tell whether a text says something in words of its own: a reason, a cause.

    Two words of sense are enough, as Turkish says much in two (“sunucu çöktü”); one
    word, one word again and again, and words that only fill a field are not.

    :param str text: plain text or HTML; anything empty is none
    """
    said = {word for word in _words(text) if word not in _FILLERS and _is_word(word)}
    return len(said) > 1 and sum(map(len, said)) >= _LEAST_LETTERS


def _words(text):
    text = own_text(str(text or ""))
    folded = unicodedata.normalize("NFC", text).replace("İ", "i").replace("I", "i")
    return _WORD.findall(folded.lower().translate(_FOLDED).replace("_", " "))


def _is_word(word):
    """Tell whether it can be one: no key held down, no row of the keyboard."""
    if len(word) < 2 or (len(word) > 2 and len(set(word)) == 1):
        return False
    if not word.isascii():
        return True
    if len(word) > 2 and any(word in row or word in row[::-1] for row in _ROWS):
        return False
    # abbreviations (“TRT”, “SMS”) have no vowels, keys hit at random have many letters
    return bool(_VOWEL.search(word)) or len(word) < 5
