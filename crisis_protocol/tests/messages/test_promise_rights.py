from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged

from .common_promise import PromiseCase

DUE = 60


@tagged("post_install", "-at_install")
class TestPromiseRights(PromiseCase):
    """Who gave his word does not take it back himself."""

    def setUp(self):
        super().setUp()
        self.promise = self._promised(10, DUE)
        self.enterContext(self._minute(20))

    def _cancel(self, user, reason="He asked us to wait."):
        action = self.promise.with_user(user).action_cancel()
        wizards = self.env[action["res_model"]].with_user(user)
        wizard = wizards.with_context(**action["context"]).create({"reason": reason})
        return wizard.action_cancel()

    def test_agent_does_not_move_it(self):
        """An agent can't move a promise; he is told what to do instead."""
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            self.promise.date_due = self._moment(120)
        self.assertIn("Tell him the new time", str(refusal.exception))
        self.env.invalidate_all()
        self.assertEqual(self.promise.date_due, self._moment(DUE))

    def test_agent_does_not_move_its_activity(self):
        """The clock menu is no back door: the activity stays on its day, too."""
        activity = self.promise.sudo().activity_id.with_user(self.agent)
        day = activity.date_deadline
        with self.assertRaises(UserError), self.cr.savepoint():
            activity.date_deadline = "2026-03-09"
        self.env.invalidate_all()
        self.assertEqual(activity.date_deadline, day)
        self.assertEqual(self.promise.date_due, self._moment(DUE))

    def test_agent_does_not_cancel_it(self):
        """An agent can't take back a promise, by the dialog or the activity."""
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            self._cancel(self.agent)
        self.assertIn("supervisor", str(refusal.exception))
        activity = self.promise.sudo().activity_id.with_user(self.agent)
        with self.assertRaises(RedirectWarning), self.cr.savepoint():
            activity.unlink()
        for user in (self.agent, self.supervisor, self.manager):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.promise.with_user(user).unlink()
        self.env.invalidate_all()
        self.assertEqual(self.promise.state, "open")
        self.assertTrue(self.promise.sudo().activity_id.active)

    def test_supervisor_moves_it(self):
        """A supervisor may; it stands in the chatter, and the activity follows."""
        before = self.document.message_ids
        self.promise.with_user(self.supervisor).date_due = self._moment(60 * 24 * 2)
        self.assertEqual(self.promise.date_due, self._moment(60 * 24 * 2))
        new = self.document.message_ids - before
        self.assertIn("moved from", " ".join(new.mapped("body")))
        self.assertEqual(new.author_id, self.supervisor.partner_id)
        activity = self.promise.sudo().activity_id
        self.assertEqual(activity.date_deadline, self.promise.date_due.date())

    def test_supervisor_cancels_it_with_a_reason(self):
        """A supervisor may take it back; the reason stays with the case."""
        with self.assertRaises(UserError), self.cr.savepoint():
            self._cancel(self.supervisor, " ")
        activity = self.promise.sudo().activity_id
        self._cancel(self.supervisor)
        self.assertEqual(self.promise.outcome, "cancelled")
        self.assertEqual(self.promise.cancel_reason, "He asked us to wait.")
        self.assertFalse(activity.exists().filtered("active"))
        self.assertIn("He asked us to wait.", self.document.message_ids[0].body)

    def test_cancelled_is_not_kept(self):
        """The next word does not turn a promise taken back into a kept one."""
        self._cancel(self.supervisor)
        self._word()
        self.env.invalidate_all()
        self.assertEqual(self.promise.outcome, "cancelled")

    def test_outcome_is_worked_out(self):
        """Nobody writes what became of a promise, nor who gave it, nor when."""
        values = {
            "outcome": "kept",
            "minutes_late": 5,
            "state": "done",
            "date_done": self._moment(20),
            "done_by_id": self.manager.id,
            "promised_by_id": self.manager.id,
            "document_id": self._file().id,
        }
        for user in (self.agent, self.supervisor, self.manager):
            for name, value in values.items():
                before = self.promise[name]
                with self.subTest(user=user.name, field=name):
                    self.promise.with_user(user).write({name: value})
                    self.env.flush_all()
                    self.env.invalidate_all()
                    self.assertEqual(self.promise[name], before)
        self.assertEqual(self.promise.outcome, "open")

    def test_no_promise_is_made_kept(self):
        """A promise begins open, and is his who makes it, whatever is handed in."""
        promise = (
            self.env["crisis.promise"]
            .with_user(self.agent)
            .create(
                {
                    "document_id": self.document.id,
                    "date_due": self._moment(DUE),
                    "state": "done",
                    "date_done": self._moment(20),
                    "outcome": "kept",
                    "promised_by_id": self.other_agent.id,
                }
            )
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((promise.state, promise.outcome), ("open", "open"))
        self.assertFalse(promise.date_done)
        self.assertEqual(promise.promised_by_id, self.agent)

    def test_word_is_not_written_by_hand(self):
        """When the customer last heard from us is not typed in."""
        for user in (self.agent, self.manager):
            document = self.document.with_user(user)
            document.write({"date_last_word": self._moment(20)})
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertFalse(self.document.date_last_word)


@tagged("post_install", "-at_install")
class TestPromiseGate(PromiseCase):
    """No case closes while the customer waits for a promised word."""

    def setUp(self):
        super().setUp()
        self.enterContext(self._minute(20))

    def _ready(self, stage):
        return self._at(stage, level_id=self.level.id)

    def test_open_promise_keeps_the_case_open(self):
        """An open promise is a gate of the close, in both protocols."""
        for origin in ("own", "customer"):
            document = self._ready(f"{origin}_follow_up")
            self._by_hand(self._moment(DUE), document)
            self.flush_tracking()
            with self.subTest(protocol=origin):
                message = self._refused(document, document.action_next_stage)
                self.assertIn(self._gate(f"{origin}_promises").name, message)
                self.assertEqual(message.count("•"), 1, message)
                self._word(document)
                document.action_next_stage()
                self.assertTrue(document.is_closed)

    def test_taken_back_it_keeps_nothing_open(self):
        """A promise that a supervisor took back does not keep the case open."""
        document = self._ready("own_follow_up")
        promise = self._by_hand(self._moment(DUE), document)
        promise.with_user(self.supervisor)._cancel("He asked us to wait.")
        document.action_next_stage()
        self.assertTrue(document.is_closed)

    def test_late_one_keeps_it_open_too(self):
        """The gate does not open by waiting until the time has passed."""
        document = self._ready("own_follow_up")
        self._by_hand(self._moment(DUE), document)
        with self._minute(DUE + 10):
            self.flush_tracking()
            message = self._refused(document, document.action_next_stage)
        self.assertIn(self._gate("own_promises").name, message)
