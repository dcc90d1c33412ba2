from odoo.tests import tagged

from ..duties.common_tour_duty import DutyTourCase


@tagged("post_install", "-at_install")
class TestTourCall(DutyTourCase):
    def test_call_of_an_agent(self):
        """An agent prepares a call, holds it, and control 2 is done by it."""
        missed = self.env.ref("crisis_protocol.category_own_missed_item")
        earlier = self._file(name="An earlier case", category_id=missed.id)
        objection = [(0, 0, {"name": "Why us?", "answer": "By mistake."})]
        self.env["crisis.call"].with_user(self.agent).create(
            {"document_id": earlier.id, "objection_ids": objection}
        )
        link = f"{self.base_url()}/web/health"
        case = self._file(
            category_id=missed.id,
            description=f"<p>The item is not in, see {link}</p>",
        )
        control = self._open(case, "customer")
        self.start_tour(
            f"/odoo/crises/{case.id}",
            "crisis_call_tour",
            login=self.agent.login,
            timeout=120,
        )
        words = "It is in since noon, thank you."
        call = case.call_ids
        self.assertEqual((call.state, call.is_reached), ("done", True))
        self.assertTrue(call.is_prepared)
        self.assertEqual((call.link, bool(call.date_link_opened)), (link, True))
        self.assertEqual(call.objection_ids.answer, "By mistake.")
        self.assertEqual((call.customer_words, call.mood), (words, "worried"))
        self.assertEqual(call.customer_says, "better")
        self._assert_control(control, words)
        self._assert_word(call, words)
        self.assertEqual(earlier.call_ids.objection_ids.name, "Why us?")

    def _assert_control(self, control, words):
        self.assertEqual((control.state, control.result), ("done", "clean"))
        self.assertEqual(control.done_by_id, self.agent)
        self.assertEqual(control.asked_partner_id, self.contact)
        self.assertEqual(control.customer_words, words)
        self.assertFalse(control.customer_says_over)
        coming = self._open(control.document_id, "customer")
        self.assertEqual(len(coming), 1, "the series goes on")

    def _assert_word(self, call, words):
        case = call.document_id
        self.assertEqual(case.date_last_word, call.date)
        promise = case.promise_ids
        self.assertEqual(
            (promise.state, promise.date_due), ("open", call.date_promised)
        )
        self.assertEqual(promise.promised_by_id, self.agent)
        note = case.message_ids.filtered(lambda message: "Spoke to" in message.body)
        self.assertEqual(note.author_id, self.agent.partner_id)
        self.assertIn("The call was prepared.", note.body)
        self.assertIn(words, note.body)
