from datetime import timedelta

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged

from ..messages.common_mail import CrisisMailCase
from .common_silence import FIRST_WORD, WORD, SilenceCase
from .common_watch import START

TEXT = "<p>The keyword was misspelt.</p>"
EXPLAIN, ACCEPT, ASK = 300, 120, 90


class OwedCase(SilenceCase, CrisisMailCase):
    """What is owed to the customer on a case, minute by minute."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level.write(
            {
                "explanation_minutes": EXPLAIN,
                "acceptance_minutes": ACCEPT,
                "control_customer_minutes": ASK,
                "review_explanation": False,
            }
        )

    def _owed(self, document, kind=None):
        """Return what is open of the words owed, of one kind or of all."""
        document.invalidate_recordset()
        owed = document.owed_word_ids.filtered(lambda word: word.state == "open")
        return owed.filtered(lambda word: not kind or word.kind == kind)

    def _assert_owed(self, document, **minutes):
        """Each kind that is owed now, and at which minute it is due."""
        owed = self._owed(document)
        found = {w.kind: (w.date_due - START).total_seconds() / 60 for w in owed}
        self.assertEqual(found, minutes)

    def _write_in(self, document, minutes, words="When do I hear?"):
        with self._at_minute(minutes):
            self._customer_writes(document, words)
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestOwedWord(OwedCase):
    """The first word, the answer and the next word are duties like the others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file_watched()
        cls.level.explanation_minutes = 200_000

    def _assert_word(self, **minutes):
        kinds = {w.kind for w in self._owed(self.document)} - {"explanation"}
        self.assertEqual(kinds, set(minutes))
        for kind, minute in minutes.items():
            due = self._owed(self.document, kind).date_due
            self.assertEqual(due, START + timedelta(minutes=minute))

    def test_first_word(self):
        """From filing; the word that reaches him does it, and the next is owed."""
        self._assert_word(first=FIRST_WORD)
        first = self._owed(self.document, "first")
        self.assertEqual(first.user_id, self.agent)
        self.assertEqual(self.document.next_duty_type_id, first.type_id)
        self.assertEqual(self.document.next_duty_date, first.date_due)
        self._speak(self.document, 20)
        self.assertEqual(first.state, "done")
        self.assertEqual(first.date_done, START + timedelta(minutes=20))
        self.assertEqual(first.done_by_id, self.agent)
        self.assertFalse(first.activity_id)
        self._assert_word(next=20 + WORD)

    def test_comes_first(self):
        """What is late longest is next, before what falls due in an hour."""
        with self._at_minute(FIRST_WORD + 21):
            self.document.invalidate_recordset()
            type_ = self.document.next_duty_type_id
            self.assertEqual(
                type_, self.env.ref("crisis_protocol.mail_activity_type_word_first")
            )
            self.assertIn("no word from us", self.document.late_duties)
            duties = self.env["crisis.duty"].with_user(self.supervisor)
            late = duties.search(
                [
                    ("document_id", "=", self.document.id),
                    ("due_group", "=", "1_late"),
                ]
            )
            self.assertEqual(late.type_id, type_)

    def test_answer(self):
        """His mail is answered in its time; a second one gains us none."""
        self._speak(self.document, 5)
        self._write_in(self.document, 10)
        self._assert_word(answer=10 + FIRST_WORD)
        self._write_in(self.document, 20)
        self._assert_word(answer=10 + FIRST_WORD)
        self.assertEqual(len(self.document.activity_ids), 4, "one for each duty")
        self._speak(self.document, 25)
        self._assert_word(next=25 + WORD)
        told = self.document.owed_word_ids.filtered(lambda w: w.state == "done")
        self.assertEqual(set(told.mapped("kind")), {"first", "answer"})

    def test_case_of_before(self):
        """A case older than this kind of duty owes it from the update on, and once."""
        self._speak(self.document, 5)
        self._write_in(self.document, 10)
        answer = self.env.ref("crisis_protocol.mail_activity_type_answer")
        words = self.env["crisis.owed.word"].search([])
        activities = words.activity_id
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM crisis_owed_word")
        self.env.invalidate_all()
        activities.unlink()
        self.document.activity_schedule(
            "crisis_protocol.mail_activity_type_answer", user_id=self.agent.id
        )
        with self._at_minute(500):
            self.env.flush_all()
            words.init()
            self.env.invalidate_all()
        self._sweep(501)
        self._assert_word(answer=500)
        asked = self.document.activity_ids.filtered(
            lambda a: a.activity_type_id == answer
        )
        self.assertEqual(asked, self._owed(self.document, "answer").activity_id)
        self.document._write_past_reactions({"date_clock": False})
        words.init()
        self.env.invalidate_all()
        self.assertFalse(self.document.date_clock, "once is enough")

    def test_earliest_of_all(self):
        """A word that is late stays late when he writes."""
        self._speak(self.document, 0)
        self._write_in(self.document, WORD + 5)
        self._assert_word(answer=WORD)

    def test_noted_afterwards(self):
        """A word from before he wrote is no answer."""
        self._write_in(self.document, 20)
        self._assert_word(answer=FIRST_WORD)
        with self._at_minute(24):
            held = START + timedelta(minutes=10)
            self._hear(self.document, date=held)
        self._assert_word(answer=20 + FIRST_WORD)

    def test_promise_stands_for_it(self):
        """Who knows when he hears next waits for that; then for the next again."""
        self._speak(self.document, 5)
        self._promise(self.document, 6, due=300)
        self._assert_word()
        self._write_in(self.document, 10)
        self._assert_word(answer=10 + FIRST_WORD)
        self._speak(self.document, 20)
        self._assert_word(next=20 + WORD)

    def test_promise_is_no_word(self):
        """A promise that nobody has heard is no first word."""
        with self._at_minute(5):
            self.env["crisis.promise"].with_user(self.agent).create(
                {
                    "document_id": self.document.id,
                    "date_due": START + timedelta(minutes=300),
                }
            )
        self._assert_word(first=FIRST_WORD)

    def test_only_the_deed(self):
        """Nobody ticks it off, cancels it, moves it or makes one."""
        first = self._owed(self.document, "first")
        activity = first.activity_id.with_user(self.agent)
        later = START + timedelta(days=3)
        for refusal, act in (
            (RedirectWarning, activity.action_feedback),
            (RedirectWarning, activity.unlink),
            (UserError, lambda: activity.write({"date_deadline": later.date()})),
            (UserError, lambda: self._cancel(first, self.supervisor)),
            (UserError, lambda: self._cancel(first, self.manager)),
            (
                UserError,
                lambda: first.with_user(self.manager).write({"date_due": later}),
            ),
        ):
            with self.assertRaises(refusal), self.cr.savepoint():
                act()
        self.assertEqual(first.state, "open")
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env["crisis.owed.word"].with_user(self.manager).create(
                {"document_id": self.document.id, "kind": "first"}
            )
        claimed = {"state": "done", "date_done": START, "kind": "next"}
        first.with_user(self.manager).write(claimed)
        self.assertEqual((first.state, first.kind), ("open", "first"))

    def _cancel(self, duty, user):
        self.env["crisis.duty.cancel"].with_user(user).create(
            {
                "duty_model": duty._name,
                "duty_id": duty.id,
                "reason": "He does not want to hear from us",
            }
        ).action_cancel()

    def test_passed_on(self):
        """A colleague may be asked to give it."""
        first = self._owed(self.document, "first")
        first.with_user(self.agent).user_id = self.other_agent
        self.assertEqual(first.user_id, self.other_agent)
        self.assertEqual(first.activity_id.user_id, self.other_agent)

    def test_one_alert(self):
        """Late words and other late duties of a case are one alert to each."""
        self.level.control_system_minutes = FIRST_WORD
        document = self._file_watched()
        self._assert_told(FIRST_WORD + 5, self.agent)
        alert = self._alerts(document)
        self.assertEqual(len(alert), 1)
        self.assertIn("no word from us", alert.body)
        self.assertIn("Control 1", alert.body)
        self.assertEqual(alert.body.count("no word from us"), 1)

    def test_trail(self):
        """What came in time stands there itself; what came late is told as late."""
        self._speak(self.document, 20)
        self._speak(self.document, 20 + WORD + 7)
        self.document.invalidate_recordset()
        self.env.flush_all()
        rows = self.env["crisis.timeline"].search(
            [
                ("document_id", "=", self.document.id),
                ("res_model", "=", "crisis.owed.word"),
            ]
        )
        self.assertEqual(len(rows), 1)
        self.assertIn("7 minutes late", rows.title)

    def test_end(self):
        """With the case goes what was owed on it; a late one was missed."""
        first = self._owed(self.document, "first")
        with self._at_minute(FIRST_WORD + 10):
            self.document.with_user(self.supervisor).write(
                {
                    "stage_id": self._stage("own_not_crisis").id,
                    "stage_reason": "A false alarm",
                }
            )
        self.assertEqual(first.state, "missed")
        self.assertFalse(self._owed(self.document))

    def test_mail_after_the_end(self):
        """It is no duty of the case, but somebody is asked to look."""
        with self._at_minute(10):
            self.document.with_user(self.supervisor).write(
                {
                    "stage_id": self._stage("own_not_crisis").id,
                    "stage_reason": "A false alarm",
                }
            )
        self._write_in(self.document, 20)
        self.assertFalse(self._owed(self.document))
        self.assertEqual(self.document.mail_duty_ids.mapped("kind"), ["after_close"])


