from odoo.tests import TransactionCase, tagged

from ..tools.sentence import has_word, is_answer, is_sentence, is_spoken

# What people at customers say, and what the desk writes down as a reason: short, and
# all of it says something.
SPOKEN = """
Bitti, teşekkürler|evet bitti|Evet, çözüldü|Her şey yolunda|Sorun kalmadı|Sorun yok
Şimdi daha iyi|Haberler geldi, sağ olun|Bülten elimize ulaştı|Kabul ediyoruz
Memnunuz, teşekkür ederiz|Açıklamanız yeterli|Anladım, teşekkürler|Bizim için kapandı
Tamam, sorun yok|Akşam haberi de düştü|Artık görüyoruz|Raporda hepsi var|Evet oldu
Eksik kalmadı|Hepsi tamam|Saat 10'da geldi|Yarın tekrar bakarız|Yönetime ilettik
Müdürümüz memnun kaldı|Sağ olun, bitti|Gayet net açıklamışsınız|Peki, kabul
Şu an normal|Yayın düzeldi|Link açılıyor|Video oynuyor|Dosya açıldı|Maili aldık
Teşekkürler, ulaştı|Kanal 5 haberi geldi|Biz razıyız|Olur, bekliyoruz|Daha bitmedi
Hâlâ bekliyoruz|Devam ediyor|Hiç memnun değiliz|İki haber eksik|Bugünkü rapor boş
Yine gelmedi|Akşam arayın|Toplantıdayım, sonra arayın|Genel müdür kızgın|Basın sustu
Sabah bülteni eksikti|Şimdi tamamlandı|Gündemden düştü|Konuyu kapattık|Bize ulaştı
Bir daha olmasın|Halledildi, teşekkürler|İyi, sağ olun|Oldu, teşekkür ederim
Evet gayet iyi|Ekranda görünüyor|Ses de düzeldi|TRT haberi var|NTV de yayınladı
It's over, thanks|All is in|Better now|Todo en orden|Ya llegó todo|Alles da, danke
Es läuft wieder
"""
REASONS = """
Sunucu çöktü|Disk doldu|Muhabir atladı|Anahtar kelime yanlıştı|Elektrik kesildi
Yayın akışı değişti|Kayıt cihazı bozuk|Müşteri vazgeçti|Müşteri konuyu kapattı
Rakip haber yaptı|Kanal yayını kesti|Haber silinmiş|Yanlış gruba düşmüş|Süre yetmedi
Arşivde vardı|Ekip yeni|Hava muhalefeti|İnternet koptu|Site erişime kapandı
Müşteri aradı, gerek kalmadı|Başka birim üstlendi|Konu adliyeye taşındı
Bizim hatamız değil|Görevli izinli|Bayram tatiliydi|Liste güncel değil
Sabah 5 vardiyası yoktu|Kanal 7 atlanmış|Geç fark edildi|Personel eksik
Yazılım güncellendi|Önce üretim baksın|Daha acil iş çıktı|Aynı olay, iki kayıt
Haber zaten gönderilmişti|Tekrar kayıt açılmış|2026 bütçesi yetmedi
"""


def phrases(block):
    texts = map(str.strip, block.replace("\n", "|").split("|"))
    return [text for text in texts if text]


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

    def test_disguised_fillers(self):
        """A digit, another alphabet or a wide letter makes no other word of it."""
        for text in (
            *("tamam2", "ok1", "x1", "1a", "hmm", "blah", "peki", "merhaba"),
            *("kem kum", "t\u0430mam", "\uff54\uff41\uff4d\uff41\uff4d", "iyi günler"),
        ):
            self.assertFalse(is_answer(text), text)
            self.assertFalse(is_spoken(text), text)

    def test_sentences_that_say_nothing(self):
        for text in (
            *("tamam1 tamam2", "yok123 ok1234", "t\u0430mam t\u0430mam"),
            *("\uff54\uff41\uff4d\uff41\uff4d \uff59\uff4f\uff4b", "falan filan"),
            *("blah bleh", "qweasd zxcasd", "asda sdas", "sdfsdf dfgdfg"),
            *("asdg hjkl", "hghg jkjk", "xxxxy yyyxx", "foobar bazqux"),
            *("sebep belirtilmedi", "gerekli değil", "Önemli değil.", "bilgi yok"),
            *("see above", "as discussed", "no reason given", "ver arriba"),
            *("sin especificar", "siehe oben", "wie besprochen", "keine Angabe"),
            *("12 34 56 78", "ab cd ef gh"),
        ):
            self.assertFalse(is_sentence(text), text)

    def test_words_of_his(self):
        """What rests on his words wants a few of them, and he need not be eloquent."""
        for text in (
            *("yarin", "21:00", "TRT", "12", "..1", "Ayşe", "Bitti.", "evet tamam"),
            *("ok evet", "tamam tamam", "hallettim abi", "asdf asdf", "12 99"),
            *("tamam1 tamam2", "a b c d", "", "-", False),
        ):
            self.assertFalse(is_spoken(text), text)
        for text in phrases(SPOKEN):
            self.assertTrue(is_spoken(text), text)

    def test_short_reasons(self):
        for text in phrases(REASONS):
            self.assertTrue(is_sentence(text), text)

    def test_anything_to_read(self):
        for text in ("tamam", "OK", "Thanks", "12", "<p>Evet</p>"):
            self.assertTrue(has_word(text), text)
        for text in ("", ".", "-", "x", "asdf", "<p>.</p>", "\u200b", "?!"):
            self.assertFalse(has_word(text), text)
