"""Which forms of a word are the same word, in the languages the desk writes in.

Persons, cases and possessives fall together, tense and negation do not: who writes
“bilgilendireceğiz” promises what “bilgilendireceğim” promises, “bilgilendirdim” does
not. No stemmer does this: they cut the tense off too, and Turkish ones know no verbs.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

TIME = "{time}"
_CLOCK = r"\d{1,2}[:.]\d{2}(?!\d)"
# A word with its apostrophes: “Akdeniz'e”, “we'll”, “15:00'e”.
_WORD = re.compile(rf"\{{time\}}|{_CLOCK}(?:['’]\w+)?|\w+(?:['’]\w+)*")
_IS_CLOCK = re.compile(rf"{_CLOCK}")
# What is longer is no word that anybody has written.
_LONGEST = 60
_PAUSE = re.compile(r"[,:]\s|\s[-–—]\s")
# What ends a sentence. A single line break does not: mailers wrap lines.
_END = re.compile(r"[.!?…;][\"”’)\]]*\s|\n\s*\n")


class Token(NamedTuple):
    """One word of a text, and where it stands there."""

    key: str
    stems: tuple
    start: int
    end: int
    sentence: int
    clause: int
    is_time: bool


class Language:
    """How one language writes its words. Each language fills in what it has."""

    code = ""
    times = ""  # words that name a time
    same = {}  # words that stand for one another, such as “we” for “I”
    silent = frozenset()  # words that may be there or not
    negators = frozenset()  # words that turn the sense around
    barriers = frozenset()  # words that begin another thought
    # how many words before and after the expression may turn it around
    before, after = 0, 0
    gap = 3  # how many words may stand between two of the expression

    def __init__(self):
        self._times = {self.key(word)[0] for word in self.times.split()}
        self._negators = {self.key(word)[0] for word in self.negators}
        self._barriers = {self.key(word)[0] for word in self.barriers}

    def lower(self, word):
        """Return the ways to write a word in small letters, the likely one first."""
        return (word.lower(),)

    def stem(self, word):
        """Return what is the same in all forms of a word that count as one."""
        return word

    def spread(self, word):
        """Return the words that one written word stands for, as “we'll” for two."""
        return (re.split("['’]", word)[0],)

    @lru_cache(maxsize=20_000)  # noqa: B019 one object per language, for good
    def key(self, word):
        """Return (stem without accents, [possible stems with them])."""
        stems = [self.stem(self.same.get(low, low)) for low in self.lower(word)]
        return fold(stems[0]).rstrip("+-"), tuple(dict.fromkeys(stems))

    def is_time(self, word, key):
        return word == TIME or bool(_IS_CLOCK.match(word)) or key in self._times

    def is_negator(self, key):
        return key in self._negators

    def orders(self, expression):
        """Return the orders in which the words of an expression may stand."""
        return (expression,)

    def is_barrier(self, key):
        return key in self._barriers or key in self._negators

    def fits(self, written, meant):
        """Whether a written stem may stand for that of an expression.

        Who has no ş on his keyboard writes s. Who writes ş does not mean s. A stem
        that ends in + speaks of ourselves: where the expression does, the text must;
        where the expression speaks of you (-), the text must not.
        """
        return any(
            self._is_of(one, other)
            and self._is_spelled(one.rstrip("+-"), other.rstrip("+-"))
            for one in written
            for other in meant
        )

    @staticmethod
    def _is_of(one, other):
        if other[-1:] == "+":
            return one[-1:] == "+"
        return not (one[-1:] == "+" and other[-1:] == "-")

    @staticmethod
    def _is_spelled(one, other):
        return len(one) == len(other) and all(
            a in (b, fold(b)) for a, b in zip(one, other, strict=True)
        )

    def tokens(self, text):
        """Return the words of a text, in order."""
        found, sentence, clause, last = [], 0, 0, 0
        for match in _WORD.finditer(text):
            start = match.start()
            sentence += bool(_END.search(text, last, start))
            clause += bool(_PAUSE.search(text, last, start))
            last = match.end()
            for word in self.spread(match.group()):
                key, stems = self.key(word[:_LONGEST])
                if key and key not in self.silent:
                    is_time = self.is_time(word, key)
                    found.append(
                        Token(key, stems, start, last, sentence, clause, is_time)
                    )
        return found


