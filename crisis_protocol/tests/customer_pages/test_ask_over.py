from odoo.tests import tagged

from ..duties.common_control import ControlCase


@tagged("post_install", "-at_install")
class TestAskOver(ControlCase):
    """Nobody is asked whether it is over before something has reached him (S0-42)."""

    def setUp(self):
        super().setUp()
        with self._minute(0):
            self.document = self._at(
                "own_follow_up", level_id=self.level.id, contact_id=self.contact.id
            )

    def _step(self):
        self.document.invalidate_recordset()
        return self.document.next_step_kind, self.document.next_step

    def _proposed(self):
        """Return the kind of message that is proposed, and those to choose from."""
        document = self.document
        templates = self.env["mail.template"].browse(
            choice["id"] for choice in document.message_choices()
        )
        kinds = templates.mapped("crisis_kind")
        return document._template_to_write().crisis_kind, "ask_over" in kinds

    def _goes_on(self, minutes):
        with self._minute(minutes):
            self.document._note_over_answer("still", "Two items lack", self.contact, 0)

    def _write(self, minutes, body):
        with self._minute(minutes):
            self.document.message_post(
                body=body,
                partner_ids=self.contact.ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )

    def test_asked_when_he_was_told(self):
        """He has had the explanation and has not said otherwise: he is asked."""
        self._says_over(self.document, "not_asked")
        with self._minute(1):
            self.assertEqual(self._proposed(), ("ask_over", True))
            self.assertEqual(self._step()[0], "control")

    def test_not_since_he_said_otherwise(self):
        """Since he said that it goes on nothing has come to him: he is told first."""
        self._goes_on(10)
        with self._minute(11):
            self.assertEqual(self._proposed(), ("progress", False))
            kind, words = self._step()
            self.assertEqual(kind, "message")
            self.assertIn("since he said that it goes on", words)
        self._write(20, "The two items are in the attached list.")
        with self._minute(21):
            self.assertEqual(self._proposed(), ("ask_over", True))
            self.assertEqual(self._step()[0], "control")

    def test_question_is_no_word(self):
        """To be asked again, by mail or by telephone, is nothing that he gets."""
        self._goes_on(10)
        self._write(20, self.document.over_buttons)
        with self._minute(30):
            self._control(self.document, "customer", channel="phone").action_clean()
        self.assertGreater(self.document.date_last_word, self.document.date_over_said)
        with self._minute(31):
            self.assertEqual(self._proposed(), ("progress", False))
            self.assertEqual(self._step()[0], "message")

    def test_call_reaches_him(self):
        """What he is told on the telephone reaches him as well."""
        self._goes_on(10)
        with self._minute(20):
            self.document.action_log_word("The two items are sent.")
        with self._minute(21):
            self.assertEqual(self._proposed(), ("ask_over", True))

    def test_case_that_came_back(self):
        """In the new run of a case what he had before does not count."""
        with self._minute(10):
            self.document._restart_controls(True)
        with self._minute(11):
            self.assertEqual(self._proposed(), ("progress", False))
            self.assertIn("since the case was reopened", self._step()[1])
