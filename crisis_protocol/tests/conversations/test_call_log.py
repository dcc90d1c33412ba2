from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_call import READY, CallCase


@tagged("post_install", "-at_install")
class TestCallLog(CallCase):
    """What came of a call: a word to the customer, with his own words as proof."""

    def _refused(self, sentence, act="action_log", **vals):
        """The log is refused, and nothing of it has happened."""
        call = self._plan(**vals)
        messages = self.document.message_ids
        with self.assertRaisesRegex(UserError, sentence), self.cr.savepoint():
            getattr(call, act)()
        self.env.invalidate_all()
        self.assertEqual(call.state, "prepared")
        self.assertEqual(self.document.message_ids, messages)
        self.assertFalse(self.document.date_last_word)

    def test_unprepared(self):
        """A call without preparation is possible, and seen."""
        with self._minute(10):
            self._call()
        call = self.document.call_ids
        self.assertEqual(call.state, "done")
        self.assertTrue(call.is_reached)
        self.assertFalse(call.is_prepared)
        self.assertEqual(call.user_id, self.agent)
        self.assertIn("was not prepared", self._last_note())
        self.assertIn("So be it.", self._last_note())

    def test_prepared(self):
        """What was prepared is what is logged, and stands above it while calling."""
        with self._minute(5):
            call = self._prepared(
                objection_ids=[(0, 0, {"name": "Why us?", "answer": "By mistake."})]
            )
        with self._minute(10):
            form = self._form(self.document.action_log_call(), self.document)
            self.assertEqual(form.record, call)
            self.assertIn("Why us?", form.briefing)
            self.assertIn(READY["goal"], form.briefing)
        self._hold(10, call, mood="worried")
        self.assertEqual(self.document.call_ids, call)
        self.assertTrue(call.is_prepared)
        self.assertIn("was prepared", self._last_note())
        self.assertIn("Worried", self._last_note())

    def test_prepared_afterwards(self):
        """What is filled in once the call was held has prepared nothing."""
        with self._minute(10):
            form = self._form(self.document.action_log_call(), self.document)
            form.customer_words = "So be it."
        with self._minute(12):
            call = form.save()
            call.write(READY)
            call.action_log()
        self.assertFalse(call.is_prepared)
        self.assertEqual(call.date, self._moment(10))

    def test_no_words(self):
        """“I called and settled it” proves nothing."""
        self._refused("what the customer said")
        self._refused("what the customer said", customer_words="  \n ")

    def test_future(self):
        """A call can't have been held in the future."""
        with self._minute(10):
            vals = {"customer_words": "It came in", "date": self._moment(11)}
            self._refused("future", **vals)
            self._refused("future", "action_unreached", date=self._moment(11))

    def test_before_it_was_filed(self):
        """Nor before there was a case; what was said then stands in it."""
        with self._minute(10):
            vals = {"customer_words": "Yes", "date": self._moment(-1)}
            self._refused("was filed on", **vals)
            self._refused("was filed on", **vals | {"date": "2020-01-01 10:00:00"})

    def test_long_ago(self):
        """A call is logged within two hours: later nobody knows the minute."""
        with self._minute(200):
            self._refused("two hours", customer_words="Yes", date=self._moment(79))
            call = self._hold(200, date=self._moment(81), date_promised=False)
        self.assertEqual(call.date, self._moment(81))

    def test_when_it_was_logged(self):
        """Both times are kept and told: when it was held, and when it was written."""
        call = self._hold(34, date=self._moment(20), date_promised=False)
        self.assertEqual(call.date_logged, self._moment(34))
        rows = self.env["crisis.timeline"].search(
            [("document_id", "=", self.document.id), ("kind", "=", "word")]
        )
        self.assertIn("noted it on", rows.title)

    def test_asked_without_answer(self):
        """Who asks how it stands writes down the answer."""
        words = "It came in"
        self._refused("how it stands", customer_words=words, asked_if_over=True)

    def test_ended_case(self):
        """No next word is promised on a case that ended while the agent was calling."""
        call = self._plan(customer_words="It came in")
        self._end(self.document)
        call._write_as_system({"state": "prepared"})
        with self.assertRaisesRegex(UserError, "Reopen it first"):
            call.action_log()

    def test_unreached(self):
        """An attempt is counted; the customer has not heard from us."""
        promise = self._promised(0, 30)
        call = self._try(10, mood="angry", explanation_accepted="yes")
        self.assertEqual((call.state, call.is_reached), ("done", False))
        self.assertFalse(call.mood or call.date_promised)
        self.assertFalse(self.document.date_last_word)
        self.assertEqual(promise.state, "open")
        self.assertEqual(self.document.promise_ids, promise)
        self.assertEqual(self.document.explanation_accepted, "not_asked")
        self.assertIn("nobody answered", self._last_note())

    def test_attempts(self):
        """Attempts are counted, and how long it took until he was spoken to."""
        calls = self._try(10) | self._try(25) | self._hold(40)
        self.assertEqual(calls.mapped("attempt"), [1, 2, 3])
        self.assertEqual(self.document.call_attempts, 3)
        self.assertEqual(calls.mapped("minutes_to_contact"), [0, 0, 40])

    def test_preparation_waits_for_the_next_attempt(self):
        """Who reached nobody need not prepare again."""
        with self._minute(5):
            call = self._prepared(
                objection_ids=[(0, 0, {"name": "Why us?", "answer": "By mistake."})]
            )
        self._try(10, call)
        again = self.document.call_ids - call
        self.assertEqual(again.state, "prepared")
        self.assertEqual(again.goal, READY["goal"])
        self.assertEqual(again.objection_ids.answer, "By mistake.")
        self.assertFalse(again.customer_words or again.attempt)
        self._hold(30, again.with_user(self.agent))
        self.assertTrue(again.is_prepared)

    def test_promises(self):
        """The word keeps what was promised, and gives the next."""
        before = self._promised(0, 30)
        call = self._hold(10, date_promised=self._moment(60))
        self.assertEqual(before.outcome, "kept")
        after = self.document.promise_ids - before
        self.assertEqual(after.date_due, call.date_promised)
        self.assertEqual(after.state, "open")

    def test_held_earlier(self):
        """A call noted within a quarter of an hour counts when it was held."""
        promise = self._promised(0, 30)
        self._hold(34, date=self._moment(20), date_promised=False)
        self.assertEqual(promise.outcome, "kept")
        self.assertEqual(promise.date_done, self._moment(20))
        self.assertEqual(self.document.date_last_word, self._moment(20))
        self.assertIn("Held on", self._last_note())

    def test_held_before_the_last_word(self):
        """It does not undo the word that was given since."""
        self._hold(30, date_promised=False)
        self._hold(34, date=self._moment(20), date_promised=False)
        self.assertEqual(self.document.date_last_word, self._moment(30))

    def test_held_before_he_wrote(self):
        """Nor is it an answer to what the customer wrote later."""
        self.document._write_past_reactions({"date_unanswered": self._moment(30)})
        self._hold(34, date=self._moment(20))
        self.assertEqual(self.document.date_unanswered, self._moment(30))
        self._hold(50)
        self.assertFalse(self.document.date_unanswered)

    def test_logged_late(self):
        """What is noted later counts from then; when it was held is told, too."""
        promise = self._promised(0, 30)
        first = self.document.owed_word_ids.filtered(lambda word: word.kind == "first")
        call = self._hold(36, date=self._moment(20), date_promised=False)
        self.assertEqual(call.date, self._moment(20))
        self.assertIn("Held on", self._last_note())
        self.assertEqual(call.minutes_to_contact, 36)
        self.assertEqual(promise.date_done, self._moment(36))
        self.assertEqual(promise.outcome, "late")
        self.assertEqual(first.mapped("date_done"), [self._moment(36)] * len(first))
        document = self.document
        self.assertEqual(document.date_last_word, self._moment(36))
        self.assertEqual(document.date_first_word, self._moment(36))
        self.assertEqual(document.word_ids.date, self._moment(36))

    def test_with_somebody_else(self):
        """A call with a colleague or a stranger is no word between him and us."""
        stranger = self.env["res.partner"].create({"name": "A journalist"})
        for partner in (stranger, self.other_agent.partner_id, self.agent.partner_id):
            with self.subTest(partner=partner.name):
                self._refused(
                    "does not speak for Akdeniz",
                    contact_id=partner.id,
                    customer_words="Spoke to Elif about the item",
                )
        self.assertFalse(self.document.date_first_word or self.document.word_ids)
        lawyer = self.env["res.partner"].create({"name": "His lawyer"})
        self.document.contact_id = lawyer
        self._hold(10, self._plan(contact_id=lawyer.id))
        self.assertTrue(self.document.date_first_word)

    def test_explanation(self):
        """Whether he accepts the explanation is taken over, where it was asked."""
        self.document.explanation = "<p>The keyword was misspelt.</p>"
        for minutes, answer, kept in (
            (10, "no", "no"),
            (20, "not_asked", "not_asked"),
            (30, "yes", "yes"),
        ):
            with self._minute(minutes - 5):
                self._send_explanation(self.document)
            call = self._hold(
                minutes, words="So that was it.", explanation_accepted=answer
            )
            with self.subTest(answer=answer):
                self.assertEqual(self.document.explanation_accepted, kept)
                rests_on = call if answer != "not_asked" else call.browse()
                self.assertEqual(self.document.explanation_call_id, rests_on)

    def test_explanation_not_sent(self):
        """Nobody answers an explanation that he does not have, or did not have yet."""
        call = self._plan(customer_words="I see.", explanation_accepted="yes")
        with self.assertRaisesRegex(UserError, "does not have the explanation yet"):
            call.action_log()
        self.document.explanation = "<p>The keyword was misspelt.</p>"
        with self._minute(30):
            self._send_explanation(self.document)
        with self._minute(40):
            call.date = self._moment(20)
            with self.assertRaisesRegex(UserError, "was sent on"):
                call.action_log()
            call.write({"date": False, "customer_words": "ok"})
            with self.assertRaisesRegex(UserError, "in his own words"):
                call.action_log()

    def test_caller_is_who_logs(self):
        """Who logs a colleague's call has held it himself."""
        call = self._prepared()
        self._hold(10, call.with_user(self.supervisor))
        self.assertEqual(call.user_id, self.supervisor)

    def test_trail(self):
        """A call that was held stays as it was, for everybody."""
        call = self._hold(10)
        for user in (self.agent, self.supervisor, self.manager):
            own = call.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaisesRegex(UserError, "is over"):
                    own.customer_words = "He is delighted."
                with self.assertRaisesRegex(UserError, "is over"):
                    own.action_log()
                with self.assertRaises(AccessError):
                    own.unlink()
        self.assertEqual(call.customer_words, "So be it.")