@lru_cache(maxsize=20_000)
def fold(word):
    """Return the word without accents and other marks."""
    plain = word.replace("ı", "i").replace("ß", "ss")
    return "".join(
        char
        for char in unicodedata.normalize("NFD", plain)
        if not unicodedata.combining(char)
    )


class Turkish(Language):
    code = "tr"
    times = (
        "bugün yarın akşam akşamüstü sabah öğle öğleden öğlen gece hafta gün dakika "
        "saat saatte pazartesi salı çarşamba perşembe cuma cumartesi pazar mesai"
    )
    negators = frozenset({"değil", "değiliz", "değilim", "değildir"})
    barriers = frozenset({"ve", "ama", "ancak", "fakat"})
    after = 2
    # In plain letters; taken away from the end, again and again.
    _SUFFIXES = re.compile(
        r"(?:l[ae]r|[dt][iu]r|(?<![aeiou])s[iu]n[iu]z|[iu]?n[iu]z|n?[iu]n|s[iu]|y?[iu]"
        r"|y?[ae]|n[ae]|n?[dt][ae]n?|y?l[ae]|ki)$"
    )
    _FIRST_PERSON = re.compile(
        r"(?:[iu]?m[iu]z|y?[iu]z|y?[iu]m|(?<=[aeiou])m|(?<=[dt][iu])k)$"
    )
    # “-nız” speaks of you, unless the n is the word's own: “üzgünüz”.
    _SECOND_PERSON = re.compile(r"(?<!uzgu)(?<!memnu)(?<!kirgi)(?<!emi)n[iu]z$")
    _FORMAL = re.compile(r"[dt][iu]r$")
    _FUTURE = re.compile(r"[ae]c[ae][gk]$")
    _VOWEL = re.compile("[aeiou]")
    _SOFT = str.maketrans("ğgbdc", "kkptç")

    def lower(self, word):
        for marked, plain in zip("âîûÂÎÛ", "aiuAİU", strict=True):
            word = word.replace(marked, plain)
        turkish = word.replace("İ", "i").replace("I", "ı").lower()
        english = word.replace("İ", "i").lower()
        return tuple(dict.fromkeys((turkish, english)))

    def stem(self, word):
        plain, whose = fold(word), ""
        while True:
            is_yours = self._SECOND_PERSON.search(plain)
            ours = not (whose or is_yours) and self._FIRST_PERSON.search(plain)
            found = ours or self._SUFFIXES.search(plain)
            shorter = plain[: found.start()] if found else ""
            if len(shorter) < 3 or not self._VOWEL.search(shorter):
                break
            is_future = bool(self._FUTURE.search(shorter))
            if is_future and plain.endswith(("niz", "nuz", "lar", "ler")):
                break  # “you will”, “they will”: no promise of ours
            # A company says of itself “bilgilendirecektir”.
            is_formal = is_future and self._FORMAL.search(plain)
            whose = whose or ("+" if ours or is_formal else "-" if is_yours else "")
            plain, word = shorter, word[: len(shorter)]
        return word[:-1] + word[-1:].translate(self._SOFT) + whose


