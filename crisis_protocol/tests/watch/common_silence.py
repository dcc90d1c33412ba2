from datetime import timedelta

from .common_watch import NEVER, START, WatchCase

# Minutes until each kind of silence is too long, on the level of these tests.
FIRST_WORD, WORD, ENTRY = 30, 100, 400


class SilenceCase(WatchCase):
    """Cases on which no duty ever falls due, so that silence alone is heard."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level = cls._new_level(
            "Silent",
            {"owner": 0, "supervisor": 60},
            control_system_minutes=NEVER,
            first_word_minutes=FIRST_WORD,
            customer_word_minutes=WORD,
            silence_minutes=ENTRY,
        )

    def _speak(self, document, minutes):
        """The customer hears from the agent by telephone."""
        with self._at_minute(minutes):
            document.action_log_word("We are looking into it.")
            self.env.flush_all()

    def _promise(self, document, minutes, due):
        """The agent promises the customer the next word for that minute."""
        with self._at_minute(minutes):
            promise = document._promise(START + timedelta(minutes=due))
            self.env.flush_all()
            return promise

    def _silence(self, document):
        """Return after how many minutes a word is owed or silence an alarm, if ever."""
        document = document.sudo()
        document.invalidate_recordset()
        owed = document.owed_word_ids.filtered(lambda word: word.state == "open")
        dates = [*owed.mapped("date_due"), document.date_silence]
        date = min(filter(None, dates), default=None)
        return (date - START).total_seconds() / 60 if date else None
