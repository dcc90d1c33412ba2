from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_words import LACKING, NEEDED, PROMISE, RIGHT, RUDE, WordsCase


@tagged("post_install", "-at_install")
class TestWordsPromised(WordsCase):
    """Who writes that he gets back to the customer has promised it."""

    def test_every_way(self):
        """Every way: one promise for a message, for the time that the level says."""
        body = NEEDED + PROMISE + "<p>We will inform you and keep you informed.</p>"
        for name, way in self._ways().items():
            if name == "composer":
                continue
            before = self.document.promise_ids
            with self.subTest(way=name):
                check = self._leaves(way, body)
                promise = self.document.promise_ids - before
                self.assertEqual(len(promise), 1, name)
                self.assertEqual(promise.date_due, self._moment(10 + self.interval))
                self.assertEqual(promise.promised_by_id, self.agent)
                self.assertEqual(promise.message_id, check.message_id)
                self.assertEqual(promise.state, "open", "not kept by itself")

    def test_composer_names_the_time(self):
        """With the time that the agent names himself there is one promise, not two."""
        promise, message = self._send(self._moment(200), body=RIGHT)
        self.assertEqual(len(promise), 1)
        self.assertEqual(promise.date_due, self._moment(200))
        self.assertEqual(message.crisis_check_ids.state, "right")

    def test_named_time_is_the_promise(self):
        """The sentence that names the time is a promise enough for the protocol."""
        self._mode("block")
        promise, message = self._send(self._moment(200), body=NEEDED)
        self.assertEqual(len(promise), 1)
        self.assertEqual(message.crisis_check_ids.state, "right")

    def test_named_time_of_a_message_sent_later(self):
        """Sent later, the composer's time is promised once, too."""
        action = self.document.action_write_customer()
        with self._form(action, self.document) as form:
            form.body = RIGHT
            form.crisis_promise_date = self._moment(200)
        form.record.scheduled_date = str(self._moment(40))
        form.record.action_schedule_message()
        self.assertFalse(self.document.promise_ids)
        with self._minute(41), self.mock_mail_gateway():
            self.env["mail.scheduled.message"]._post_messages_cron()
        self.env.invalidate_all()
        promise = self.document.promise_ids
        self.assertEqual(promise.mapped("date_due"), [self._moment(200)])
        self.assertEqual(self._checks().user_id, self.agent)

    def test_no_promise(self):
        """Nothing is promised to colleagues, nor once it is over."""
        self._by_quick_reply(PROMISE, partner_ids=self.supervisor.partner_id.ids)
        self._by_quick_reply(PROMISE, subtype_xmlid="mail.mt_note", partner_ids=[])
        self._by_quick_reply("<p>I will not get back to you.</p>")
        self._says_over(self.document, "yes")
        self._by_quick_reply(PROMISE)
        self.assertFalse(self._checks() and self.document.promise_ids)

    def test_keeps_the_one_before(self):
        """A further word keeps the promise before, and gives the next."""
        self._leaves(self._by_quick_reply, RIGHT)
        first = self.document.promise_ids
        with self._minute(30):
            self._leaves(self._by_quick_reply, RIGHT)
        second = self.document.promise_ids - first
        self.assertEqual((first.state, second.state), ("done", "open"))
        self.assertEqual(second.date_due, self._moment(30 + self.interval))

    # Sent later ------------------------------------------------------------------

    def test_refused_when_it_is_written(self):
        """What could not leave later is refused now; so is a change to that."""
        self._mode("block")
        self._is_held_back(self._scheduled, LACKING)
        message = self._scheduled(RIGHT)
        for vals in ({"body": RUDE}, {"body": LACKING}):
            with self.subTest(vals=vals):
                self._is_held_back(message.write, vals)
        self.assertNotIn("idiot", message.body)
        self.assertFalse(self._checks(), "nothing was said yet")

    def test_rules_change_meanwhile(self):
        """What may not leave any more does not; its writer gets the text back."""
        self._scheduled("<p>We are glad. I will get back to you.</p>")
        self._mode("block")
        # in tests Odoo does not undo what has failed; in life it does
        with (
            self._minute(41),
            self.mock_mail_gateway(),
            mute_logger("odoo.addons.mail.models.mail_scheduled_message"),
        ):
            self.env["mail.scheduled.message"]._post_messages_cron()
        mails = self._new_mails.filtered(lambda m: self.contact in m.recipient_ids)
        self.assertFalse(mails)
        told = self.env["mail.message"].search(
            [("partner_ids", "in", self.agent.partner_id.ids)], limit=1
        )
        self.assertIn("We are glad", told.body)

    def test_nothing_half_done_among_many(self):
        """One of many cases whose message is held back holds all of them back."""
        self._mode("block")
        fine = self._file_at_start(
            contact_id=self.contact.id, protocol_id=self.customer_protocol.id
        )
        both = fine | self.document
        mine = self.env["mail.compose.message"].with_user(self.agent)

        def write(body):
            mine.create(
                {
                    "model": "crisis.document",
                    "res_ids": both.ids,
                    "composition_mode": "mass_mail",
                    "template_id": self._templated(body).id,
                }
            ).action_send_mail()

        self._is_held_back(write, PROMISE)
        self.assertFalse(fine.sudo().check_ids)
        self.assertFalse(fine.promise_ids)
