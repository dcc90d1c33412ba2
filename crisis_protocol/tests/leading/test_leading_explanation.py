from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_leading import LeadingCase

WORDS = "<p>A disk broke, and the spare was not ready.</p>"
REMEDY = "<p>Everything is delivered again.</p>"


@tagged("post_install", "-at_install")
class TestLeadingExplanation(LeadingCase):
    """Written, confirmed and reviewed once, on the leading case."""

    def setUp(self):
        super().setUp()
        self.level.review_explanation = False
        self.early = self._follower(0)

    def _explain(self, words=WORDS):
        self.lead.write({"explanation": words, "remedy": REMEDY})
        self.lead.action_confirm_facts()

    def _sent(self, document):
        return self._send_explanation(document)

    def test_confirmed_once(self):
        """Those that follow get words and confirmation, joined before or after."""
        self.lead.explanation = WORDS
        self.assertEqual(self.early.explanation_state, "none")
        self._explain()
        late = self._follower(1)
        for follower in self.early | late:
            self.assertEqual(follower.explanation, WORDS)
            self.assertEqual(follower.remedy, REMEDY)
            self.assertEqual(follower.explanation_state, "confirmed")
            self.assertEqual(follower.explanation_confirmed_by_id, self.agent)
            self.assertTrue(follower.is_explanation_shared)
            self.assertTrue(follower.explanation_is_ready)

    def test_reviewed_once(self):
        """Where a review is wanted, nothing is passed on before it, and nobody asks."""
        self.level.review_explanation = True
        self._explain()
        self.assertEqual(self.early.explanation_state, "none")
        self.assertFalse(self.early._review_activities())
        self.lead.with_user(self.supervisor).action_review_explanation()
        self.assertEqual(self.early.explanation_state, "reviewed")
        self.assertEqual(self.early.explanation_reviewed_by_id, self.supervisor)
        self.assertFalse(self.early._review_activities())

    def test_stricter_level_is_kept(self):
        """A case whose own level wants a review gets one."""
        strict = self.level.copy({"name": "Strict", "review_explanation": True})
        self.early.level_id = strict
        self._explain()
        self.assertEqual(self.early.explanation_state, "confirmed")
        self.assertFalse(self.early.explanation_is_ready)
        self.assertTrue(self.early._review_activities())

    def test_changed_words_are_taken_back(self):
        """Where the customer has none yet they go, and come again once confirmed."""
        sent, accepted = self._follower(1), self._follower(2)
        self._explain()
        self._sent(sent)
        self._sent(accepted)
        self._hear(accepted, explanation_accepted="yes")
        self.lead.explanation = "<p>It was the cooling.</p>"
        self.assertEqual(self.early.explanation_state, "none")
        self.assertFalse(self.early.is_explanation_shared)
        self.assertEqual(sent.explanation_state, "sent")
        self.assertEqual(accepted.explanation_state, "accepted")
        self.lead.action_confirm_facts()
        self.assertIn("cooling", self.early.explanation)
        self.assertEqual(self.early.explanation_state, "confirmed")
        for document in sent | accepted:
            self.assertEqual(document.explanation, WORDS)
            self.assertIn("still hold", self._said(document))

    def test_returned_words_are_taken_back(self):
        """What is sent back to its author is sent to no customer."""
        self._explain()
        self.lead.with_user(self.supervisor)._return_explanation(
            "The text is much too long."
        )
        self.assertEqual(self.early.explanation_state, "none")
        self.assertFalse(self.early.explanation)

    def test_own_words_stay_own(self):
        """Who wrote words of his own keeps them, whatever the leading case says."""
        self.early.explanation = "<p>Your own line was cut.</p>"
        self._explain()
        self.assertIn("Your own line", self.early.explanation)
        self.assertEqual(self.early.explanation_state, "draft")
        self.assertTrue(self.early.can_share_explanation)
        self.early.action_share_explanation()
        self.assertEqual(self.early.explanation, WORDS)
        self.assertEqual(self.early.explanation_state, "confirmed")
        with self.assertRaises(UserError):
            self.early.action_share_explanation()

    def test_changed_here_makes_them_own(self):
        """They need a confirmation of their own, and hear of the others no more."""
        self._explain()
        self.early.explanation = "<p>A disk broke, on Monday.</p>"
        self.assertFalse(self.early.is_explanation_shared)
        self.assertEqual(self.early.explanation_state, "draft")
        self.lead.explanation = "<p>It was the cooling.</p>"
        self.assertIn("Monday", self.early.explanation)

    def test_other_language_is_a_draft(self):
        """Nobody has confirmed a translation that is not written yet."""
        self._activate_multi_lang(test_record=self.lead, lang_code="es_ES")
        self.customers[1].lang = "es_ES"
        foreign = self._follower(1)
        self.assertEqual(foreign.lang, "es_ES")
        self._explain()
        self.assertEqual(foreign.explanation, WORDS)
        self.assertEqual(foreign.explanation_state, "draft")
        self.assertIn("translate", self._said(foreign))

    def test_leaving_takes_unsent_words_back(self):
        """Words about another cause are not sent; what was sent was sent."""
        sent = self._follower(1)
        self._explain()
        self._sent(sent)
        (self.early | sent)._follow_no_longer("They have another cause.")
        self.assertFalse(self.early.explanation)
        self.assertEqual(self.early.explanation_state, "none")
        self.assertEqual(sent.explanation, WORDS)
        self.assertEqual(sent.explanation_state, "sent")
        self.assertFalse((self.early | sent).filtered("is_explanation_shared"))

    def test_sharing_is_not_claimed(self):
        """Only Odoo itself says whose words they are."""
        self.early.write({"is_explanation_shared": True})
        self.assertFalse(self.early.is_explanation_shared)

    def test_each_customer_answers_himself(self):
        """What one customer got and accepted says nothing of the others."""
        other = self._follower(1)
        self._explain()
        self._sent(self.lead)
        self._hear(self.lead, explanation_accepted="yes")
        self._sent(other)
        self.assertEqual(self.lead.explanation_accepted, "yes")
        self.assertEqual(other.explanation_state, "sent")
        self.assertEqual(other.explanation_accepted, "not_asked")
        self.assertFalse(self.early.date_explanation_sent)

    def test_refused_here_is_refused_here(self):
        """One customer's refusal says nothing of the others."""
        other = self._follower(1)
        self._explain()
        self._sent(other)._note_explanation_answer(False, "Too vague")
        self.assertEqual(other.explanation_state, "refused")
        self.assertEqual(self.early.explanation_state, "confirmed")
        self.assertEqual(self.lead.explanation_state, "confirmed")
