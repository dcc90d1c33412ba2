from datetime import date

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import Form, tagged

from .common_duty import CrisisDutyCase


class ActivityCase(CrisisDutyCase):
    def _activity(self, duty, user=None):
        return duty.sudo().activity_id.with_user(user or self.agent)

    def _redirected(self, act):
        """Return the dialog that the refusal leads to; nothing has happened."""
        with self.assertRaises(RedirectWarning) as warning, self.cr.savepoint():
            act()
        self.env.invalidate_all()
        message, action, button = warning.exception.args[:3]
        self.assertTrue(message)
        self.assertTrue(button)
        return action


@tagged("post_install", "-at_install")
class TestDutyFromActivity(ActivityCase):
    """What is done to the activity is done to the duty, and the other way round."""

    def test_done_in_the_duty(self):
        """A duty that is done is done in the clock menu, with what came of it."""
        document = self._file()
        control = self._control(document, "system", note="Nothing on any channel")
        activity = self._activity(control)
        control.action_clean()
        self.assertFalse(activity.active)
        self.assertEqual(activity.state, "done")
        self.assertNotIn(activity, self._clock_menu(document))
        self.assertIn("Nothing on any channel", self._chatter(document))

    def test_every_way_to_end_leaves_no_activity(self):
        """Confirmed, kept, accepted: none of them stays in a clock menu."""
        document = self._file()
        delivery, control, notice, promise, _mail, handover = self._one_of_each(
            document
        )
        duties = (delivery, notice, promise, handover)
        activities = [duty.sudo().activity_id for duty in duties]
        delivery.note = "All items of the day are there."
        delivery.with_user(self.production).action_deliver()
        notice.with_user(self.supervisor).action_confirm()
        document.action_log_word("We are looking into it.")
        handover.with_user(self.colleague).action_accept()
        self.assertEqual({duty.sudo().state for duty in duties}, {"done"})
        shown = self._clock_menu(document)
        for activity in activities:
            self.assertNotIn(activity, shown)
        self.assertIn(control.sudo().activity_id, shown)

    def test_tick_asks_for_the_result(self):
        """However it is ticked off, a control wants its result: the dialog opens."""
        document = self._file()
        control = self._of_kind(document, "system")
        activity = self._activity(control)
        for tick in (
            activity.action_done,
            activity.action_feedback,
            activity.action_feedback_schedule_next,
            lambda: activity.action_feedback("All fine"),
            lambda: document.activity_feedback(
                ["crisis_protocol.mail_activity_type_control_system"]
            ),
        ):
            action = self._redirected(tick)
            self.assertEqual(action["res_model"], "crisis.control")
            self.assertEqual(action["res_id"], control.id)
            self.assertEqual(control.state, "open")
            self.assertTrue(activity.active)

    def test_dialog_of_the_tick(self):
        """In the dialog that opens, the control is done, and so is the activity."""
        document = self._file()
        control = self._of_kind(document, "system")
        activity = self._activity(control)
        action = self._redirected(activity.action_done)
        self.assertEqual(action["target"], "new")
        with Form(control, view=action["views"][0][0]) as form:
            form.checked_mails = form.checked_report = form.checked_system = True
            form.note = "All items of the day are there."
        control.action_clean()
        self.assertFalse(activity.active)

    def test_tick_of_a_read_notice(self):
        """Who was told in writing confirms with a tick; nobody else does it for him."""
        document = self._file()
        notice = self._notice_to(document, self.supervisor)
        others = self._activity(notice, self.agent)
        self.assertEqual(self._redirected(others.action_done)["res_id"], notice.id)
        mine = self._activity(notice, self.supervisor)
        mine.action_feedback("I call the director")
        self.assertEqual(notice.state, "done")
        self.assertEqual(notice.done_by_id, self.supervisor)
        self.assertIn("I call the director", self._chatter(document))
        self.assertFalse(mine.exists().active)

    def test_ticks_at_once(self):
        """Of several ticked at once, none is done if one of them needs more."""
        document = self._file()
        control = self._of_kind(document, "system")
        other = document.activity_schedule("mail.mail_activity_data_todo")
        other = other.with_user(self.agent)
        self._redirected((other | self._activity(control)).action_done)
        self.assertTrue(other.active)
        self.assertEqual(control.state, "open")

    def test_button_of_the_activity(self):
        """The activity's button opens the dialog, or does at once what needs none."""
        document = self._file()
        control = self._of_kind(document, "customer")
        action = self._activity(control).action_do_crisis_duty()
        self.assertEqual(action["res_id"], control.id)
        notice = self._notice_to(document, self.supervisor)
        done = self._activity(notice, self.supervisor).action_do_crisis_duty()
        self.assertIs(done, True)
        self.assertEqual(notice.state, "done")

    def test_cancel_from_the_activity(self):
        """Cancelling the activity asks why; then both are gone."""
        document = self._file()
        control = self._of_kind(document, "system")
        activity = self._activity(control)
        action = activity.action_cancel_crisis_duty()
        wizard = self.env[action["res_model"]].with_user(self.agent)
        wizard = wizard.with_context(**action["context"]).create(
            {"reason": "It was planned twice."}
        )
        wizard.action_cancel()
        self.assertEqual(control.state, "cancelled")
        self.assertFalse(activity.exists().active)

    def test_no_removal_without_a_reason(self):
        """Deleting the activity leads to the same question, whoever tries."""
        document = self._file()
        control = self._of_kind(document, "system")
        for user in (self.agent, self.supervisor, self.manager):
            activity = self._activity(control, user)
            action = self._redirected(activity.unlink)
            self.assertEqual(action["res_model"], "crisis.duty.cancel")
            self.assertEqual(action["context"]["default_duty_id"], control.id)
            self.assertTrue(activity.exists())
        self.assertEqual(control.state, "open")

    def test_passed_on_in_the_activity(self):
        """Who passes on the activity passes on the duty; the case tells of it."""
        document = self._file()
        control = self._of_kind(document, "system")
        self._activity(control).user_id = self.colleague
        self.assertEqual(control.user_id, self.colleague)
        note = document.message_ids[0].body
        self.assertIn(self.agent.name, note)
        self.assertIn(self.colleague.name, note)

    def test_moved_in_the_activity(self):
        """Another day for the activity is another day for the duty, at its time."""
        self.agent.tz = "Europe/Berlin"
        control = self._of_kind(self._file(), "system").with_user(self.supervisor)
        control.date_due = "2026-03-28 09:15:00"
        activity = self._activity(control).with_user(self.supervisor)
        activity.date_deadline = date(2026, 3, 29)
        self.assertEqual(f"{control.date_due}", "2026-03-29 08:15:00")
        self.assertTrue(activity.summary.startswith("10:15"))
        with self._later(hours=1):
            activity.action_reschedule_tomorrow()
        self.assertEqual(f"{control.date_due}", "2026-03-03 09:15:00")

    def test_passed_on_and_moved_at_once(self):
        """Another day and another owner in one go: his day, at the old time."""
        self.agent.tz, self.colleague.tz = "Europe/Berlin", "Asia/Tokyo"
        control = self._of_kind(self._file(), "system").with_user(self.supervisor)
        control.date_due = "2026-03-04 12:00:00"
        activity = self._activity(control).with_user(self.supervisor)
        activity.write({"user_id": self.colleague.id, "date_deadline": "2026-03-06"})
        self.assertEqual(control.user_id, self.colleague)
        self.assertEqual(f"{control.date_due}", "2026-03-06 12:00:00")
        self.assertEqual(activity.date_deadline, date(2026, 3, 6))

    def test_what_the_duty_forbids(self):
        """A promise to the customer is not moved by moving its activity."""
        document = self._file()
        promise = self._promise(document)
        activity = self._activity(promise)
        with self.assertRaises(UserError), self.cr.savepoint():
            activity.date_deadline = date(2026, 3, 9)
        self.env.invalidate_all()
        self.assertEqual(activity.date_deadline, date(2026, 3, 2))
        notice = self._notice_to(document, self.supervisor)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._activity(notice).user_id = self.agent

    def test_strangers(self):
        """Who may not see the case neither does nor cancels from the activity."""
        control = self._of_kind(self._file(), "system")
        activity = self._activity(control, self.other_agent)
        for act in (activity.action_do_crisis_duty, activity.action_cancel_crisis_duty):
            with self.assertRaises(AccessError):
                act()
