from datetime import datetime

import pytz

from odoo.fields import Command

from odoo.addons.mail.tests.common import freeze_all_time

from ..common import CrisisCase

# 2026: clocks go forward in Berlin on Sunday 29 March.
MONDAY, THURSDAY, FRIDAY, SATURDAY = "03-23", "03-26", "03-27", "03-28"
NEXT_MONDAY, NEXT_TUESDAY = "03-30", "03-31"
# Minutes that no test lives to see.
NEVER = 200_000


class AfterHoursCase(CrisisCase):
    """A desk in Berlin, open from 9 to 12 and from 13 to 18, on a frozen clock.

    Its cases owe nothing but what a test makes, and nothing else in this database is
    looked at.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("crisis_protocol.ir_cron_watch")
        cls.zone = pytz.timezone("Europe/Berlin")
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE crisis_document SET date_watch = NULL")
        cls.env.cr.execute("UPDATE crisis_team SET date_next_round = NULL")
        cls.env.invalidate_all()
        cls.night = cls._new_level("By night", concerns_night=True)
        cls.day = cls._new_level("By day", concerns_night=False)
        cls.night_agent = cls._new_user("night_agent", "agent")
        cls.team.member_ids |= cls.other_agent | cls.night_agent
        cls.team.night_user_id = cls.night_agent
        (cls.agent | cls.other_agent | cls.supervisor).tz = "Europe/Berlin"
        days = [(day, 9, 12) for day in range(5)] + [(day, 13, 18) for day in range(5)]
        cls.hours = cls._new_hours(days)

    @classmethod
    def _new_level(cls, name, **vals):
        values = dict.fromkeys(
            (
                "first_word_minutes",
                "customer_word_minutes",
                "explanation_minutes",
                "acceptance_minutes",
                "silence_minutes",
                "control_system_minutes",
                "control_customer_minutes",
                "notice_minutes",
            ),
            NEVER,
        )
        values |= {"name": name, "clock": "always", "inform_supervisor": False}
        return cls.env["crisis.level"].create(values | vals)

    @classmethod
    def _new_hours(cls, attendances, tz="Europe/Berlin"):
        """Working hours: (weekday, from, to), Monday being 0."""
        lines = [
            Command.create(
                {
                    "name": "Desk",
                    "dayofweek": str(day),
                    "hour_from": start,
                    "hour_to": end,
                    "day_period": "morning" if end <= 13 else "afternoon",
                }
            )
            for day, start, end in attendances
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": "Hours of the desk",
                "tz": tz,
                "company_id": cls.company.id,
                "attendance_ids": [Command.clear(), *lines],
            }
        )

    @classmethod
    def _utc(cls, text):
        """The time of a wall clock in Berlin, as Odoo keeps it."""
        local = datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M")
        return cls.zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    def _local(self, moment):
        """A moment as the clock on the wall of the desk shows it."""
        local = pytz.utc.localize(moment).astimezone(self.zone)
        return f"{local:%m-%d %H:%M}"

    def _begin(self, text, **vals):
        """The desk starts to work by its hours at that time."""
        with freeze_all_time(self._utc(text)):
            self.team.write({"resource_calendar_id": self.hours.id} | vals)
            self.env.flush_all()

    def _at_night(self, text, count=1, user=None, **vals):
        """File cases that go on after hours."""
        with freeze_all_time(self._utc(text)):
            documents = self.env["crisis.document"]
            for _number in range(count):
                values = {"level_id": self.night.id, "team_id": self.team.id} | vals
                documents |= self._file(user or self.agent, **values)
            self.env.flush_all()
        return documents.sudo()

    def _holiday(self, start, end):
        values = {
            "name": "Holiday",
            "calendar_id": self.hours.id,
            "company_id": self.company.id,
            "date_from": self._utc(start),
            "date_to": self._utc(end),
        }
        return self.env["resource.calendar.leaves"].create(values)

    def _run(self, text):
        """Run the scheduled job at that time; return the hand-overs that it made."""
        before = self._all()
        with freeze_all_time(self._utc(text)), self.enter_registry_test_mode():
            self.assertIs(self.cron.method_direct_trigger(), True)
        self.env.invalidate_all()
        return self._all() - before

    def _all(self):
        return self.env["crisis.handover"].search([("is_after_hours", "=", True)])

    def _assert_round(self, text, documents):
        """At that time, and not a minute before, these cases are to be handed over."""
        minute_before = f"{text[:-5]}{self._minute_before(text[-5:])}"
        self.assertFalse(self._run(minute_before))
        self.assertEqual(self._run(text).document_id, documents)

    @staticmethod
    def _minute_before(clock):
        hour, minute = map(int, clock.split(":"))
        minutes = hour * 60 + minute - 1
        return f"{minutes // 60:02}:{minutes % 60:02}"

    def _messages_to(self, user):
        return self.env["mail.message"].search(
            [("partner_ids", "in", user.partner_id.ids)]
        )
