from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_call import CallCase


@tagged("post_install", "-at_install")
class TestCallControl(CallCase):
    """A call that asks how it stands is control 2, and need not be done twice."""

    def _ask(self, minutes, customer_says, **vals):
        return self._hold(
            minutes, asked_if_over=True, customer_says=customer_says, **vals
        )

    def test_better(self):
        """“Better” is a clean control with the words of the call as evidence."""
        control = self._open(self.document, "customer")
        call = self._ask(10, "better", channel="meeting")
        self.assertEqual((control.state, control.result), ("done", "clean"))
        self.assertEqual(control.customer_words, "So be it.")
        self.assertEqual(control.channel, "meeting")
        self.assertEqual(control.asked_partner_id, self.contact)
        self.assertEqual(control.call_id, call)
        self.assertEqual(self.document.clean_customer_count, 1)
        self.assertEqual(self.document.customer_says_over, "not_asked")

    def test_over(self):
        """“Over” is his own word that the crisis has gone."""
        self._ask(10, "over")
        self.assertEqual(self.document.customer_says_over, "yes")

    def test_still_going_on(self):
        """“Still going on” is a problem, and moves his reading of it."""
        self._says_over(self.document, "yes")
        control = self._open(self.document, "customer")
        self._ask(10, "still")
        self.assertEqual(control.result, "problem")
        self.assertEqual(self.document.customer_says_over, "no")
        self.assertEqual(self.document.health_customer, "strained")

    def test_words_against_what_is_noted(self):
        """Where his words say otherwise, nothing is logged until a reason says why."""
        words = "Devam ediyor, hiç memnun değiliz"
        control = self._open(self.document, "customer")
        call = self._plan()
        for says in ("better", "over"):
            with self.assertRaises(UserError) as refusal, self.cr.savepoint():
                self._ask(10, says, call=call, words=words)
            self.env.invalidate_all()
            self.assertIn(words, str(refusal.exception))
            self.assertEqual((control.state, call.state), ("open", "prepared"))
        self._ask(
            10,
            "better",
            call=call,
            words=words,
            contradiction_reason="That was about the other report of today",
        )
        self.assertEqual((control.result, call.state), ("clean", "done"))
        self.assertIn(words, self.document.override_ids.gate_name)

    def test_what_his_word_rests_on(self):
        """Beside his word stands the call in which he gave it."""
        self._ask(10, "over", words="Everything is in by now")
        self.assertEqual(self.document.over_source, "call")
        self.assertIn("Everything is in by now", self.document.over_line)
        self.assertEqual(self.document.over_user_id, self.agent)

    def test_words_that_say_little(self):
        """A word alone is the answer to many a question, but not to this one."""
        for words in ("TRT", "21:00", "..1", "Ayşe"):
            with self.subTest(words=words), self.cr.savepoint():
                with self.assertRaisesRegex(UserError, "says too little"):
                    self._ask(10, "over", words=words)
        self.assertEqual(self.document.customer_says_over, "not_asked")
        self._ask(10, "over", words="Bitti, teşekkürler")
        self.assertEqual(self.document.customer_says_over, "yes")

    def test_moving_back_is_offered(self):
        """A problem in a later stage leads to the dialog that moves the case back."""
        with self._minute(0):
            document = self._at("own_remedy", level_id=self.level.id)
            call = self._plan(
                document,
                customer_words="It is gone again.",
                asked_if_over=True,
                customer_says="still",
            )
            action = call.action_log()
        self.assertEqual(action["res_model"], "crisis.stage.move")
        self.assertIn("gone again", action["context"]["default_reason"])

    def test_unreached(self):
        """Nobody reached: he is asked again sooner."""
        control = self._open(self.document, "customer")
        self._try(10, asked_if_over=True)
        self.assertEqual(control.result, "unreached")
        self.assertFalse(self.document.date_last_word)
        sooner = self._open(self.document, "customer")
        wait = self._minutes_until(sooner, 10)
        self.assertEqual(wait, self.level.control_unreached_minutes)

    def test_one_word(self):
        """It counts once, when it was held; what it promises stays open."""
        before = self._promised(0, 30)
        self._ask(34, "better", date=self._moment(20), date_promised=self._moment(90))
        self.assertEqual(self.document.date_last_word, self._moment(20))
        self.assertEqual(before.outcome, "kept")
        self.assertEqual(before.date_done, self._moment(20))
        self.assertEqual((self.document.promise_ids - before).state, "open")

    def test_not_asked(self):
        """A call that does not ask leaves the control open."""
        control = self._open(self.document, "customer")
        call = self._hold(10)
        self.assertEqual(control.state, "open")
        self.assertFalse(control.call_id)
        self.assertEqual(call.state, "done")

    def test_no_control(self):
        """Without an open control 2 the question can't be ticked."""
        control = self._open(self.document, "customer")
        control._write_as_system({"state": "cancelled", "date_done": self._moment(5)})
        call = self._plan(
            customer_words="It came in", asked_if_over=True, customer_says="better"
        )
        self.assertFalse(call.can_ask)
        with self.assertRaisesRegex(UserError, "Untick"):
            call.action_log()
