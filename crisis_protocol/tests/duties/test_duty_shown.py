from datetime import date, timedelta

from odoo.tests import tagged

from .common_duty import MONDAY, CrisisDutyCase


@tagged("post_install", "-at_install")
class TestDutyShown(CrisisDutyCase):
    """Each open duty is one activity of its owner, in his time and language."""

    def _assert_mirrored(self, document):
        duties = self._open(document)
        self.assertTrue(duties)
        activities = self._clock_menu(document)
        self.assertEqual(len(activities), len(duties))
        for duty in duties:
            activity = duty.activity_id
            self.assertIn(activity, activities)
            self.assertEqual(activity.user_id, duty.user_id)
            self.assertEqual(activity.activity_type_id, duty.type_id)
            self.assertIn(duty._label(), activity.summary)

    def test_one_for_each(self):
        """A filed case shows what it owes, each once, each to whose it is."""
        document = self._file()
        self._assert_mirrored(document)
        self._one_of_each(document)
        self._assert_mirrored(document)
        self.assertLess({self.agent, self.colleague}, set(self._owners(document)))

    def _owners(self, document):
        return self._clock_menu(document).user_id

    def test_nothing_is_shown_twice(self):
        """However often the plan is looked at, the same activities stay."""
        document = self._file()
        before = self._clock_menu(document)
        for _look in range(2):
            document.sudo()._reconcile_duties()
        self.assertEqual(self._clock_menu(document), before)

    def test_day_and_time_of_the_owner(self):
        """The day, and the time in the summary, are those of the owner's clock."""
        control = self._of_kind(self._file(), "system")
        control.with_user(self.supervisor).date_due = MONDAY.replace(hour=22, minute=30)
        for zone, day, time in (
            ("Europe/Istanbul", 3, "01:30"),
            ("America/New_York", 2, "17:30"),
            ("Asia/Tokyo", 3, "07:30"),
        ):
            self.colleague.tz = zone
            control.user_id = self.agent
            control.user_id = self.colleague
            activity = control.sudo().activity_id
            with self.subTest(zone=zone):
                self.assertEqual(activity.date_deadline, date(2026, 3, day))
                self.assertTrue(activity.summary.startswith(time), activity.summary)

    def test_day_of_the_owner_whoever_looks(self):
        """The day does not hang on who moved the duty, or on the job's clock."""
        self.agent.tz = "America/New_York"
        self.supervisor.tz = "Asia/Tokyo"
        document = self._file()
        control = self._of_kind(document, "system")
        due = MONDAY.replace(hour=16) + timedelta(days=1)
        control.with_user(self.supervisor).date_due = due
        self.assertEqual(control.sudo().activity_id.date_deadline, date(2026, 3, 3))
        document.sudo()._process_due()
        self.assertEqual(control.sudo().activity_id.date_deadline, date(2026, 3, 3))

    def test_language_of_the_owner(self):
        """The summary is in the owner's language, whoever made the duty."""
        self.env["res.lang"]._activate_lang("tr_TR")
        kind = self.env.ref("crisis_protocol.mail_activity_type_control_system")
        kind.with_context(lang="tr_TR").name = "1 - Kontrol"
        self.colleague.lang = "tr_TR"
        control = self._of_kind(self._file(user_id=self.colleague.id), "system")
        self.assertIn("1 - Kontrol", control.sudo().activity_id.summary)
        control.user_id = self.agent
        self.assertIn("Control 1", control.sudo().activity_id.summary)

    def test_new_owner_is_told(self):
        """Who is given a duty hears of it as of any activity; who takes it does not."""
        control = self._of_kind(self._file(), "system")
        with self.mock_mail_app():
            control.user_id = self.colleague
        self.assertEqual(self._new_msgs.notified_partner_ids, self.colleague.partner_id)
        with self.mock_mail_app():
            control.with_user(self.supervisor).user_id = self.supervisor
        self.assertFalse(self._new_msgs.notified_partner_ids)

    def test_clock_menu(self):
        """The clock menu counts what is due today, and what is late, of duties too."""
        document = self._file()
        other = self._file(name="Another case")
        with self._later(days=1):
            user = self.agent.with_user(self.agent)
            (group,) = (
                g for g in user._get_activity_groups() if g["model"] == document._name
            )
            self.assertEqual(group["overdue_count"], len(document | other))

    def test_case_in_many_clock_menus(self):
        """Duties of one case stand in the clock menu of each of their owners."""
        document = self._file()
        self._one_of_each(document)
        for user in (self.agent, self.supervisor, self.manager, self.colleague):
            eyes = self.env["mail.activity"].with_user(user)
            mine = eyes.search(
                [("user_id", "=", user.id), ("res_id", "=", document.id)]
            )
            owed = [duty for duty in self._open(document) if duty.user_id == user]
            with self.subTest(user=user.name):
                self.assertTrue(owed)
                self.assertEqual(
                    {a.id for a in mine if a.crisis_duty_model},
                    {duty.activity_id.id for duty in owed},
                )
