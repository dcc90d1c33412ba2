from odoo.tests import tagged

from ..common_turkish import TurkishCase

# What the text has the customer asked, in its own words, and where the answer goes.
ASKED = {
    "has_bulletin": "Bülten",
    "has_picture": "Resim",
    "has_video": "Video",
    "media_ids": "Hangi mecralar",
    "presentation": "Sunuma dair beklenti",
    "timing": "Zamanlama konusundaki beklenti",
    "after_hours_follow": "Mesai saatleri dışında takip",
    "after_hours_route": "Mesai saatleri dışında yönlendir",
    "inform_written": "Odoo dışında yazılı (mail)",
    "inform_oral": "Odoo dışında sözlü",
}


@tagged("post_install", "-at_install")
class TestQuestionShipped(TurkishCase):
    """What has to be asked is asked in the words of the protocol's text."""

    def test_words_of_the_text(self):
        """Each question of the text stands on the agent's list of what is missing."""
        document = self._as(self.agent, "crisis.document").browse(
            self._file(protocol_id=self.customer_protocol.id).id
        )
        asked = {q.field_name: q.name for q in document.missing_question_ids}
        for name, words in ASKED.items():
            with self.subTest(field=name):
                self.assertIn(words, asked[name])
                self.assertIn(asked[name], document.missing_information)
