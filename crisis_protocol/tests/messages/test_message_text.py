from time import process_time

from odoo.tests import TransactionCase, tagged

from ...tools.message_text import own_text
from ...tools.phrase_matcher import PhraseMatcher

# What reading a megabyte may take on a slow machine.
SECONDS = 5


@tagged("post_install", "-at_install")
class TestMessageText(TransactionCase):
    """What of a message is its writer's own."""

    def _reads(self, body, words="ours"):
        self.assertEqual(" ".join(own_text(body).split()), words)

    def test_earlier_mail_is_left_out(self):
        """What the mailers put below an answer is not the answer."""
        for below in (
            "<blockquote>theirs</blockquote>",
            '<div class="gmail_quote">On Monday<p>theirs</p></div>',
            '<div class="o_mail_reply_container">theirs</div>',
            '<div data-o-mail-quote="1">theirs</div>',
            '<div class="o-signature-container">theirs</div>',
            "<p>2 Mart 2026 09:14 tarihinde Elif şunu yazdı:</p><p>theirs</p>",
            "<p>On 2 March 2026, Elif wrote:</p><p>theirs</p>",
            "<p>Am 02.03.26 um 09:14 schrieb Elif:</p><p>theirs</p>",
            "<p>El 2/3/26 a las 9:14, Elif escribió:</p><p>theirs</p>",
            "<div><b>Kimden:</b> Elif<br><b>Gönderildi:</b> dün<br>theirs</div>",
            "<div><b>Von:</b> Elif<br><b>Gesendet:</b> gestern<br>theirs</div>",
            "<p>-----Original Message-----</p><p>theirs</p>",
            "<p>&gt; theirs<br>&gt; theirs</p>",
        ):
            with self.subTest(below=below):
                self._reads(f"<p>ours</p>{below}")
        self._reads("ours\n> theirs\n> theirs")

    def test_what_is_below_a_quotation(self):
        """An answer below or between quoted paragraphs is read."""
        self._reads("<blockquote>theirs</blockquote><p>ours</p>")
        self._reads("> theirs\nours")

    def test_heads(self):
        """Each client has a head of its own, in four languages."""
        for head in (
            "Elif Çelik <e@a.tr>, 30 Kas 2026 Pzt, 11:02 tarihinde şunu yazdı:",
            "30 Kasım 2026 11:02 tarihinde Elif <e@a.tr> yazdı:",
            "30.11.2026 11:02 tarihinde Elif Çelik yazdı:",
            "Elif Çelik <e@a.tr> şunları yazdı (30 Kas 2026 11:02):",
            "30 Kas 2026 tarihinde 11:02 saatinde, Elif <e@a.tr> şunları yazdı:",
            '30.11.2026, 11:02, "Elif Çelik" <e@a.tr>:',
            '"Elif Çelik" <e@a.tr>, 30.11.2026, 11:02:',
            "30 Kasım 2026 Pazartesi 11:02:33 GMT+3 tarihinde Elif şunu yazdı:",
            "-------- Orijinal mesaj --------",
            "-----Özgün İleti-----",
            "---------- Yönlendirilmiş ileti ----------",
            "Kimden: Elif\nGönderildi: 30 Kasım\nKime: Kriz\nKonu: Haber",
            "Kimden: Elif <e@a.tr>\nKime: Kriz\nGönderilenler: Pazartesi\nKonu: x",
            "Gönderen: Elif\nGönderilme Zamanı: Pazartesi\nAlıcı: Kriz",
            "Konu: Haber\nTarih: Pazartesi\nKimden: Elif\nKime: Kriz",
            "**Kimden:** Elif\n\n**Gönderildi:** dün\n\n**Konu:** x",
            "On Mon, Nov 30, 2026 at 11:02 AM Elif <e@a.tr> wrote:",
            "On 30 Nov 2026, at 11:02, Elif Çelik\n<e@a.tr> wrote:",
            "From: Elif\nDate: Monday\nTo: Desk\nSubject: x",
            "Am Mo., 30. Nov. 2026 um 11:02 Uhr schrieb Elif <e@a.tr>:",
            "Von: Elif\nDatum: Montag\nAn: Desk\nBetreff: x",
            "El lun, 30 nov 2026 a las 11:02, Elif (<e@a.tr>) escribió:",
            "De: Elif\nEnviado el: lunes\nPara: Desk\nAsunto: x",
            "-----Mensaje original-----",
        ):
            html = head.replace("<", "&lt;").replace("\n", "<br>")
            with self.subTest(head=head):
                self._reads(f"ours\n\n{head}\ntheirs")
                self._reads(f"<p>ours</p><div>{html}</div><p>theirs</p>")
                # what is marked as quoted ends there, and he goes on
                self._reads(f"{head}\n> theirs\n> theirs\n\nours")
                quoted = "<blockquote>theirs</blockquote>"
                self._reads(f"<div>{html}</div>{quoted}<p>ours</p>")

    def test_between_quotations(self):
        """What is said point by point is read point by point."""
        self._reads("> theirs\nours\n> theirs\ntoo", "ours too")
        self._reads(
            '<div class="gmail_quote"><div class="gmail_attr">On 30.11.2026 Elif '
            'wrote:</div><blockquote class="gmail_quote">theirs <blockquote>theirs'
            "</blockquote></blockquote><div>ours</div><blockquote>theirs</blockquote>"
            "</div><div>too</div>",
            "ours too",
        )
        self._reads("<div><blockquote type='cite'>theirs</blockquote>ours</div>")

    def test_indented(self):
        """Who only indents quotes nobody."""
        self._reads(
            '<blockquote style="margin:0 0 0 40px;border:none">ours</blockquote>'
        )

    def test_signature(self):
        """Below the two dashes stand names and legal notices, no words."""
        self._reads("ours\n-- \ntheirs\ntheirs")
        self._reads("<p>ours</p><p>--&nbsp;</p><p>theirs</p>")
        self._reads("-- \ntheirs\n> theirs\nours")

    def test_hidden(self):
        """What the reader does not see nobody says."""
        for style in ("display:none", "mso-hide:all;", "font-size:0px", "max-height:0"):
            with self.subTest(style=style):
                self._reads(f'<p>ours</p><div style="{style}">theirs</div>')
        self._reads('<p style="font-size:0.9em">ours</p>')

    def test_no_earlier_mail(self):
        """Words that only look like the head of a mail end nothing."""
        for body in (
            "<p>From: Monday</p><p>we work on it</p>",
            "<p>He wrote: nothing</p><p>ours</p>",
            "<p>Date: today</p><p>ours</p>",
            "<p>Konu: haber eksik</p><p>Tarih: 30.11.2026</p><p>ours</p>",
            "<p>30.11.2026 11:02 yayınında şunu gördük:</p><p>ours</p>",
        ):
            with self.subTest(body=body):
                self.assertRegex(own_text(body), "ours|we work on it")

    def test_what_nobody_reads(self):
        """Styles, comments and addresses are no words."""
        for body in (
            "<style>theirs</style><p>ours</p>",
            "<p>ours <!-- theirs --></p>",
            "<p>ours https://example.com/theirs</p>",
            '<p>ours <img alt="theirs" src="data:theirs"></p>',
        ):
            with self.subTest(body=body):
                self._reads(body)

    def test_odd_input(self):
        """Nothing, broken markup and strange characters raise no error."""
        for body in (None, False, "", "   ", "<", "<p", "<!-- ", "<p></p>", "&nbsp;"):
            with self.subTest(body=body):
                self.assertNotRegex(own_text(body), r"\w\w")
        for body in (
            "<p>ours",
            "ours</p></div>",
            "<p><b>ours</p></b>",
            "<html><body><p>ours</p></body></html>",
            "<!DOCTYPE html><p>ours</p>",
            '<?xml version="1.0" encoding="utf-8"?><p>ours</p>',
            "<p>ours\x00</p>",
            "<p>\x01ours</p>",
            "<p>&#0;ours &unknown</p>",
        ):
            with self.subTest(body=body):
                self.assertIn("ours", own_text(body))
        for body in (
            "<html></html>",
            "<html><head><title>theirs</title></head></html>",
            "<!DOCTYPE html>",
            "<html><frameset></frameset></html>",
        ):
            with self.subTest(body=body):
                self.assertFalse(own_text(body).strip())

    def test_deep(self):
        """A mail with thousands of tags in one another is read to its last word."""
        for depth in (250, 5_000):
            body = "<div>" * depth + "dönüş yapacağım" + "</div>" * depth
            with self.subTest(depth=depth):
                self.assertEqual(own_text(body).strip(), "dönüş yapacağım")

    def test_large(self):
        """A long text is read in a moment, whatever it consists of."""
        phrase = "dönüş yapacağım"
        matcher = PhraseMatcher("tr_TR", [("it", phrase, False)])
        sentence = "Merhaba Yılmaz Hanım, arşivi kontrol edip 15:00'e kadar bakıyoruz. "
        for name, filler in {
            "a megabyte": f"<p>{sentence}</p>" * 14_000,
            "spaces": " " * 100_000,
            "digits": "1" * 100_000,
            "brackets": "<" * 100_000,
            "one word": "a" * 3_000,
            "another word": "lar" * 1_000,
            "line breaks": "<br>From: Elif" + "<br>" * 5_000,
        }.items():
            with self.subTest(filler=name):
                begin = process_time()
                self.assertTrue(matcher.find(own_text(f"{phrase}. {filler}")))
                allowed = 1 if len(filler) < 1_000_000 else SECONDS
                self.assertLess(process_time() - begin, allowed, name)
