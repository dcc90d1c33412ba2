from odoo.tests import tagged

from ..duties.common_tour_duty import DutyTourCase


@tagged("post_install", "-at_install")
class TestTourWords(DutyTourCase):
    def test_first_word_of_an_agent(self):
        """An agent writes the first word with the checklist, and promises the next."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.contact.lang = "tr_TR"
        case = self._file(contact_id=self.contact.id)
        self.start_tour(
            f"/odoo/action-crisis_protocol.crisis_document_action/{case.id}",
            "crisis_words_tour",
            login=self.agent.login,
            timeout=120,
        )
        check = case.check_ids
        self.assertEqual(check.state, "right")
        self.assertEqual(check.user_id, self.agent)
        self.assertIn("durumdan ötürü üzgünüz", check.message_id.body)
        promise = case.promise_ids
        self.assertEqual(len(promise), 1)
        self.assertEqual(promise.message_id, check.message_id)
        self.assertTrue(case.date_last_word)
