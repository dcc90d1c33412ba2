from odoo.tests import tagged

from ..messages.common_mail import CrisisMailCase
from .common_silence import FIRST_WORD, WORD, SilenceCase


@tagged("post_install", "-at_install")
class TestAlarm(SilenceCase):
    """The alarm climbs the ladder like a duty: once for each step."""

    def test_once_for_each_rung(self):
        """The alarm is told once to each rung, however often the job looks."""
        document = self._file_watched()
        self._assert_told(FIRST_WORD, self.agent)
        for minutes in (1, 30, 59):
            self._assert_told(FIRST_WORD + minutes)
        self._assert_told(FIRST_WORD + 60, self.supervisor)
        self._assert_told(FIRST_WORD + 10)
        self.assertEqual(len(self._alerts(document)), 2)

    def test_after_an_outage(self):
        """Silence of days is one alert, not one for each rung."""
        document = self._file_watched()
        self._assert_told(5000, self.agent, self.supervisor)
        self.assertEqual(len(self._alerts(document)), 1)
        self._assert_told(5001)

    def test_acknowledged(self):
        """Who sees to it has the time of the ladder again."""
        document = self._file_watched()
        self._sweep(FIRST_WORD)
        with self._at_minute(FIRST_WORD + 50):
            document.action_acknowledge()
        self._sweep(FIRST_WORD + 50)
        self._assert_told(FIRST_WORD + 109)
        self._assert_told(FIRST_WORD + 110, self.supervisor)

    def test_acknowledging_tells_nobody(self):
        """“I see to it” is no reason to sound the alarm at once."""
        document = self._file_watched()
        self._sweep(FIRST_WORD)
        with self._at_minute(FIRST_WORD + 20):
            document.action_acknowledge()
        self._assert_told(FIRST_WORD + 21)

    def test_silence_after_an_acknowledged_one(self):
        """An alarm that was seen to does not delay the one after the next word."""
        document = self._file_watched()
        self._sweep(FIRST_WORD)
        with self._at_minute(FIRST_WORD + 20):
            document.action_acknowledge()
        self._speak(document, 60)
        self._assert_told(60 + WORD - 1)
        self._assert_told(60 + WORD, self.agent)


@tagged("post_install", "-at_install")
class TestUnanswered(SilenceCase, CrisisMailCase):
    """A customer who wrote and has no answer is heard sooner."""

    def test_answer_to_a_case(self):
        """His mail on a case under way is to be answered like a first one."""
        document = self._file_watched()
        self._speak(document, 5)
        self._promise(document, 5, due=10_000)
        self._write_in(document, 50)
        self.assertEqual(self._silence(document), 50 + FIRST_WORD)
        self._assert_told(50 + FIRST_WORD - 1)
        self._assert_told(50 + FIRST_WORD, self.agent)
        self.assertIn("has no answer", self._alerts(document).body)

    def test_answered(self):
        """With the answer the alarm is off."""
        document = self._file_watched()
        self._write_in(document, 5)
        self._speak(document, 25)
        self.assertEqual(self._silence(document), 25 + WORD)
        self._assert_told(5 + FIRST_WORD)

    def test_he_writes_again(self):
        """A second mail before the answer does not gain us time."""
        document = self._file_watched()
        self._speak(document, 5)
        self._write_in(document, 10)
        self._write_in(document, 35)
        self.assertEqual(self._silence(document), 10 + FIRST_WORD)

    def _write_in(self, document, minutes):
        with self._at_minute(minutes):
            self._receive(
                self.contact.email_formatted,
                "Re: the news",
                reply_to_message=document.message_ids[-1:],
            )
            self.env.flush_all()
