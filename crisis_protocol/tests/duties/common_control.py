from contextlib import contextmanager
from datetime import datetime, timedelta

from odoo.fields import Command

from odoo.addons.mail.tests.common import freeze_all_time

from ..common import CrisisCase

# A Monday, on the stroke of the minute.
START = datetime(2026, 3, 2, 9, 0)


class ControlCase(CrisisCase):
    """A document that the agent files on a Monday at nine, on a level of its own.

    The level runs round the clock, so that minutes are minutes of the wall.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level = cls.env.ref("crisis_protocol.level_severe").copy(
            {
                "name": "Level of the test",
                "clock": "always",
                "customer_word_minutes": 90,
                "control_system_minutes": 60,
                "control_customer_minutes": 100,
                "control_unreached_minutes": 20,
                "control_widening": 50,
                "control_widest": 3,
                "clean_needed": 2,
                # that controls have their time is proven in `test_control_row.py`
                "control_counts_share": 0,
                "relapse_days": "1, 7, 30",
                "inform_managers": False,
                "inform_supervisor": False,
                "step_ids": [Command.clear()],
            }
        )
        # the category proposes a level: let it propose this one
        for name in ("own_missed_item", "customer_news_out"):
            category = cls.env.ref(f"crisis_protocol.category_{name}")
            category.level_id = cls.level

    @classmethod
    @contextmanager
    def _at_time(cls, moment):
        """Let it be that moment, on all clocks."""
        with freeze_all_time(moment):
            yield
            cls.env.flush_all()

    @classmethod
    def _minute(cls, minutes):
        """Let so many minutes have passed since the document was filed."""
        return cls._at_time(START + timedelta(minutes=minutes))

    @classmethod
    def _file_at_start(cls, **vals):
        with cls._minute(0):
            return cls._file(**{"level_id": cls.level.id} | vals)

    def _open(self, document, kind):
        """Return the open control of this kind; there is never more than one."""
        document.invalidate_recordset()
        control = document.control_ids.filtered(
            lambda c: c.kind == kind and c.state == "open"
        )
        control.ensure_one()
        return control

    def _result(self, document, kind, result, minutes, **vals):
        """Do the open control of this kind at that minute, with all that it needs."""
        with self._minute(minutes):
            control = self._control(document, kind, **vals)
            action = getattr(control, f"action_{result}")()
        self.assertEqual(control.result, result)
        return action

    def _minutes_until(self, control, minutes):
        """Return how many minutes after that minute the control is due."""
        begin = START + timedelta(minutes=minutes)
        return (control.date_due - begin).total_seconds() / 60


class RelapseCase(ControlCase):
    """A case that was closed at the start of these tests' clock."""

    def setUp(self):
        super().setUp()
        with self._minute(0):
            document = self._at("own_follow_up", level_id=self.level.id)
            document.action_next_stage()
            self.document = document

    def _day(self, days):
        """Let so many days have passed since the close."""
        return self._at_time(START + timedelta(days=days))

    def _checks(self, document=None):
        """Return the open relapse checks."""
        document = document or self.document
        document.invalidate_recordset()
        return document.control_ids.filtered(
            lambda c: c.relapse_day and c.state == "open"
        )

    def _check_up(self, result, days, **vals):
        """Do the open check so many days after the close."""
        with self._day(days):
            check = self._control(self.document, "system", **vals)
            check.ensure_one()
            action = getattr(check, f"action_{result}")()
        self.assertEqual(check.result, result)
        return action

    def _assert_next(self, day):
        check = self._checks()
        self.assertEqual(check.relapse_day, day)
        self.assertEqual(check.date_due, START + timedelta(days=day))
        return check
