from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_duty import MONDAY, CrisisDutyCase


@tagged("post_install", "-at_install")
class TestDutyCancel(CrisisDutyCase):
    """A duty that need not be done is cancelled with a reason, which stays."""

    def test_with_a_reason(self):
        """The reason stays with the duty and in the chatter, with who said it."""
        document = self._file()
        for duty in self._one_of_each(document):
            with self.subTest(kind=duty._name):
                self._cancel(duty, self.supervisor, f"Reason {duty._table} <b>")
                self.assertEqual(duty.state, "cancelled")
                self.assertEqual(duty.cancel_reason, f"Reason {duty._table} <b>")
                self.assertEqual(duty.done_by_id, self.supervisor)
                self.assertEqual(duty.date_done, MONDAY)
                note = document.message_ids.filtered(
                    lambda m, d=duty: f"Reason {d._table}" in (m.body or "")
                )
                self.assertEqual(len(note), 1)
                self.assertEqual(note.author_id, self.supervisor.partner_id)
                self.assertNotIn("<b>", note.body)

    def test_without_a_reason(self):
        """Without a reason nothing is cancelled."""
        control = self._of_kind(self._file(), "system")
        for reason in (False, "", "  \n ", "-", "ok", "tamam"):
            with self.assertRaises(UserError), self.cr.savepoint():
                self._cancel(control, self.agent, reason)
        self.assertEqual(control.state, "open")

    def test_who_may(self):
        """Controls the desk may cancel; what others rely on, only a supervisor."""
        document = self._file()
        promise = self._promise(document)
        notice = self._notice_to(document, self.supervisor)
        for duty in (promise, notice):
            with self.assertRaises(UserError), self.cr.savepoint():
                self._cancel(duty, self.agent)
            self.assertEqual(duty.state, "open")
            self._cancel(duty, self.supervisor)
            self.assertEqual(duty.state, "cancelled")
        control = self._of_kind(document, "system")
        self._cancel(control, self.colleague)
        self.assertEqual(control.done_by_id, self.colleague)

    def test_control_comes_again_later(self):
        """Cancelling one control skips it; the series goes on an interval later."""
        document = self._file()
        for kind in ("system", "customer"):
            control = self._of_kind(document, kind)
            due = control.date_due
            with self._later(minutes=30):
                self._cancel(control, self.agent)
            following = self._of_kind(document, kind)
            with self.subTest(kind=kind):
                self.assertEqual(len(following), 1)
                self.assertGreater(following.date_due, due)

    def test_two_in_a_row(self):
        """Who leaves out every control does none: the second takes a supervisor."""
        document = self._file()
        self._cancel(self._of_kind(document, "system"), self.agent)
        following = self._of_kind(document, "system")
        with self.assertRaisesRegex(UserError, "left out, too"), self.cr.savepoint():
            self._cancel(following, self.agent)
        self._cancel(self._of_kind(document, "customer"), self.agent)
        self._cancel(following, self.supervisor)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._cancel(self._of_kind(document, "system"), self.agent)

    def test_notice_does_not_come_again(self):
        """Whom a supervisor decided not to tell is not told after all."""
        document = self._file()
        notice = self._notice_to(document, self.manager)
        self._cancel(notice, self.supervisor)
        document.sudo()._reconcile_duties()
        self.assertEqual(self._notice_to(document, self.manager), notice)

    def test_dialog_only_for_duties(self):
        """The dialog cancels nothing but duties."""
        document = self._file()
        wizard = self.env["crisis.duty.cancel"].with_user(self.agent)
        values = {
            "duty_model": document._name,
            "duty_id": document.id,
            "reason": "Somebody else does it already.",
        }
        with self.assertRaises(UserError):
            wizard.create(values).action_cancel()


