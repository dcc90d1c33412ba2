from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_watch import RUNGS, WatchCase

HOURS = 4


@tagged("post_install", "-at_install")
class TestGap(WatchCase):
    """We say good, he says bad: for too long that is an alarm (S0-61, S0-62)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # nobody of the desk is on this ladder, and nothing else falls due
        cls.level = cls._new_level(
            "Apart",
            {"owner": RUNGS["owner"]},
            gap_hours=HOURS,
            control_system_minutes=190_000,
        )

    def setUp(self):
        super().setUp()
        with self._at_minute(0):
            self.document = self._file_watched(level_id=self.level.id)

    def _read(self, minutes, own, customer):
        with self._at_minute(minutes):
            # what controls and his answers say is the system's to write
            readings = {"health_own": own, "health_customer": customer}
            self.document.sudo().write(readings)
            self.env.flush_all()

    def _told(self):
        """Return whom the alarm reached, as often as it did."""
        messages = self.env["mail.message"].search(
            [
                ("model", "=", "crisis.document"),
                ("res_id", "=", self.document.id),
                ("message_type", "=", "user_notification"),
                ("body", "like", "the customer that it runs badly"),
            ]
        )
        return [name for m in messages for name in m.partner_ids.mapped("name")]

    def _watch(self, minutes):
        with self._at_minute(minutes):
            self.env["crisis.document"].browse(self.document.id)._watch_free()
            self.env["crisis.alert"]._send(True)
            self.env.flush_all()
            self.env.invalidate_all()

    def test_apart_for_too_long(self):
        """After the level's hours the supervisor is told, with the responsible."""
        self._read(10, "good", "bad")
        self._watch(10 + HOURS * 60 - 1)
        self.assertEqual(self._told(), [])
        with self._at_minute(10 + HOURS * 60):
            self.assertIn(self.document, self.env["crisis.document"]._due(set()))
        self._watch(10 + HOURS * 60)
        told = self._told()
        self.assertIn(self.supervisor.name, told)
        self.assertIn(self.agent.name, told)

    def test_once_for_each_episode(self):
        """It is told once, and again only when they have met in between."""
        self._read(10, "good", "bad")
        for minutes in (300, 600, 900):
            self._watch(minutes)
        self.assertEqual(self._told().count(self.supervisor.name), 1)
        self._read(1000, "good", "strained")
        self._watch(1100)
        self._read(1200, "good", "bad")
        self._watch(1201)
        self.assertEqual(self._told().count(self.supervisor.name), 1)
        self._watch(1200 + HOURS * 60)
        self.assertEqual(self._told().count(self.supervisor.name), 2)

    def test_not_so_far_apart(self):
        """One notch is no alarm, nor is it one that we see it worse than he does."""
        for own, customer in (
            ("good", "strained"),
            ("strained", "bad"),
            ("bad", "bad"),
            ("bad", "good"),
            ("unknown", "bad"),
        ):
            self._read(10, own, customer)
            self._watch(2000)
            with self.subTest(own=own, customer=customer):
                self.assertFalse(self.document.date_gap)
                self.assertEqual(self._told(), [])

    def test_nobody_writes_it_away(self):
        """His reading gets better by his word, not by what anybody enters."""
        self._read(10, "good", "bad")
        for reading in ("strained", "unknown", "good"):
            for user in (self.agent, self.supervisor, self.manager):
                with self.subTest(reading=reading, user=user.name):
                    with self.assertRaises(UserError), self.cr.savepoint():
                        self.document.with_user(user).health_customer = reading
        self.assertTrue(self.document.date_gap)

    def test_nobody_files_it_away(self):
        """Nor does a case begin with his good word, whoever says so or by habit."""
        for user in (self.agent, self.supervisor, self.manager):
            document = self._file(user, health_customer="good")
            self.assertEqual(document.health_customer, "unknown")
        self.env["ir.default"].with_user(self.agent).set(
            "crisis.document", "health_customer", "good", user_id=True
        )
        self.assertEqual(self._file().health_customer, "unknown")
        model = self.env["crisis.document"].with_user(self.agent)
        by_context = model.with_context(default_health_customer="good").create(
            {"name": "Another", "protocol_id": self.own.id}
            | {"partner_id": self.customer.id}
        )
        self.assertEqual(by_context.health_customer, "unknown")
        # that he complains may be said from the start
        self.assertEqual(self._file(health_customer="bad").health_customer, "bad")

    def test_on_top(self):
        """As long as they are apart it stands on top of the case."""
        self._read(10, "good", "bad")
        with self._at_minute(300):
            self.document.invalidate_recordset()
            self.assertIn("runs badly", self.document.late_duties)
        self._read(310, "strained", "bad")
        with self._at_minute(311):
            self.document.invalidate_recordset()
            self.assertFalse(self.document.late_duties)

    def test_ended_case(self):
        """A case that has ended raises no alarm."""
        self._read(10, "good", "bad")
        with self._at_minute(20):
            self.document.with_user(self.supervisor).write(
                {
                    "stage_id": self._stage("own_not_crisis").id,
                    "stage_reason": "It was a drill",
                }
            )
            self.env.flush_all()
        self.assertFalse(self.document.date_gap_step)
