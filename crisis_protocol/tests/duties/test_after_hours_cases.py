from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from .common_after_hours import (
    FRIDAY,
    NEXT_MONDAY,
    SATURDAY,
    THURSDAY,
    AfterHoursCase,
)


@tagged("post_install", "-at_install")
class TestWhatGoesOn(AfterHoursCase):
    """Only cases that concern the night are handed over (S0-66)."""

    def setUp(self):
        super().setUp()
        self._begin(f"{THURSDAY} 08:00")

    def _round(self):
        return self._run(f"{THURSDAY} 17:00").document_id

    def test_by_level(self):
        """A case of a level that ends with the day stays where it is."""
        document = self._at_night(f"{THURSDAY} 10:00")
        self._at_night(f"{THURSDAY} 10:00", level_id=self.day.id)
        self.assertEqual(self._round(), document)

    def test_by_the_customers_answer(self):
        """What the customer wants followed or routed after hours goes on, too."""
        documents = self.env["crisis.document"]
        for vals in (
            {"after_hours_follow": "yes"},
            {"after_hours_route": "yes", "after_hours_follow": "no"},
        ):
            documents |= self._at_night(
                f"{THURSDAY} 10:00", level_id=self.day.id, **vals
            )
        self._at_night(
            f"{THURSDAY} 10:00",
            level_id=self.day.id,
            after_hours_follow="no",
            after_hours_route="no",
        )
        self.assertEqual(self._round(), documents)

    def test_answer_given_later(self):
        """The answer may come at any time before the round."""
        document = self._at_night(f"{THURSDAY} 10:00", level_id=self.day.id)
        self.assertFalse(document.concerns_night)
        document.with_user(self.agent).after_hours_follow = "yes"
        self.assertEqual(self._round(), document)

    def test_level_that_is_edited(self):
        """A level that concerns the night from now on takes its cases with it."""
        document = self._at_night(f"{THURSDAY} 10:00", level_id=self.day.id)
        self.day.concerns_night = True
        self.assertEqual(self._round(), document)

    def test_not_what_has_ended(self):
        """Closed cases are over, by night as well."""
        document = self._at_night(f"{THURSDAY} 10:00")
        document.with_user(self.supervisor).write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )
        self.assertFalse(self._round())

    def test_not_what_the_night_has(self):
        """Who works by night need not hand over to himself."""
        self._at_night(f"{THURSDAY} 10:00", user=self.night_agent)
        document = self._at_night(f"{THURSDAY} 10:00")
        self.assertEqual(self._round(), document)

    def test_not_what_is_handed_over_already(self):
        """Who thought of it himself is not asked again."""
        document = self._at_night(f"{THURSDAY} 10:00")
        self.env["crisis.handover"].with_user(self.agent).create(
            {"document_id": document.id, "date_due": self._utc(f"{THURSDAY} 18:00")}
        )
        self.assertFalse(self._round())

    def test_without_a_night_user(self):
        """Where nobody is named for the night the giver chooses himself."""
        self.team.night_user_id = False
        document = self._at_night(f"{THURSDAY} 10:00")
        self.assertEqual(self._round(), document)
        self.assertFalse(document.handover_ids.receiver_id)

    def test_of_nobody(self):
        """What nobody has taken yet is the supervisor's to hand over."""
        document = self._at_night(f"{THURSDAY} 10:00", user_id=False)
        self._round()
        self.assertEqual(document.handover_ids.user_id, self.supervisor)

    def test_responsible_is_away(self):
        """Who is away himself is stood in for."""
        document = self._at_night(f"{THURSDAY} 10:00")
        with freeze_all_time(self._utc(f"{THURSDAY} 12:00")):
            self.agent.crisis_substitute_id = self.other_agent
            self.agent.out_of_office_from = self._utc(f"{THURSDAY} 12:00")
            self.env.flush_all()
        self._round()
        self.assertEqual(document.handover_ids.user_id, self.other_agent)


