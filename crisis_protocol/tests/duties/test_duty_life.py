from contextlib import suppress
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_duty import MONDAY, CrisisDutyCase


@tagged("post_install", "-at_install")
class TestDutyEnd(CrisisDutyCase):
    """A duty ends once, and what is over stays as it was."""

    def _refusal(self, act):
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            act()
        self.env.invalidate_all()
        return str(refusal.exception)

    def test_done(self):
        """Who did a duty, and when, is noted."""
        document = self._file()
        control = self._control(document, "system")
        with self._later(hours=1):
            control.action_clean()
        self.assertEqual(control.state, "done")
        self.assertEqual(control.done_by_id, self.agent)
        self.assertEqual(control.date_done, MONDAY + timedelta(hours=1))
        self.assertFalse(control.is_late)

    def test_done_late(self):
        """What was done after its time was late, and stays so."""
        control = self._control(self._file(), "system")
        with self._later(hours=2, minutes=1):
            self.assertTrue(control.is_late)
            control.action_clean()
        with self._later(days=3):
            control.invalidate_recordset(["is_late"])
            self.assertTrue(control.is_late)

    def test_done_once_only(self):
        """The second one who does it hears who was faster, and when, on his clock."""
        document = self._file()
        control = self._control(document, "system")
        with self._later(minutes=30):
            control.action_clean()
        self.colleague.tz = "Europe/Istanbul"
        second = control.with_user(self.colleague)
        for act in (second.action_clean, second.action_cancel, second.action_problem):
            message = self._refusal(act)
            self.assertIn(self.agent.name, message)
            self.assertIn("12:30", message)
        self.assertEqual(control.done_by_id, self.agent)
        self.assertEqual(control.result, "clean")

    def test_each_kind_is_done_once_only(self):
        """No kind of duty can be done, or cancelled, when it is over."""
        document = self._file()
        for duty in self._one_of_each(document):
            duty._finish("Done")
            with self.subTest(kind=duty._name):
                self.assertIn(self.agent.name, self._refusal(duty.action_cancel))
                self.assertIn(
                    self.agent.name, self._refusal(lambda d=duty: d._finish("Again"))
                )

    def test_over_is_over_for_all(self):
        """Done, missed and cancelled duties are changed by nobody, manager included."""
        document = self._file()
        states = ["done", "missed", "cancelled"]
        for duty in self._one_of_each(document):
            for state in states:
                duty._write_as_system({"state": state, "date_done": MONDAY})
                for user in (self.agent, self.supervisor, self.manager):
                    with self.subTest(kind=duty._name, state=state, user=user.name):
                        later = {"date_due": MONDAY + timedelta(days=1)}
                        other = {"user_id": self.colleague.id}
                        eyes = duty.with_user(user)
                        self._refusal(lambda d=eyes, v=later: d.write(v))
                        self._refusal(lambda d=eyes, v=other: d.write(v))
                        self._refusal(eyes.action_cancel)

    def test_one_of_several_is_over(self):
        """If one of several duties is over, none of them is changed."""
        document = self._file()
        done = self._control(document, "system")
        other = self._of_kind(document, "customer")
        before = other.user_id, other.date_due
        done.action_clean()
        for vals in ({"user_id": self.colleague.id}, {"date_due": MONDAY}):
            self._refusal(lambda v=vals: (other | done).write(v))
            self.assertEqual((other.user_id, other.date_due), before)

    def test_evidence_is_kept(self):
        """What a control showed can't be written anew afterwards."""
        control = self._control(self._file(), "system")
        control.action_clean()
        for vals in (
            {"note": "Half of the items are missing."},
            {"link": "x"},
            {"checked_system": False},
        ):
            self._refusal(lambda v=vals: control.write(v))
        self.assertEqual(control.note, "All items of the day are there.")

    def test_nobody_drops_a_duty(self):
        """Duties go with their case only: not from a list, not through the case."""
        document = self._file()
        for duty in self._one_of_each(document):
            drops = [
                lambda u, d=duty: d.with_user(u).unlink(),
                *(
                    lambda u, d=duty, c=command: document.with_user(u).write(
                        {d._document_field: [c]}
                    )
                    for command in (
                        Command.delete(duty.id),
                        Command.unlink(duty.id),
                        Command.clear(),
                        Command.set([]),
                    )
                ),
            ]
            for user in (self.agent, self.supervisor, self.manager):
                for drop in drops:
                    with suppress(AccessError), self.cr.savepoint():
                        drop(user)
            self.env.invalidate_all()
            self.assertTrue(duty.exists(), duty._name)
            self.assertEqual(duty.state, "open", duty._name)