@tagged("post_install", "-at_install")
class TestOwedExplanation(OwedCase):
    """The explanation and the answer to it have a time of their own (S0-19, S0-22)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level.write(
            {"first_word_minutes": 200_000, "customer_word_minutes": 200_000}
        )
        cls.document = cls._file_watched(explanation=TEXT)

    def _assert_explanation(self, **minutes):
        owed = self._owed(self.document).filtered(
            lambda word: word.kind in ("explanation", "acceptance")
        )
        found = {w.kind: (w.date_due - START).total_seconds() / 60 for w in owed}
        self.assertEqual(found, minutes)
        return owed

    def _explained(self, minutes):
        with self._at_minute(minutes):
            self._send_explanation(self.document)

    def _says(self, minutes, answer, words="I see what you mean."):
        with self._at_minute(minutes):
            self._hear(self.document, words, explanation_accepted=answer)

    def test_from_filing(self):
        """It is owed from the filing, and sending it is what does it."""
        owed = self._assert_explanation(explanation=EXPLAIN)
        self.assertEqual(owed.user_id, self.agent)
        self._speak(self.document, 20)
        self._assert_explanation(explanation=EXPLAIN)
        self._explained(50)
        self.assertEqual(owed.state, "done")
        self.assertEqual(owed.message_id, self.document.explanation_message_id)
        owed = self._assert_explanation(acceptance=50 + ACCEPT)
        self._says(70, "yes")
        self.assertEqual(owed.state, "done")
        self._assert_explanation()

    def test_refused(self):
        """Who refuses it is owed another one, from then on."""
        self._explained(50)
        self._says(400, "no")
        self._assert_explanation(explanation=400 + EXPLAIN)
        with self._at_minute(420):
            self.document.explanation = "<p>Our editor was away.</p>"
        self._explained(430)
        self._assert_explanation(acceptance=430 + ACCEPT)

    def test_changed_after_sending(self):
        """A text that he does not have is owed to him."""
        self._explained(50)
        with self._at_minute(400):
            self.document.explanation = "<p>Our editor was away.</p>"
        self._assert_explanation(explanation=400 + EXPLAIN)

    def test_changed_before_sending(self):
        """Writing it anew gains no time."""
        with self._at_minute(200):
            self.document.explanation = "<p>Our editor was away.</p>"
        self._assert_explanation(explanation=EXPLAIN)

    def test_asked_again(self):
        """Who did not say is asked again in the time of a control 2, then no more."""
        self._explained(50)
        self._says(150, "unsaid")
        self._assert_explanation(acceptance=150 + ASK)
        self._says(150 + ASK, "unsaid")
        self._assert_explanation()

    def test_late(self):
        """It climbs the ladder like every duty, and says what is late."""
        self.level.control_customer_minutes = 200_000
        self._assert_told(EXPLAIN - 1)
        self._assert_told(EXPLAIN, self.agent)
        self.assertIn("Explain to the customer", self._alerts(self.document).body)

    def test_what_it_opens(self):
        """The duty leads to what comes next: write it, send it, ask."""
        owed = self._owed(self.document, "explanation").with_user(self.agent)
        self.assertEqual(owed.action_do()["res_model"], "crisis.document")
        self.document.action_confirm_facts()
        self.assertEqual(owed.action_do()["res_model"], "mail.compose.message")
        self._explained(50)
        owed = self._owed(self.document, "acceptance").with_user(self.agent)
        self.assertEqual(owed.action_do()["res_model"], "crisis.explanation.refuse")

    def test_customer_protocol(self):
        """What befalls the customer is explained at the end, and has no such time."""
        document = self._file_watched(protocol_id=self.customer_protocol.id)
        self.assertEqual(self._owed(document).mapped("kind"), ["first"])

    def test_reopened(self):
        """What came back is explained anew, from then on."""
        self._explained(50)
        self._says(60, "yes")
        with self._at_minute(100):
            self.document.sudo()._on_reopened(True)
            self.document._reconcile_duties()
        self._assert_explanation(explanation=100 + EXPLAIN)
