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

    def test_no_earlier_mail(self):
        """Words that only look like the head of a mail end nothing."""
        for body in (
            "<p>From: Monday</p><p>we work on it</p>",
            "<p>He wrote: nothing</p><p>ours</p>",
            "<p>Date: today</p><p>ours</p>",
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
