"""Whether a text says anything: “-”, “tamam” and “asdf” answer no question."""

import re
import unicodedata

from .message_text import own_text

_WORD = re.compile(r"\w+")
_FOLDED = str.maketrans("ıçğöşüáéíóúñä", "icgosuaeiouna")
# Letters of other alphabets that look like these, whoever types them why.
_LOOK_ALIKE = str.maketrans(
    "аеорсухкмтнвіјѕԁαορνυικτχεη", "aeopcyxkmthbijsdaopvuiktxen"
)
_VOWEL = re.compile("[aeiou]")
_DIGITS = re.compile(r"\d+")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghij")
# The row in which fingers rest; in the one above real words lie close together.
_HOME_ROW = _ROWS[1]
# What people type to get past a field: it may stand in a sentence, but is none.
_FILLERS = frozenset(
    # any language
    "na n a x xx ok okay okey oke test deneme dummy asdf lorem ipsum tbd todo idem "
    "hm hmm eh ehm ee uh um bla blah bleh blabla foo bar baz qux foobar bazqux "
    # Turkish
    "tamam tamamdir tmm olur oldu bitti yapildi yapilacak halledildi hallettim "
    "hallettik halloldu cozuldu var yok yoktur hayir evet bilmiyorum bilinmiyor "
    "belirsiz bos sonra ayni aynen gerek gerekmez gereksiz gerekmiyor abi iste oyle "
    "peki falan filan kem kum sey seyler merhaba selam belirtilmedi belirtilmemis "
    "girilmedi "
    # English
    "yes no not none nothing nil done fine good same unknown later fixed solved "
    "sure all it is the don t dont know needed applicable hello hi "
    # Spanish
    "si vale bien hecho nada ninguno ninguna igual desconocido listo resuelto se "
    "aplica hola "
    # German
    "ja nein nicht gut erledigt gemacht nichts keine keiner kein egal unbekannt "
    "fertig passt spater weiss gelost hallo".split()
)
# Words that fill a field together, each of which may say something elsewhere.
_FILLING = tuple(
    tuple(phrase.split())
    for phrase in (
        # Turkish
        "gerekli degil",
        "gerek yok",
        "onemli degil",
        "sebep yok",
        "neden yok",
        "sebebi yok",
        "nedeni yok",
        "bilgi yok",
        "aciklama yok",
        "yorum yok",
        "kok neden",
        "neden sebep",
        "deneme metni",
        "test metni",
        "test amacli",
        "aciklama metni",
        "yukariya bak",
        "yukariya bakin",
        "bkz yukari",
        "yukarida belirtildi",
        "yukarida yazili",
        "yukaridaki gibi",
        "iyi gunler",
        "iyi calismalar",
        "kolay gelsin",
        "merhaba dunya",
        # English
        "see above",
        "as above",
        "see below",
        "as discussed",
        "as agreed",
        "no reason",
        "no reason given",
        "no comment",
        "reason not given",
        "not specified",
        "not necessary",
        "not required",
        "hello world",
        # Spanish
        "ver arriba",
        "vease arriba",
        "como arriba",
        "ver mas arriba",
        "sin motivo",
        "sin razon",
        "sin comentarios",
        "sin especificar",
        "no especificado",
        "no necesario",
        "no es necesario",
        "segun lo hablado",
        "buenos dias",
        # German
        "siehe oben",
        "wie oben",
        "s o",
        "wie besprochen",
        "kein grund",
        "ohne grund",
        "ohne angabe",
        "keine angabe",
        "keine angaben",
        "kein kommentar",
        "nicht notig",
        "nicht angegeben",
        "nicht erforderlich",
        "guten tag",
    )
)
# What alone answers nothing, and says a lot beside another word: “evet, bitti”.
_STATES = frozenset(
    "oldu bitti halledildi halloldu cozuldu done fine good fixed solved bien "
    "listo resuelto erledigt gut fertig gelost passt".split()
)
_LEAST_LETTERS = 8


