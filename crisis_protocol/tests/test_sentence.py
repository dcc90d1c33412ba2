from odoo.tests import TransactionCase, tagged

from ..tools.sentence import is_answer, is_sentence


@tagged("-at_install", "post_install")
class TestSentence(TransactionCase):
    """Whether a text says anything is one rule for all that is asked."""

    def test_fillers_answer_nothing(self):
        fillers = (
            "- . x X … -- ??? ok OK tamam Tamam. TAMAM yok Yok! hayır evet xxx aaaa "
            "asdf qwerty sdfgh hjkl ... n/a N/A bilinmiyor erledigt hecho done ⠀ 👍"
        )
        for text in [*fillers.split(), "", False, None, " \n\t", "tamam tamam", "- -"]:
            self.assertFalse(is_answer(text), text)
            self.assertFalse(is_sentence(text), text)

    def test_markup_says_nothing(self):
        for text in (
            "<p><br></p>",
            "<p>-</p>",
            "<p>&nbsp;</p>",
            "\u200b",
            "<b>tamam</b>",
        ):
            self.assertFalse(is_answer(text), text)
            self.assertFalse(is_sentence(text), text)

    def test_facts_are_answers(self):
        for text in ("yarın", "21:00", "TRT", "Elif Çelik", "3", "100", "NTV", "14"):
            self.assertTrue(is_answer(text), text)

    def test_one_word_is_no_sentence(self):
        for text in ("sunucu", "çöktü", "hata hata hata", "abi hallettim", "ok oldu"):
            self.assertFalse(is_sentence(text), text)

    def test_sentences(self):
        for text in (
            "Sunucu çöktü",
            "<p>Disk doldu, kayıt durdu.</p>",
            "İğneada muhabiri haberi kaçırdı",
            "The disk was full.",
            "Der Speicher war voll.",
            "El disco estaba lleno.",
            "Müşteri yurt dışında, yarın döner",
        ):
            self.assertTrue(is_sentence(text), text)
