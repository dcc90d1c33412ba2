from datetime import timedelta

from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_control import START, ControlCase


@tagged("post_install", "-at_install")
class TestLevelChange(ControlCase):
    """A change of the clock is felt from now on, never in the past."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level.write(
            {
                "clock": "always",
                "control_system_minutes": 240,
                "control_customer_minutes": 480,
                "control_widening": 0,
            }
        )
        cls.env.cr.execute("UPDATE crisis_level SET date_changed = NULL")
        cls.level.invalidate_recordset()

    def _moment(self, minutes):
        return START + timedelta(minutes=minutes)

    def _filed(self, minute=0, **vals):
        with self._minute(minute):
            return self._file(level_id=self.level.id, **vals)

    def _due(self, document, kind="system"):
        return self._open(document, kind).date_due

    def _changed(self, minute, **vals):
        """The manager changes the level at that minute, and the job runs."""
        with self._minute(minute):
            self.level.with_user(self.manager).write(vals)
            self.env["crisis.document"].search(
                [("level_id", "=", self.level.id)]
            )._reconcile_duties()
            self.env.flush_all()

    def test_no_due_time_before_the_change(self):
        """What the new rules would have wanted already is due now, not earlier."""
        document = self._filed()
        before = self._due(document)
        self._changed(120, control_system_minutes=60)
        self.assertGreater(before, self._moment(120))
        self.assertEqual(self._due(document), self._moment(120))
        with self._minute(150):
            document._reconcile_duties()
        self.assertEqual(self._due(document), self._moment(120), "and stays so")

    def test_later_by_the_new_rules(self):
        """What is to come is moved as the new rules want it."""
        document = self._filed()
        self._changed(120, control_system_minutes=180)
        self.assertEqual(self._due(document), self._moment(180))

    def test_late_stays_late(self):
        """No change makes punctual what was late by then."""
        document = self._filed()
        late = self._due(document)
        self._changed(300, control_system_minutes=100)
        self.assertEqual(self._due(document), late)
        self._changed(310, control_system_minutes=20)
        self.assertEqual(self._due(document), late)

    def test_level_of_the_case(self):
        """A case that gets another level owes from then on."""
        document = self._filed()
        strict = self.level.copy({"name": "Strict", "control_system_minutes": 30})
        with self._minute(120):
            document.level_id = strict
        self.assertEqual(self._due(document), self._moment(120))
        with self._minute(130):
            self._lighten(document, level_id=self.level.id)
        self.assertEqual(self._due(document), self._moment(240), "nothing is gained")

    def test_silence_and_new_notices(self):
        """Nor is there silence, or a notice, that was late before it was wanted."""
        document = self._filed()
        with self._minute(190):
            document.action_log_word("We are looking into it.")
        self._changed(
            200,
            silence_minutes=5,
            inform_partner_ids=[Command.set(self.contact.ids)],
            notice_minutes=10,
        )
        document.invalidate_recordset()
        with self._minute(201):
            self.env.add_to_compute(document._fields["date_silence"], document)
            self.assertEqual(document.date_silence, self._moment(200))
        notice = document.sudo().notice_ids.filtered(
            lambda n: n.receiver_id == self.contact
        )
        self.assertGreaterEqual(notice.date_planned, self._moment(200))

    def test_manager_sees_it_before(self):
        """The form says how many running cases it touches, and which come due."""
        documents = self._filed() | self._filed(30) | self._filed(100)
        planned = [self._due(document) for document in documents]
        with self._minute(110):
            form = Form(self.level.with_user(self.manager))
            self.assertFalse(form.change_note)
            form.control_system_minutes = 60
            running = len(self.level._cases_under_way())
            self.assertIn(f"level: {running}", form.change_note)
            due = documents.filtered(
                lambda d: d.create_date + timedelta(minutes=60) <= self._moment(110)
            )
            self.assertEqual(len(due), 2)
            self.assertRegex(form.change_note, r"due now: [2-3]\.")
        self.env.invalidate_all()
        self.assertEqual([self._due(document) for document in documents], planned)
        self.assertEqual(self.level.control_system_minutes, 240)

    def test_manager_sees_a_changed_ladder_before(self):
        """So it does where others are told when something is late."""
        self._filed()
        with Form(self.level.with_user(self.manager)) as form:
            self.assertFalse(form.change_note)
            with form.step_ids.new() as step:
                step.minutes = 15
                step.target = "managers"
            running = len(self.level._cases_under_way())
            self.assertIn(f"level: {running}", form.change_note)
        self.assertFalse(self.level.change_note)
