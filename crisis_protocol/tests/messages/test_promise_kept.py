from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged

from .common_mail import CrisisMailCase
from .common_promise import PromiseCase

ELIF = '"Elif" <elif@akdeniz.example.com>'
DUE = 60


@tagged("post_install", "-at_install")
class TestPromiseKept(PromiseCase, CrisisMailCase):
    """The next word to the customer keeps a promise, and nothing else does."""

    def _assert_open(self, promise):
        promise.invalidate_recordset()
        self.assertEqual((promise.state, promise.outcome), ("open", "open"))
        self.assertTrue(promise.sudo().activity_id.active)

    def _assert_outcome(self, promise, outcome, minutes_late=0):
        promise.invalidate_recordset()
        self.assertEqual(promise.outcome, outcome)
        self.assertEqual(promise.minutes_late, minutes_late)
        self.assertFalse(promise.sudo().activity_id.filtered("active"))

    # When ------------------------------------------------------------------

    def test_word_in_time_keeps_it(self):
        """A word before the time, or on the stroke of it, keeps the promise."""
        for said in (20, DUE):
            document = self._file_at_start()
            promise = self._promised(10, DUE, document)
            with self._minute(said), self.subTest(minute=said):
                message = self._word(document)
                self._assert_outcome(promise, "kept")
                self.assertEqual(promise.date_done, self._moment(said))
                self.assertEqual(promise.kept_message_id, message)
                self.assertEqual(promise.done_by_id, self.agent)

    def test_word_after_the_time_is_late(self):
        """A word after the time is late by so much."""
        promise = self._promised(10, DUE)
        with self._minute(DUE + 25):
            self.assertTrue(promise.is_late)
            self._assert_open(promise)
            self._word()
        self._assert_outcome(promise, "late", 25)

    def test_no_word_breaks_it(self):
        """With no word in another interval of the level the job breaks it."""
        promise = self._promised(10, DUE)
        self._sweep(DUE + 1)
        self._assert_open(promise)
        self._sweep(DUE + self.interval - 1)
        self._assert_open(promise)
        self._sweep(DUE + self.interval + 1)
        self._assert_outcome(promise, "broken")

    def test_job_wakes_to_break_it(self):
        """The case is looked at when the promise can't be kept any more."""
        promise = self._promised(10, DUE)
        expiry = self._moment(DUE + self.interval)
        self.assertEqual(promise.date_step, expiry)
        self.assertLessEqual(self.document.sudo().date_watch, expiry)

    def test_broken_stays_broken(self):
        """A word after it was broken does not mend it."""
        promise = self._promised(10, DUE)
        self._sweep(DUE + self.interval + 1)
        with self._minute(DUE + self.interval + 2):
            self._word()
        self._assert_outcome(promise, "broken")

    def test_broken_whether_or_not_the_job_ran(self):
        """A word that comes too late finds it broken, even if no job ran between."""
        promise = self._promised(10, DUE)
        with self._minute(DUE + self.interval + 30):
            self._word()
        self._assert_outcome(promise, "broken")

    # By what ------------------------------------------------------------------

    def test_call_keeps_it(self):
        """A word by telephone is a word."""
        promise = self._promised(10, DUE)
        with self._minute(20):
            self._call(False)
        self._assert_outcome(promise, "kept")

    def test_word_of_a_colleague_keeps_it(self):
        """The customer hears from us, whoever of us speaks."""
        promise = self._promised(10, DUE)
        with self._minute(20):
            self._word(self.document.with_user(self.supervisor))
        self._assert_outcome(promise, "kept")
        self.assertEqual(promise.done_by_id, self.supervisor)

    def test_word_to_a_customer_who_follows(self):
        """A customer who follows the case gets the comment: it is a word to him."""
        self.document.message_subscribe(self.contact.ids)
        promise = self._promised(10, DUE)
        with self._minute(20):
            self._word(partner_ids=[])
        self._assert_outcome(promise, "kept")

    def test_what_is_no_word_to_the_customer(self):
        """Notes, messages to colleagues, ticks and changes do not keep it."""
        self.document.message_subscribe(self.contact.ids)
        promise = self._promised(10, DUE)
        note = {"subtype_xmlid": "mail.mt_note"}
        with self._minute(20):
            self._word(partner_ids=[], **note)
            self._word(partner_ids=self.supervisor.partner_id.ids, **note)
            self._assert_open(promise)
            self.document.message_unsubscribe(self.contact.ids)
            self._word(partner_ids=self.supervisor.partner_id.ids)
            self._word(partner_ids=[])
            self._assert_open(promise)
            self.document.name = "Another topic"
            self._control(self.document, "system").action_clean()
            self.flush_tracking()
        self._assert_open(promise)

    def test_customers_own_mail_does_not_keep_it(self):
        """What he writes to us is not our word to him."""
        with self._minute(5):
            message = self._word()
        promise = self._promised(10, DUE)
        with self._minute(20):
            self._receive(ELIF, "Re: when?", reply_to_message=message)
        self.assertEqual(self.document.date_last_customer_message, self._moment(20))
        self._assert_open(promise)

    def test_tick_does_not_keep_it(self):
        """The activity can't be ticked off: it opens the message to the customer."""
        promise = self._promised(10, DUE)
        activity = promise.sudo().activity_id.with_user(self.agent)
        with (
            self._minute(20),
            self.assertRaises(RedirectWarning) as warning,
            self.cr.savepoint(),
        ):
            activity.action_feedback(feedback="Called him")
        action = warning.exception.args[1]
        self.assertEqual(action["res_model"], "mail.compose.message")
        self._assert_open(promise)

    # The word that promises ------------------------------------------------------

    def test_message_that_promises_does_not_keep_it(self):
        """The message that makes a promise keeps those before, not its own."""
        before = self._promised(5, DUE)
        with self._minute(10):
            promise, _message = self._send()
        self._assert_outcome(before, "kept")
        self._assert_open(promise)
        with self._minute(20):
            self._word()
        self._assert_outcome(promise, "kept")

    def test_call_that_promises_does_not_keep_it(self):
        """The call that makes a promise keeps those before, not its own."""
        before = self._promised(5, DUE)
        with self._minute(10):
            promise = self._call()
        self._assert_outcome(before, "kept")
        self._assert_open(promise)

    def test_word_keeps_all_that_was_promised(self):
        """Several promises are one waiting customer: the next word keeps them all."""
        first, second = self._promised(10, 30), self._promised(11, DUE)
        with self._minute(40):
            self._word()
        self._assert_outcome(first, "late", 10)
        self._assert_outcome(second, "kept")

    # The end -------------------------------------------------------------------

    def test_end_of_the_case_in_time(self):
        """A case that ends before the time needs the word no more."""
        promise = self._promised(10, DUE)
        with self._minute(20):
            self._end(self.document)
        self._assert_outcome(promise, "cancelled")

    def test_end_of_the_case_does_not_hide_it(self):
        """A promise that was overdue when the case ended was broken."""
        promise = self._promised(10, DUE)
        with self._minute(DUE + 1):
            self._end(self.document)
        self._assert_outcome(promise, "broken")

    def test_what_is_over_is_not_moved(self):
        """A kept promise is part of the trail, for the supervisor, too."""
        promise = self._promised(10, DUE)
        with self._minute(20):
            self._word()
            with self.assertRaises(UserError) as refusal:
                promise.with_user(self.supervisor).date_due = self._moment(DUE)
        self.assertIn(self.agent.name, str(refusal.exception))