@tagged("post_install", "-at_install")
class TestDutyChange(CrisisDutyCase):
    """What people may do to an open duty, and how the case tells of it."""

    def test_moved(self):
        """A moved duty says in the chatter from when to when, by whom."""
        document = self._file()
        self.colleague.tz = "Europe/Istanbul"
        for duty in (
            self._of_kind(document, "system"),
            self._note_to_tell(document),
            self._begin_handover(document, self.colleague),
        ):
            due = duty.date_due
            with self.subTest(kind=duty._name):
                duty.with_user(self.colleague).date_due = due + timedelta(minutes=7)
                note = document.message_ids[0]
                self.assertEqual(note.author_id, self.colleague.partner_id)
                self.assertIn(duty.type_id.name, note.body)
                for moment in (due, duty.date_due):
                    local = moment + timedelta(hours=3)
                    self.assertIn(f"{local:%-I:%M}", note.body)

    def test_passed_on(self):
        """A duty passed on says in the chatter whose it was and whose it is."""
        document = self._file()
        for duty in (
            self._of_kind(document, "system"),
            self._note_to_tell(document),
            self._promise(document),
        ):
            with self.subTest(kind=duty._name):
                duty.user_id = self.colleague
                note = document.message_ids[0]
                self.assertEqual(note.author_id, self.agent.partner_id)
                self.assertIn(duty.type_id.name, note.body)
                self.assertIn(self.agent.name, note.body)
                self.assertIn(self.colleague.name, note.body)

    def test_many_at_once(self):
        """Several duties passed on at once from a list are told of on each case."""
        documents = self._file() | self._file(name="Another case")
        documents.control_ids.user_id = self.colleague
        for document in documents:
            self.assertEqual(document.control_ids.user_id, self.colleague)
            notes = [m for m in document.message_ids if "Control" in (m.body or "")]
            self.assertEqual(len(notes), len(document.control_ids))

    def test_unchanged(self):
        """Saving without a change says nothing."""
        document = self._file()
        control = self._of_kind(document, "system")
        before = document.message_ids
        control.write({"user_id": control.user_id.id, "date_due": control.date_due})
        self.assertEqual(document.message_ids, before)

    def test_nobodys(self):
        """No duty can be left without an owner or a time."""
        document = self._file()
        for duty in self._one_of_each(document):
            for vals in ({"user_id": False}, {"date_due": False}):
                with self.subTest(kind=duty._name, vals=vals):
                    with suppress(UserError), self.cr.savepoint():
                        duty.with_user(self.supervisor).write(vals)
                    self.env.invalidate_all()
                    self.assertTrue(duty.user_id)
                    self.assertTrue(duty.date_due)

    def test_only_to_who_can(self):
        """Nobody is given a duty that he could not do."""
        portal = new_test_user(self.env, "crisis_portal", groups="base.group_portal")
        document = self._file()
        for user in (self.other_agent, self.production, self.foreign_agent, portal):
            control = self._of_kind(document, "system")
            with self.subTest(user=user.name):
                with suppress(UserError), self.cr.savepoint():
                    control.user_id = user
                self.env.invalidate_all()
                owner = control.sudo().user_id
                self.assertTrue(control.with_user(owner).has_access("write"))

    def test_who_may_not(self):
        """Who may not see the case changes, cancels or does nothing on it."""
        document = self._file()
        outsider = self._new_user("outsider", "production")
        strangers = (self.other_agent, self.foreign_manager, outsider)
        later = {"date_due": MONDAY + timedelta(hours=9)}
        for duty in self._one_of_each(document):
            for user in strangers:
                for act in (lambda d: d.write(later), self._cancel_unseen):
                    with self.subTest(kind=duty._name, user=user.name):
                        with self.assertRaises(AccessError), self.cr.savepoint():
                            act(duty.with_user(user))

    def _cancel_unseen(self, duty):
        """Cancel with the dialog's values made up, without opening it."""
        values = {
            "duty_model": duty._name,
            "duty_id": duty.id,
            "reason": "Somebody else does it already.",
        }
        duty.env["crisis.duty.cancel"].create(values).action_cancel()
