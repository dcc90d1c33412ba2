import csv
import logging

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_open

from ...tools.message_text import own_text
from ...tools.phrase_matcher import PhraseMatcher

_logger = logging.getLogger(__name__)

# Slightly under what was measured when the lists were written: precision, recall.
FLOORS = {
    "tr_TR": (0.95, 0.95),
    "en_US": (0.93, 0.98),
    "es_ES": (0.95, 0.98),
    "de_DE": (0.95, 0.98),
}


class MatchingCase(TransactionCase):
    """Looks for single expressions, as a protocol does for all of them at once."""

    def _finds(self, phrase, *bodies, lang="tr_TR", strict=False):
        matcher = PhraseMatcher(lang, [("it", phrase, strict)])
        for body in bodies:
            with self.subTest(phrase=phrase, body=body[:60]):
                self.assertTrue(matcher.find(own_text(body)))

    def _finds_not(self, phrase, *bodies, lang="tr_TR", strict=False):
        matcher = PhraseMatcher(lang, [("it", phrase, strict)])
        for body in bodies:
            with self.subTest(phrase=phrase, body=body[:60]):
                self.assertFalse(matcher.find(own_text(body)))


@tagged("post_install", "-at_install")
class TestPhraseList(TransactionCase):
    """The shipped phrases against sentences that were labelled apart from the code."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.protocol = cls.env.ref("crisis_protocol.protocol_own")

    def _labelled(self, lang):
        """Return [(text, labelled topics)]."""
        path = f"crisis_protocol/tests/messages/phrases/{lang[:2]}.csv"
        with file_open(path, "r") as file:
            return [
                (row["text"], set(row["topics"].split()))
                for row in csv.DictReader(file)
            ]

    def _topics(self, lang):
        """Return a function that names the topics found in a text."""
        matcher, phrase_ids = self.env["crisis.phrase"]._matcher(self.protocol.id, lang)
        phrases = self.env["crisis.phrase"].browse(phrase_ids)
        xmlids = phrases.topic_id.get_external_id()
        topics = {
            p.id: xmlids[p.topic_id.id].removeprefix("crisis_protocol.topic_")
            for p in phrases
        }
        return lambda body: {topics[m.name] for m in matcher.find(own_text(body))}

    def _measure(self, lang):
        """Return (precision, recall, the sentences that went wrong)."""
        find = self._topics(lang)
        right = false = missed = 0
        wrong = []
        for text, meant in self._labelled(lang):
            found = find(text)
            right += len(found & meant)
            false += len(found - meant)
            missed += len(meant - found)
            if found != meant:
                wrong.append(f"{sorted(meant)} but found {sorted(found)}: {text}")
        return right / (right + false), right / (right + missed), wrong

    def test_precision_and_recall(self):
        """What must be found is found, what must not is not, but for a few."""
        for lang, (least_precision, least_recall) in FLOORS.items():
            precision, recall, wrong = self._measure(lang)
            said = f"{lang}: precision {precision:.3f}, recall {recall:.3f}"
            _logger.info("%s, %s sentences wrong", said, len(wrong))
            with self.subTest(lang=lang):
                told = "\n".join([said, *wrong])
                self.assertGreaterEqual(precision, least_precision, told)
                self.assertGreaterEqual(recall, least_recall, told)

    def test_enough_sentences(self):
        """The sets are large enough to prove something, on both sides."""
        for lang in FLOORS:
            rows = self._labelled(lang)
            empty = [row for row in rows if not row[1]]
            with self.subTest(lang=lang):
                self.assertGreaterEqual(len(rows), 200 if lang == "tr_TR" else 50)
                self.assertGreater(len(empty), len(rows) / 4)


@tagged("post_install", "-at_install")
class TestPhraseMatching(MatchingCase):
    """Which forms of an expression count as that expression."""

    def test_persons(self):
        """Who speaks for himself and who speaks for all promise the same."""
        self._finds(
            "dönüş yapacağım",
            "Size dönüş yapacağım.",
            "Size dönüş yapacağız.",
            "Saat 15:00'e kadar dönüş yapacağımızı bildiririz.",
        )
        self._finds("I will inform you", "We'll inform you.", lang="en_US")
        self._finds("le informaré", "Le informaremos.", lang="es_ES")
        self._finds("ich informiere Sie", "Wir informieren Sie.", lang="de_DE")

    def test_tense_is_another_word(self):
        """What was done already is not promised."""
        self._finds_not("bilgilendireceğim", "Sizi bilgilendirdim.")
        self._finds_not("I will inform you", "I informed you.", lang="en_US")
        self._finds_not("le informaré", "Le informé ayer.", lang="es_ES")
        self._finds_not("ich werde Sie informieren", "Ich habe Sie informiert.")

    def test_dots_of_turkish_letters(self):
        """İ is i and I is ı, in capitals as in small letters."""
        self._finds("bilgilendireceğim", "SİZİ BİLGİLENDİRECEĞİM", "Bilgilendireceğim")
        self._finds("yakından izliyoruz", "YAKINDAN İZLİYORUZ", "Yakından izliyoruz")
        # small letters made the English way leave a dot behind
        self._finds("izliyoruz", "İZLİYORUZ".lower())

    def test_letters_that_his_keyboard_lacks(self):
        """Who has no ş writes s. Who writes ş does not mean s."""
        self._finds("özür dileriz", "ozur dileriz", "OZUR DILERIZ")
        self._finds_not("aci", "açı")
        decomposed = "o\u0308zu\u0308r dileriz"
        self._finds("özür dileriz", decomposed)
        self._finds("es tut mir leid, grüße", "ES TUT MIR LEID GRUESSE", lang="de_DE")

    def test_markup_inside_a_word(self):
        """Markup and invisible characters do not break a word; paragraphs do."""
        self._finds(
            "bilgilendireceğim",
            "<p>Sizi bilgi<b>lendire</b>ceğim</p>",
            "bilgi\u00adlendire\u200bceğim",
            "<p>Sizi bilgi<!-- here -->lendirece&#287;im</p>",
        )
        self._finds("dönüş yapacağım", "<p>dönüş&nbsp;<br>yapacağım</p>")
        self._finds_not("dönüş yapacağım", "<p>dönüş</p><p>yapacağım</p>")
        self._finds_not("dönüş yapacağım", "<ul><li>dönüş</li><li>yapacağım</li></ul>")

    def test_denied(self):
        """A word that turns the sense around does; rude words mind none."""
        self._finds_not("sizin hatanız", "Bu sizin hatanız değil.")
        self._finds_not("we guarantee", "We cannot guarantee it.", lang="en_US")
        self._finds_not("I will inform you", "I won't inform you.", lang="en_US")
        self._finds_not("le informaré", "No le informaré.", lang="es_ES")
        self._finds_not("ich melde mich", "Ich melde mich nicht.", lang="de_DE")
        self._finds("aptal", "Aptal değil.", strict=True)

    def test_any_time(self):
        """{time} stands for any time, and for nothing that is none."""
        phrase = "{time} çözeceğiz"
        self._finds(
            phrase,
            "Yarın çözeceğiz.",
            "Saat 15:00'te çözeceğiz.",
            "17.30'da çözeceğiz.",
        )
        self._finds_not(phrase, "Bu sorunu çözeceğiz.", "Yarın konuşacağız.")

    def test_words_in_brackets(self):
        """Words in brackets may be there or not."""
        for body in ("Will get back to you.", "I will get back to you."):
            self._finds("(I) will get back to you", body, lang="en_US")

    def test_words_between(self):
        """A few words may stand between, but not the end of the sentence."""
        phrase = "dönüş yapacağım"
        self._finds(phrase, "Dönüş size yarın yapacağım.", "dönüş\nyapacağım")
        self._finds_not(
            phrase,
            "Dönüş için teşekkürler. Yapacağım.",
            "Dönüş yok! Yapacağım.",
            "Dönüş ve ödeme yapacağım.",
        )

    def test_where_it_stands(self):
        """The place in the text is the place of the expression's own words."""
        text = "Merhaba. En kısa zamanda dönüş yapacağım, iyi günler."
        found = PhraseMatcher("tr_TR", [("it", "dönüş yapacağız", False)]).find(text)
        self.assertEqual(
            [text[match.start : match.end] for match in found], ["dönüş yapacağım"]
        )

    def test_language_not_known_here(self):
        """A language without rules of its own is looked for as it is written."""
        self._finds("nous vous informerons", "Nous vous informerons.", lang="fr_FR")
        self._finds_not("nous vous informerons", "Je vous informerai.", lang="fr_FR")
        self.assertFalse(PhraseMatcher("fr_FR", []).find("Bonjour"))