class English(Language):
    code = "en"
    times = (
        "today tomorrow tonight noon midnight morning afternoon evening monday tuesday "
        "wednesday thursday friday saturday sunday week day hour minute o'clock pm am"
    )
    same = {
        "we": "i",
        "us": "me",
        "our": "my",
        "are": "am",
        "shall": "will",
        "apologize": "apologise",
        "was": "is",
        "were": "am",
    }
    negators = frozenset({"not", "never", "hardly", "cannot", "nor", "neither"})
    barriers = frozenset({"you", "he", "she", "they", "that", "who"})
    before = 1
    _PARTS = {"ll": "will", "re": "are", "ve": "have", "m": "am", "d": "would"}
    _IS = frozenset({"it's", "that's", "he's", "she's", "there's"})

    def spread(self, word):
        low = word.lower().replace("’", "'")
        if low in ("won't", "can't", "shan't"):
            return ({"won't": "will", "can't": "can", "shan't": "will"}[low], "not")
        if low.endswith("n't"):
            return low[:-3], "not"
        if low in self._IS:
            return low[:-2], "is"
        head, _mark, tail = low.partition("'")
        return (head, self._PARTS[tail]) if tail in self._PARTS else (head,)

    def stem(self, word):
        is_plural = len(word) > 3 and word[-1] == "s" and word[-2] not in "sui"
        return word[:-1] if is_plural else word


class Spanish(Language):
    code = "es"
    times = (
        "hoy mañana noche tarde mediodía medianoche lunes martes miércoles jueves "
        "viernes sábado domingo semana día hora horas minuto minutos"
    )
    same = {
        "les": "le",
        "te": "le",
        "la": "le",
        "las": "le",
        "sus": "su",
        "nos": "me",
        "nuestro": "mi",
        "nuestra": "mi",
        "nuestros": "mi",
        "nuestras": "mi",
        "ustedes": "usted",
        "siento": "sentimos",
        "estoy": "estamos",
        "voy": "vamos",
        "sigo": "seguimos",
    }
    silent = frozenset({"yo", "nosotros", "nosotras"})
    negators = frozenset({"no", "nunca", "tampoco", "jamás"})
    barriers = frozenset({"que", "usted", "ustedes"})
    before = 2
    # A company says of itself “le informará”, too.
    _FUTURE = re.compile(r"(?<=[aeid]r)(?:é|e|emos|á|án)$")
    _ENDING = re.compile(r"(?:[aei]mos|(?<=[ai]d)[ao]s?|(?<=[nrldz])es|s|o)$")

    def stem(self, word):
        future = self._FUTURE.search(word)
        if future and future.start() >= 3:
            return f"{word[: future.start()]}+"
        ending = self._ENDING.search(fold(word))
        return word[: ending.start()] if ending and ending.start() >= 3 else word


class German(Language):
    code = "de"
    times = (
        "heute morgen abend mittag nachmittag vormittag nacht montag dienstag mittwoch "
        "donnerstag freitag samstag sonntag uhr stunde stunden minute minuten tag tage "
        "tagen woche"
    )
    same = {
        "wir": "ich",
        "uns": "mich",
        "mir": "mich",
        "unser": "mein",
        "unsere": "mein",
        "unseren": "mein",
        "meine": "mein",
        "bedaure": "bedauern",
        "war": "ist",
        "bin": "sind",
    }
    barriers = frozenset({"dass", "weil", "wenn", "ob"})
    negators = frozenset({"nicht", "kein", "keine", "keinen", "nie", "niemals", "kaum"})
    before, after = 1, 2
    gap = 6
    _ENDING = re.compile(r"(?:en|em|er|es|e|n|(?<!s)s)$")

    def orders(self, expression):
        """“Ich melde mich” is “melde ich mich” after any word that comes first."""
        first, *rest = expression
        if first[0] == "ich" and rest:
            return expression, [rest[0], first, *rest[1:]]
        return (expression,)

    def lower(self, word):
        low = word.lower().replace("ß", "ss")
        plain = low.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
        return tuple(dict.fromkeys((plain, low)))

    def stem(self, word):
        ending = self._ENDING.search(word)
        return word[: ending.start()] if ending and ending.start() >= 3 else word


_KNOWN = {kind.code: kind() for kind in (Turkish, English, Spanish, German)}
_PLAIN = Language()


def words_of(lang):
    """Return how a language writes its words; a plain way for one not known here.

    :param str lang: as in Odoo, e.g. `tr_TR`
    """
    return _KNOWN.get((lang or "").split("_")[0].split("@")[0], _PLAIN)