@tagged("post_install", "-at_install")
class TestDutySettle(CrisisDutyCase):
    """When a case ends, nothing of it stays open in anybody's clock menu."""

    def _states(self, document):
        """{duty: state} of what is owed now, before the case ends."""
        return {duty: duty.state for duty in self._open(document)}

    def _assert_settled(self, document, duties, end):
        """Late ones were missed, the others are cancelled by Odoo."""
        for duty in duties:
            with self.subTest(duty=duty.display_name):
                late = duty.date_due < end
                self.assertEqual(duty.state, "missed" if late else "cancelled")
                self.assertEqual(duty.date_done, end)
                self.assertFalse(duty.done_by_id)
                self.assertEqual(bool(duty.cancel_reason), not late)
                self.assertFalse(duty.activity_id)

    def _ready(self):
        """A case ready to be closed that owes something late and something early."""
        document = self._at("own_follow_up")
        self._promise(document, minutes=10)
        self._of_kind(document, "customer").with_user(self.supervisor).date_due = (
            MONDAY + timedelta(days=2)
        )
        return document

    def _end(self, document, **delta):
        """Close the case so much later, by a supervisor who may pass the gates."""
        with self._later(**delta):
            document.with_user(self.supervisor).write(
                {
                    "stage_id": self._stage("own_not_crisis").id,
                    "stage_reason": "It was a false alarm.",
                }
            )
            return MONDAY + timedelta(**delta)

    def test_not_a_crisis(self):
        """A case that was no crisis owes nothing: what was late is missed."""
        document = self._file()
        duties = self._one_of_each(document)
        duties[0].with_user(self.supervisor).date_due = MONDAY + timedelta(days=1)
        end = self._end(document, hours=2)
        self.assertIn("missed", {duty.state for duty in duties})
        self.assertIn("cancelled", {duty.state for duty in duties})
        self._assert_settled(document, duties, end)
        self.assertFalse(self._open(document))
        self.assertFalse(self._clock_menu(document))
        self.assertFalse(document.next_duty_date)

    def test_closed(self):
        """A closed case keeps its relapse check, and nothing else stays open."""
        document = self._at("own_follow_up")
        self._confirm_notices(document)
        duties = self._open(document)
        self.assertTrue(duties)
        with self._later(hours=1):
            document.stage_id = self._stage("own_closed")
        self._assert_settled(document, duties, MONDAY + timedelta(hours=1))
        left = self._open(document)
        self.assertEqual([duty.relapse_day for duty in left], [1])
        self.assertEqual(self._clock_menu(document), left[0].activity_id)

    def test_archived(self):
        """An archived case owes nothing at all, not even a relapse check."""
        document = self._at("own_closed")
        duties = self._open(document)
        self.assertTrue(duties)
        with self._later(days=2):
            document.with_user(self.supervisor).action_archive()
        self._assert_settled(document, duties, MONDAY + timedelta(days=2))
        self.assertFalse(self._open(document))
        self.assertFalse(self._clock_menu(document))

    def test_back_from_the_archive(self):
        """Taken out of the archive, a closed case has its relapse checks again."""
        document = self._at("own_closed")
        with self._later(hours=1):
            document.with_user(self.supervisor).action_archive()
        with self._later(days=3):
            document.action_unarchive()
            (check,) = self._open(document)
            self.assertTrue(check.relapse_day)
            self.assertEqual(self._clock_menu(document), check.activity_id)

    def test_nothing_of_any_kind_is_left(self):
        """Activities that are no duties end with the case as well."""
        document = self._file()
        document.activity_schedule("mail.mail_activity_data_todo")
        self._end(document, minutes=30)
        left = self.env["mail.activity"].search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )
        self.assertFalse(left)

    def test_chatter_says_so(self):
        """The chatter lists what ended with the case."""
        document = self._file()
        duties = self._one_of_each(document)
        self._end(document, minutes=30)
        note = next(
            m.body for m in document.message_ids if "No longer needed" in (m.body or "")
        )
        for duty in duties:
            self.assertIn(duty._label(), note)

    def test_archiving_is_said(self):
        """The chatter of an archived case lists what ended with it, too."""
        document = self._at("own_closed")
        check = document.control_ids.filtered("relapse_day")
        document.with_user(self.supervisor).action_archive()
        note = document.message_ids[0].body
        self.assertIn(check._label(), note)

    def test_history_stays(self):
        """What was done before the end stays as it was done."""
        document = self._file()
        control = self._control(document, "system")
        control.action_clean()
        self._end(document, hours=5)
        self.assertEqual(control.state, "done")
        self.assertEqual(control.date_done, MONDAY)
        self.assertEqual(control.done_by_id, self.agent)

    def test_many_cases_at_once(self):
        """Several cases ended at once settle each its own."""
        documents = self._file() | self._file(name="Another case")
        duties = [duty for document in documents for duty in self._open(document)]
        end = self._end(documents, hours=1)
        for document in documents:
            mine = [duty for duty in duties if duty.document_id == document]
            self._assert_settled(document, mine, end)
            self.assertFalse(self._clock_menu(document))

    def test_reopened(self):
        """A case that goes on again owes its controls again, from now."""
        document = self._at("own_closed")
        with self._later(days=1):
            document.write(
                {
                    "stage_id": self._stage("own_follow_up").id,
                    "stage_reason": "The trouble has come back.",
                }
            )
        controls = [d for d in self._open(document) if d._name == "crisis.control"]
        self.assertEqual({c.kind for c in controls}, {"system", "customer"})
        for control in controls:
            self.assertFalse(control.relapse_day)
            self.assertGreater(control.date_due, MONDAY + timedelta(days=1))
