from odoo import SUPERUSER_ID, fields
from odoo.tests import tagged

from .common_silence import ENTRY, FIRST_WORD, WORD, SilenceCase


@tagged("post_install", "-at_install")
class TestSilence(SilenceCase):
    """Nobody speaks to the customer, or nothing happens at all: somebody is told."""

    def test_no_first_word(self):
        """A case filed without a word to the customer raises it first."""
        document = self._file_watched()
        self._assert_told(FIRST_WORD - 1)
        self._assert_told(FIRST_WORD, self.agent)
        self.assertIn("no word from us", self._alerts(document).body)

    def test_no_further_word(self):
        """After a word the next one is due in the level's interval."""
        document = self._file_watched()
        self._speak(document, 20)
        self._assert_told(20 + WORD - 1)
        self._assert_told(20 + WORD, self.agent)
        self.assertIn("last word from us", self._alerts(document).body)

    def test_each_word_begins_anew(self):
        """Every word sets the clock back, also that of an alarm which was raised."""
        document = self._file_watched()
        self._speak(document, 20)
        self._sweep(20 + WORD)
        self._speak(document, 130)
        self._assert_told(130 + WORD - 1)
        self._assert_told(130 + WORD, self.agent)

    def test_nothing_entered(self):
        """Where the customer waits for a promise, an untouched case is an alarm."""
        document = self._file_watched()
        self._speak(document, 5)
        self._promise(document, 10, due=10_000)
        last_entry = 5
        self._assert_told(last_entry + ENTRY - 1)
        self._assert_told(last_entry + ENTRY, self.agent)
        self.assertIn("Nothing was entered", self._alerts(document).body)

    def test_an_entry_begins_anew(self):
        """What a person writes or changes on the case is no silence."""
        document = self._file_watched()
        self._speak(document, 5)
        self._promise(document, 5, due=10_000)
        with self._at_minute(300):
            document.timing = "By noon"
        self.assertEqual(self._silence(document), 300 + ENTRY)
        with self._at_minute(350):
            document.message_post(body="We search.", message_type="comment")
        self.assertEqual(self._silence(document), 350 + ENTRY)

    def test_what_odoo_does_is_no_entry(self):
        """The job's own work on a case does not count as somebody's."""
        document = self._file_watched()
        self._speak(document, 5)
        self._promise(document, 5, due=10_000)
        with self._at_minute(200):
            document._request_reconcile()
        self._assert_told(200)
        self.assertEqual(self._silence(document), 5 + ENTRY)

    def test_promise_suspends_the_word(self):
        """A customer who knows when he hears from us is not in silence until then."""
        document = self._file_watched()
        self._speak(document, 20)
        self._promise(document, 20, due=300)
        self._assert_told(20 + WORD)
        self._assert_told(299)

    def test_promise_taken_back(self):
        """With the promise goes what it suspended."""
        document = self._file_watched()
        self._speak(document, 20)
        promise = self._promise(document, 20, due=300)
        with self._at_minute(60):
            self.env["crisis.duty.cancel"].with_user(self.supervisor).create(
                {
                    "duty_model": promise._name,
                    "duty_id": promise.id,
                    "reason": "Promised to the wrong customer",
                }
            ).action_cancel()
        self.assertEqual(self._silence(document), 20 + WORD)

    def test_broken_promise(self):
        """A promise that can't be kept any more is no excuse for silence."""
        document = self._file_watched()
        self._speak(document, 20)
        promise = self._promise(document, 20, due=90)
        self._sweep(90 + WORD + 1)
        self.assertEqual(promise.state, "missed")
        self.assertEqual(self._silence(document), 20 + WORD)
        alerts = "".join(self._alerts(document).mapped("body"))
        self.assertIn("last word from us", alerts)

    def test_closed(self):
        """A case that has ended may be silent."""
        document = self._file_watched()
        with self._at_minute(10):
            document.with_user(self.supervisor).write(
                {
                    "stage_id": self._stage("own_not_crisis").id,
                    "stage_reason": "A false alarm",
                }
            )
        self.assertIsNone(self._silence(document))
        self._assert_told(10_000)

    def test_reopened(self):
        """A case that is reopened owes a word from then on, not from the filing."""
        document = self._file_watched()
        with self._at_minute(10):
            document.with_user(self.supervisor).write(
                {
                    "stage_id": self._stage("own_not_crisis").id,
                    "stage_reason": "A false alarm",
                }
            )
        with self._at_minute(1000):
            document.write(
                {
                    "stage_id": self._stage("own_reported").id,
                    "stage_reason": "It was a false alarm.",
                }
            )
        self.assertEqual(self._silence(document), 1000 + FIRST_WORD)
        self._assert_told(1000 + FIRST_WORD - 1)
        self._assert_told(1000 + FIRST_WORD, self.agent)

    def test_a_duty_that_is_done_is_an_entry(self):
        """Who does what he owes has done something, whatever kind of duty it is."""
        document = self._file_watched()
        self._speak(document, 5)
        self._promise(document, 6, due=10_000)
        self.assertEqual(self._silence(document), 5 + ENTRY)
        with self._at_minute(50):
            control = self._control(document, "system")
            control.action_clean()
        self.assertEqual(self._silence(document), 50 + ENTRY)
        with self._at_minute(70):
            notice = self.env["crisis.notice"].create(
                {
                    "document_id": document.id,
                    "receiver_id": self.other_agent.partner_id.id,
                    "way": "oral",
                    "date_due": fields.Datetime.now(),
                }
            )
        with self._at_minute(90):
            notice.with_user(self.agent).write(
                {"channel": "phone", "note": "He knows the case and calls back."}
            )
            notice.with_user(self.agent).action_told()
        self.assertEqual(self._silence(document), 90 + ENTRY)

    def test_what_odoo_ends_is_no_entry(self):
        """What ends by itself is nobody's deed."""
        document = self._file_watched()
        self._speak(document, 5)
        self._promise(document, 6, due=10_000)
        with self._at_minute(50):
            controls = document.control_ids.with_user(SUPERUSER_ID)
            controls._finish("")
        self.assertEqual(self._silence(document), 5 + ENTRY)
