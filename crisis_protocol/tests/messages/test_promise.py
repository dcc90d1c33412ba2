from contextlib import suppress
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..duties.common_control import START
from .common_promise import PromiseCase


@tagged("post_install", "-at_install")
class TestPromiseGiven(PromiseCase):
    """The next word is promised by hand, in a message or in a call (S0-32)."""

    def _assert_promise(self, promise, due):
        self.assertEqual(len(promise), 1)
        self.assertEqual(promise.date_due, due)
        self.assertEqual((promise.state, promise.outcome), ("open", "open"))
        self.assertEqual(promise.promised_by_id, self.agent)
        self.assertEqual(promise.user_id, self.agent)
        self.assertEqual(promise.sudo().activity_id.user_id, self.agent)
        self.assertTrue(promise.sudo().activity_id.active)

    def _default(self, given):
        return self._moment(given + self.interval)

    # The three ways ----------------------------------------------------------

    def test_by_hand(self):
        """The button on the document asks for the time, and that is all."""
        with self._minute(10):
            promise = self._by_hand(self._moment(50))
        self._assert_promise(promise, self._moment(50))
        self.assertEqual(promise.document_id, self.document)

    def test_by_hand_proposes_the_time_of_the_level(self):
        """By hand, too, the time is there already, by the level."""
        with self._minute(10):
            action = self.env.ref("crisis_protocol.crisis_promise_action_new")
            model = self.env[action.res_model].with_user(self.agent)
            form = Form(model.with_context(default_document_id=self.document.id))
            self.assertEqual(form.date_due, self._default(10))

    def test_composer_proposes_the_time_of_the_level(self):
        """Who writes to the customer promises the next word, by the level."""
        with self._minute(10):
            promise, message = self._send()
        self._assert_promise(promise, self._default(10))
        self.assertEqual(promise.message_id, message)
        self.assertIn(self.contact, message.partner_ids)

    def test_composer_with_another_time(self):
        """The agent names the time that he can keep."""
        with self._minute(10):
            promise, message = self._send(self._moment(40))
        self._assert_promise(promise, self._moment(40))
        self.assertIn("hear from us again", message.body)

    def test_composer_without_a_time(self):
        """Who names no time promises nothing, and the message says nothing of it."""
        with self._minute(10):
            promise, message = self._send(False)
        self.assertFalse(promise)
        self.assertEqual(len(message), 1)
        self.assertNotIn("hear from us again", message.body)

    def test_composer_to_a_colleague(self):
        """A message that does not go to the customer promises him nothing."""
        with self._minute(10):
            action = self.document.action_write_customer()
            colleague = self.supervisor.partner_id.ids
            action["context"]["default_partner_ids"] = colleague
            action["context"]["default_template_id"] = False
            with self._form(action, self.document) as form:
                form.subject = "Look at this"
                form.body = "<p>Strange, is it not?</p>"
            with self.mock_mail_gateway():
                form.record.action_send_mail()
        self.assertFalse(self.document.promise_ids)
        self.assertNotIn("hear from us again", self.document.message_ids[0].body)

    def test_call(self):
        """A logged call notes the word and promises the next, by the level."""
        with self._minute(10):
            promise = self._call(customer_words="When will you know?")
        self._assert_promise(promise, self._default(10))
        self.assertEqual(self.document.date_last_word, self._moment(10))
        body = self.document.message_ids[0].body
        self.assertIn("When will you know?", body)
        self.assertIn(self.contact.name, body)

    def test_call_with_another_time(self):
        """What was named in the call is what is promised."""
        with self._minute(10):
            promise = self._call(self._moment(35))
        self._assert_promise(promise, self._moment(35))

    def test_call_without_a_time(self):
        """A call may end without a time for the next."""
        with self._minute(10):
            self.assertFalse(self._call(False))
        self.assertEqual(self.document.date_last_word, self._moment(10))

    def test_default_by_level(self):
        """Each level has its own time between two words, on its own clock."""
        hours = self.team.resource_calendar_id
        for level in self.level.search([]):
            document = self._file_at_start(level_id=level.id)
            with self.subTest(level=level.name), self._minute(0):
                promise = self._call(document=document)
                due = level._deadline(level.customer_word_minutes, hours, START)
                self.assertEqual(promise.date_due, due)

    def test_several(self):
        """More than one time may be promised; each is a promise of its own."""
        with self._minute(10):
            first = self._by_hand(self._moment(30))
            second = self._by_hand(self._moment(60))
        self.assertEqual(self.document.promise_ids, second | first)
        self.assertNotEqual(first.sudo().activity_id, second.sudo().activity_id)
        self.assertEqual(set((first | second).mapped("outcome")), {"open"})

    def test_promised_by_the_one_who_promises(self):
        """A colleague's promise counts as his; the responsible owes the word."""
        with self._minute(10):
            seen = self.document.with_user(self.supervisor)
            promise = self._by_hand(self._moment(30), seen)
        self.assertEqual(promise.promised_by_id, self.supervisor)
        self.assertEqual(promise.user_id, self.agent)

    # Not so --------------------------------------------------------------------

    def test_not_for_the_past(self):
        """Nobody promises what is past, in whatever way; nothing stays of it."""
        ways = {"by hand": self._by_hand, "message": self._send, "call": self._call}
        for name, way in ways.items():
            for due in (-60, -1):
                messages = self.document.message_ids
                with self._minute(10), self.subTest(way=name, due=due):
                    past = self._moment(10) + timedelta(minutes=due)
                    with self.assertRaises(UserError) as refusal, self.cr.savepoint():
                        way(past)
                    self.assertIn("time to come", str(refusal.exception))
                self.env.invalidate_all()
                self.assertFalse(self.document.promise_ids)
                self.assertEqual(self.document.message_ids, messages)
                self.assertFalse(self.document.date_last_word)

    def test_not_moved_into_the_past(self):
        """A supervisor who moves a promise can't move it into the past."""
        promise = self._promised(10, 60).with_user(self.supervisor)
        with self._minute(30), self.assertRaises(UserError) as refusal:
            promise.date_due = self._moment(20)
        self.assertIn("time to come", str(refusal.exception))

    def test_not_by_those_who_do_not_work_on_it(self):
        """Another desk, production and another company promise nothing here."""
        vals = {"document_id": self.document.id, "date_due": self._moment(60)}
        for user in (self.other_agent, self.production, self.foreign_manager):
            promises = self.env["crisis.promise"].with_user(user)
            with (
                self._minute(10),
                self.subTest(user=user.name),
                self.assertRaises(AccessError),
            ):
                promises.create(vals)

    def test_not_on_a_closed_case(self):
        """A case that has ended owes no word; it is said to reopen it first."""
        with self._minute(10):
            self._end(self.document)
            with self.assertRaises(UserError) as refusal, self.cr.savepoint():
                self._by_hand(self._moment(60))
        self.assertIn("Reopen it first", str(refusal.exception))

    def test_message_of_a_closed_case(self):
        """A message after the end proposes no next word."""
        with self._minute(10):
            self._end(self.document)
            promise, message = self._send()
        self.assertFalse(promise)
        self.assertEqual(len(message), 1)

    def test_call_of_a_closed_case(self):
        """A call after the end proposes no next word."""
        with self._minute(10):
            self._end(self.document)
            self.assertFalse(self._call())

    def _on_the_way_round(self, document):
        """Yield a dialog of each kind, filled in as an API client may do it."""
        due = self._moment(60)
        action = document.action_write_customer()
        composers = self.env[action["res_model"]].with_user(self.agent)
        composer = composers.with_context(**action["context"]).create({})
        composer.write({"body": "<p>Good bye.</p>", "crisis_promise_date": due})
        yield composer, composer.action_send_mail
        calls = self.env["crisis.call"].with_user(self.agent)
        values = {
            "document_id": document.id,
            "customer_words": "Until then.",
            "date_promised": due,
        }
        yield calls, lambda: calls.create(values).action_log()

    def test_nothing_is_open_after_the_end(self):
        """Whatever is handed in, a closed case has no open promise."""
        with self._minute(10):
            self._end(self.document)
            for dialog, act in self._on_the_way_round(self.document):
                with suppress(UserError), self.mock_mail_gateway(), self.cr.savepoint():
                    act()
                self.env.invalidate_all()
                with self.subTest(dialog=dialog._name):
                    states = self.document.promise_ids.mapped("state")
                    self.assertNotIn("open", states)
