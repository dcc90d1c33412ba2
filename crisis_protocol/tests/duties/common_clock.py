from datetime import datetime, timedelta

import pytz

from odoo.fields import Command
from odoo.tests import TransactionCase

# Odoo ends a day at the last microsecond before midnight.
A_MOMENT = timedelta(milliseconds=1)
OFFICE = [(day, start, end) for day in range(5) for start, end in ((9, 12), (13, 18))]
NIGHTS = [(day, start, end) for day in range(7) for start, end in ((0, 6), (22, 24))]
ALWAYS = [(day, 0, 24) for day in range(7)]
WEEKEND = [(5, 10.25, 14.75), (6, 0, 4)]


class ClockCase(TransactionCase):
    """Working hours as a manager enters them."""

    @classmethod
    def _hours(cls, zone, attendances):
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
                "name": f"Hours in {zone}",
                "tz": zone,
                "attendance_ids": [Command.clear(), *lines],
            }
        )

    def _utc(self, zone, text):
        """The time of a wall clock there, as Odoo keeps it."""
        local = datetime.strptime(text, "%Y-%m-%d %H:%M")
        zoned = pytz.timezone(zone).localize(local)
        return zoned.astimezone(pytz.utc).replace(tzinfo=None)

    def _wall(self, zone, moment):
        """What the wall clock there shows; to the minute, so that it reads well."""
        local = pytz.utc.localize(moment + A_MOMENT).astimezone(pytz.timezone(zone))
        return f"{local:%Y-%m-%d %H:%M}"

    def _holiday(self, calendar, start, end):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": self._utc(calendar.tz, start),
                "date_to": self._utc(calendar.tz, end),
            }
        )
