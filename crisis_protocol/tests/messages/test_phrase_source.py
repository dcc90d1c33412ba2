from odoo.tests import tagged

from ..common_turkish import TurkishCase

# The expressions of the protocol's text: what both kinds of crisis want to hear …
BOTH = {
    "speed": ("En kısa zamanda", "En hızlı şekilde"),
    "next_word": ("dönüş yapacağım", "bilgilendireceğim"),
    "follow": ("yakından takip ediyoruz",),
}
# … and what belongs only where we caused it.
OURS = {
    "regret": ("durumdan ötürü üzgünüz",),
    "remedy": ("telafi edeceğiz",),
    "understanding": ("anlayış göstermenizi ümit ediyoruz",),
}
# Stock answers that a customer made fun of in public.
STOCK = (
    "Görüşlerinizi dikkate alacağız",
    "Arkadaşlar konuyla ilgileniyorlar",
    "Bu bir yanlış anlamadan ibaret",
)


@tagged("post_install", "-at_install")
class TestPhraseSource(TurkishCase):
    """The agent's checklist knows the expressions of the text, word for word."""

    def _check(self, protocol, sentence):
        """Look at a sentence as the message window does.

        Return the topics found, what to avoid, and the topics offered.
        """
        document = self._file(protocol_id=protocol.id, contact_id=self.contact.id)
        document = self._as(self.agent, "crisis.document").browse(document.id)
        told = document.check_words(f"<p>Merhaba Elif Hanım, {sentence}.</p>")
        names = {
            topic.id: xmlid.removeprefix("crisis_protocol.topic_")
            for topic in self.env["crisis.phrase.topic"].search([])
            for xmlid in topic.get_external_id().values()
        }
        found = {names[topic["id"]] for topic in told["topics"] if topic["found"]}
        return found, told["avoid"], told["topics"]

    def _assert_wanted(self, protocol, expressions):
        for topic, sentences in expressions.items():
            for sentence in sentences:
                with self.subTest(protocol=protocol.origin, sentence=sentence):
                    found, avoid, offered = self._check(protocol, sentence)
                    self.assertEqual((found, avoid), ({topic}, []))
                    phrases = [p["name"] for t in offered for p in t["phrases"]]
                    self.assertIn(sentence.lower(), phrases, "to be put in by a press")

    def test_list_a(self):
        """All expressions of the first list count where we caused it (S0-30…37)."""
        self._assert_wanted(self.own, BOTH | OURS)

    def test_list_b(self):
        """The second list is shorter: what it leaves out is refused (S0-71)."""
        self._assert_wanted(self.customer_protocol, BOTH)
        for sentences in OURS.values():
            for sentence in sentences:
                with self.subTest(sentence=sentence):
                    found, avoid, _ = self._check(self.customer_protocol, sentence)
                    self.assertFalse(found)
                    self.assertIn(sentence, [p["text"] for p in avoid])
                    self.assertTrue(all(p["forbidden"] for p in avoid))

    def test_stock_answers(self):
        """A stock answer is pointed out, with the reason, in both protocols (S2-29)."""
        for protocol in (self.own, self.customer_protocol):
            for sentence in STOCK:
                with self.subTest(protocol=protocol.origin, sentence=sentence):
                    _found, avoid, _ = self._check(protocol, sentence)
                    self.assertEqual(len(avoid), 1)
                    self.assertIn(avoid[0]["text"].lower(), sentence.lower())
                    self.assertFalse(avoid[0]["forbidden"], "it may be meant")
                    self.assertTrue(avoid[0]["advice"])