@tagged("post_install", "-at_install")
class TestRoundMessage(AfterHoursCase):
    """The responsible reads which cases, and what falls due until the morning."""

    def setUp(self):
        super().setUp()
        self._begin(f"{THURSDAY} 08:00")

    def _told(self, user, text=f"{THURSDAY} 17:00"):
        before = self._messages_to(user)
        self._run(text)
        return self._messages_to(user) - before

    def test_one_message_for_each(self):
        """Who leads several cases gets one message that names them all."""
        documents = self._at_night(f"{THURSDAY} 10:00", count=3)
        other = self._at_night(f"{THURSDAY} 10:00", user=self.other_agent)
        before = self._messages_to(self.other_agent)
        told = self._told(self.agent)
        self.assertEqual(len(told), 1)
        for document in documents:
            self.assertIn(document.reference, told.body)
        self.assertNotIn(other.reference, told.body)
        self.assertEqual(len(self._messages_to(self.other_agent) - before), 1)
        self.assertFalse(self._messages_to(self.supervisor) & told)

    def test_what_falls_due_overnight(self):
        """Duties between closing and opening are named, with their time, in order."""
        document = self._at_night(f"{THURSDAY} 10:00")
        for text in ("03-27 02:30", "03-26 23:15", "03-26 17:59", "03-27 09:00"):
            self._promise(document, text)
        body = self._told(self.agent).body
        self.assertIn("11:15", body)
        self.assertIn("2:30", body)
        self.assertLess(body.index("11:15"), body.index("2:30"))
        self.assertNotIn("5:59", body)
        self.assertNotIn("9:00", body)

    def _promise(self, document, text):
        with freeze_all_time(self._utc(f"{THURSDAY} 10:00")):
            document.with_user(self.agent)._promise(self._utc(text))
            self.env.flush_all()

    def test_hand_over_itself_is_not_listed(self):
        """That he has to hand over at six is no work of the night."""
        document = self._at_night(f"{THURSDAY} 10:00")
        self._run(f"{THURSDAY} 17:00")
        with freeze_all_time(self._utc(f"{THURSDAY} 17:00")):
            self.assertFalse(document.overnight)

    def test_weekend_is_one_night(self):
        """On Friday all that falls due until Monday morning is named."""
        document = self._at_night(f"{FRIDAY} 10:00")
        moments = {
            f"{FRIDAY} 17:30": False,
            f"{FRIDAY} 18:00": True,
            f"{SATURDAY} 12:00": True,
            "03-29 23:45": True,
            f"{NEXT_MONDAY} 09:00": False,
            f"{NEXT_MONDAY} 20:00": False,
        }
        self._assert_overnight(document, f"{FRIDAY} 17:00", moments)

    def test_holiday_is_part_of_the_night(self):
        """What falls due on a holiday falls due while nobody is there."""
        self._holiday(f"{FRIDAY} 00:00", f"{FRIDAY} 23:59")
        document = self._at_night(f"{THURSDAY} 10:00")
        moments = {f"{FRIDAY} 11:00": True, f"{NEXT_MONDAY} 10:00": False}
        self._assert_overnight(document, f"{THURSDAY} 17:00", moments)

    def test_break_is_not_the_night(self):
        """What falls due at lunch the desk does itself."""
        document = self._at_night(f"{THURSDAY} 10:00")
        self._assert_overnight(
            document, f"{THURSDAY} 10:30", {f"{THURSDAY} 12:30": False}
        )

    def _assert_overnight(self, document, now, moments):
        """Each moment stands in the list of the night, or does not."""
        for text, is_listed in moments.items():
            control = document.control_ids.filtered(lambda c: c.kind == "system")
            control._write_as_system({"date_due": self._utc(text)})
            self.env.flush_all()
            document.invalidate_recordset()
            with self.subTest(text), freeze_all_time(self._utc(now)):
                self.assertEqual(bool(document.overnight), is_listed)

    def test_controls_too(self):
        """A control of the series that falls into the night is named, too."""
        self.night.control_system_minutes = 13 * 60
        document = self._at_night(f"{THURSDAY} 10:00")
        control = document.control_ids.filtered(lambda c: c.kind == "system")
        self.assertEqual(self._local(control.date_due), f"{THURSDAY} 23:00")
        self.assertIn(control.type_id.name, self._told(self.agent).body)

    def test_receivers_language_and_time(self):
        """Each reads his message in his language, with the clock of his own wall."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.agent.write({"lang": "tr_TR", "tz": "Europe/Istanbul"})
        document = self._at_night(f"{THURSDAY} 10:00")
        self._promise(document, "03-26 23:15")
        kind = document.promise_ids.type_id
        kind.with_context(lang="tr_TR").name = "Söz verilen haber"
        body = self._told(self.agent).body
        self.assertIn("Söz verilen haber", body)
        self.assertIn("01:15", body)  # Istanbul is two hours ahead of Berlin