def is_answer(text):
    """Tell whether a text answers a question, be it with a word, a name or a time.

    A dash, a letter, a single key held down and words such as “tamam” or “yok” are
    no answers; “yarın”, “21:00” and “TRT” are.

    :param str text: plain text or HTML; anything empty is none
    """
    words = _words(text)
    numbers = [word for word in words if not _DIGITS.sub("", word)]
    if any(len(set(word)) > 1 or len(word) < 3 for word in numbers):
        return True
    return any(_says(word) for word in words)


def is_sentence(text):
    """Tell whether a text says something in words of its own: a reason, a cause.

    Two words of sense are enough, as Turkish says much in two (“sunucu çöktü”); one
    word, one word again and again, and words that only fill a field are not.

    :param str text: plain text or HTML; anything empty is none
    """
    said = {_DIGITS.sub("", word) or word for word in _words(text) if _says(word)}
    is_long = any(len(word) > 2 and not word.isdecimal() for word in said)
    return is_long and len(said) > 1 and sum(map(len, said)) >= _LEAST_LETTERS


def is_spoken(text):
    """Tell whether somebody has spoken: a few words, and one of them says something.

    “Bitti, teşekkürler” and “evet, bitti” are; a word alone, a time and “evet, tamam”
    are not.

    :param str text: plain text or HTML; anything empty is none
    """
    words = {word for word in _words(text) if _is_word(word) or _says(word)}
    return len(words) > 1 and any(
        word in _STATES or (_says(word) and not word.isdecimal()) for word in words
    )


def has_word(text):
    """Tell whether there is anything to read: a word or a number, whatever it says.

    :param str text: plain text or HTML; anything empty has none
    """
    return any(word.isdecimal() or _is_word(word) for word in _all_words(text))


def words_in(text):
    """Return the words of a text as a set, in plain small letters."""
    return set(_all_words(text))


def _words(text):
    return _without_filling(_all_words(text))


def _all_words(text):
    """Return the words of a text in plain small letters."""
    text = own_text(str(text or ""))
    # what is wide, small or raised is the same letter
    text = unicodedata.normalize("NFKC", text).replace("İ", "i").replace("I", "i")
    # “süre”, a time, is not “sure”
    text = text.lower().replace("süre", "zaman")
    folded = text.translate(_FOLDED).translate(_LOOK_ALIKE)
    return _WORD.findall(folded.replace("_", " "))


def _without_filling(words):
    """Leave out phrases that say nothing, wherever they stand."""
    kept, at = [], 0
    while at < len(words):
        for phrase in _FILLING:
            if tuple(words[at : at + len(phrase)]) == phrase:
                at += len(phrase)
                break
        else:
            kept.append(words[at])
            at += 1
    return kept


def _says(word):
    """Tell whether a word says something; with a digit behind it, it is no other."""
    letters = _DIGITS.sub("", word)
    if letters in ("", word):
        return _is_word(word) and word not in _FILLERS
    return letters not in _FILLERS and (len(letters) < 2 or _is_word(letters))


def _is_word(word):
    """Tell whether it can be one: no key held down, no row of the keyboard."""
    if len(word) < 2 or (len(word) > 2 and len(set(word)) == 1):
        return False
    if not word.isascii():
        return True
    if len(word) > 2 and any(word in row or word in row[::-1] for row in _ROWS):
        return False
    if len(word) > 3 and (_is_of_runs(word) or _is_hit_at_rest(word)):
        return False
    if not _VOWEL.search(word):
        # abbreviations (“TRT”, “SMS”) have no vowels, keys hit at random many letters
        return len(word) < 5 and (len(word) < 4 or len(set(word)) > 2)
    return True


def _is_of_runs(word):
    """Tell whether a word is nothing but keys in a row: “qweasd”, “zxcasd”."""
    if len(word) < 3:
        return not word
    return any(
        (word[:size] in row or word[:size] in row[::-1]) and _is_of_runs(word[size:])
        for row in _ROWS[:3]
        for size in range(3, len(word) + 1)
    )


def _is_hit_at_rest(word):
    """Tell whether fingers at rest drummed it: “asda”, “sdfsdf”, never far apart."""
    places = [_HOME_ROW.find(letter) for letter in word]
    steps = zip(places, places[1:], strict=False)
    return min(places) >= 0 and all(abs(a - b) <= 2 for a, b in steps)
