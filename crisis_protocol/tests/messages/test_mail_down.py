from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from ..watch.common_watch import DUE, WatchCase


@tagged("post_install", "-at_install")
class TestMailServerDown(WatchCase):
    """While the mail server is down messages queue; when it is up each leaves once."""

    def setUp(self):
        super().setUp()
        self.env["mail.mail"].search([("state", "=", "outgoing")]).cancel()
        self.queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        self.resend = self.env.ref("crisis_protocol.ir_cron_resend")
        self.agent.notification_type = "email"
        self.document = self._file_watched()
        before = self._notifications()
        self._sweep(DUE)
        message = (self._notifications() - before).mail_message_id
        self.mail = self.env["mail.mail"].search(
            [("mail_message_id", "in", message.ids)]
        )

    def _run(self, cron, minutes=DUE):
        with self._at_minute(minutes), self.enter_registry_test_mode():
            self.assertIs(cron.method_direct_trigger(), True)

    def _refused(self):
        """The mail server takes no connection."""
        error = ConnectionRefusedError(111, "Connection refused")
        return patch.object(IrMail_Server, "_connect__", side_effect=error)

    def _fail(self, minutes=DUE):
        with self._refused():
            self._run(self.queue, minutes)

    def _delivered(self, act):
        """Return how many mails leave for the agent while something is done."""
        with self.mock_mail_gateway():
            act()
        to_agent = self.agent.email_normalized
        return len([mail for mail in self._mails if to_agent in str(mail["email_to"])])

    def test_the_sweep_asks_no_mail_server(self):
        """The job itself never waits for a mail server."""
        self._file_watched(1)
        with self._refused() as connect:
            self._sweep(DUE + 1)
        connect.assert_not_called()

    def test_nothing_is_lost(self):
        """A mail that was refused stays, and says why."""
        self.assertEqual(self.mail.state, "outgoing")
        self._fail()
        self.assertEqual(self.mail.state, "exception")
        self.assertIn("refused", self.mail.failure_reason)

    def test_queued_again(self):
        """The resending job puts it back into the queue and wakes the queue."""
        self._fail()
        triggers = self.env["ir.cron.trigger"].search([])
        self._run(self.resend)
        self.assertEqual(self.mail.state, "outgoing")
        new = self.env["ir.cron.trigger"].search([]) - triggers
        self.assertIn(self.queue, new.cron_id)

    def test_delivered_once(self):
        """However often it was refused, the receiver gets it once."""
        for minutes in (DUE, DUE + 5, DUE + 10):
            self._fail(minutes)
            self._run(self.resend, minutes + 1)
        self.assertEqual(self._delivered(lambda: self._run(self.queue)), 1)
        self._run(self.resend, DUE + 20)
        self.assertEqual(self._delivered(lambda: self._run(self.queue)), 0)

    def test_notification_is_no_longer_red(self):
        """The sender no longer sees as failed what has arrived."""
        notification = self.mail.notification_ids
        self._fail()
        self.assertEqual(notification.notification_status, "exception")
        self._run(self.resend)
        self._delivered(lambda: self._run(self.queue))
        self.assertEqual(notification.notification_status, "sent")

    def test_what_may_have_left_is_not_repeated(self):
        """A mail that failed while it was being sent may have arrived: left alone."""
        self._fail()
        self.mail.crisis_refusal = "unsure"
        self._run(self.resend)
        self.assertEqual(self.mail.state, "exception")

    def test_wrong_address(self):
        """What fails for another reason would only fail again."""
        self._fail()
        self.mail.crisis_refusal = "never"
        self._run(self.resend)
        self.assertEqual(self.mail.state, "exception")

    def test_mails_of_others(self):
        """Mails that are none of crisis documents are left to their own."""
        self._fail()
        self.mail.mail_message_id.model = "res.partner"
        self._run(self.resend)
        self.assertEqual(self.mail.state, "exception")

    def test_old_news(self):
        """After days of outage nobody is woken with what is long over."""
        self._fail()
        self._run(self.resend, DUE + timedelta(days=4) // timedelta(minutes=1))
        self.assertEqual(self.mail.state, "exception")

    def test_message_on_several_cases(self):
        """A message that stands at the desk, for several cases, is resent as well."""
        self._file_watched(1, count=3)
        mails = self.env["mail.mail"].search([])
        self._sweep(DUE + 1)
        mail = self.env["mail.mail"].search([]) - mails
        self.assertEqual(mail.model, "crisis.team")
        self._fail()
        self._run(self.resend)
        self.assertEqual(mail.state, "outgoing")

    def test_word_to_the_customer(self):
        """What an agent wrote to the customer is resent like the rest."""
        mails = self.env["mail.mail"].search([])
        queueing = self.document.with_context(mail_notify_force_send=False)
        with self._at_minute(DUE):
            queueing.message_post(
                body="You hear from us at noon.",
                message_type="comment",
                partner_ids=self.contact.ids,
                subtype_xmlid="mail.mt_comment",
            )
        mail = self.env["mail.mail"].search([]) - mails
        self.assertEqual(mail.recipient_ids, self.contact)
        self._fail()
        self.assertEqual(mail.state, "exception")
        self._run(self.resend)
        self.assertEqual(mail.state, "outgoing")
