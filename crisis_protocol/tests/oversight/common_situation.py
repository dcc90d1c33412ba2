from ..watch.common_watch import NEVER, WatchCase


class SituationCase(WatchCase):
    """Cases of a level that is reported on the hour; the desk lives by UTC.

    The clock starts on a Monday at eight, so minute 60 is nine o'clock.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.cr.execute("UPDATE crisis_level SET date_next_report = NULL")
        cls.env.invalidate_all()
        cls.team.resource_calendar_id.tz = "UTC"
        with cls._at_minute(0):
            cls.level = cls._new_reported("Hourly", 60)
        cls.env.flush_all()

    @classmethod
    def _new_reported(cls, name, minutes, **vals):
        """A level at which nothing ever falls due but its report."""
        values = {"report_minutes": minutes, "control_system_minutes": NEVER}
        return cls._new_level(name, {"supervisor": 0}, **values | vals)

    def _situation_mails(self):
        return self.env["mail.mail"].search([("model", "=", "crisis.level")])

    def _reports(self, minutes):
        """Run the job; return {user: his situation report}, one for each at most."""
        before = self._situation_mails()
        self._sweep(minutes)
        mails = self._situation_mails() - before
        readers = [mail.recipient_ids.user_ids for mail in mails]
        self.assertEqual(len(readers), len(set(readers)), "somebody got two")
        return dict(zip(readers, mails, strict=True))

    def _body(self, minutes, user=None):
        """Return what stands in the report that the user gets at that minute."""
        return str(self._reports(minutes)[user or self.supervisor].body_html)

    def _close(self, document):
        values = {
            "stage_id": self._stage("own_not_crisis").id,
            "stage_reason": "It was a false alarm.",
        }
        document.write(values)
        self.env.flush_all()
