from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import freeze_all_time

from ...tools.mail_attempt import verdict
from .common_mail import CrisisMailCase
from .common_smtp import SmtpMixin

ELIF = "elif@akdeniz.example.com"
LOGS = "odoo.addons.mail.models.mail_mail"
SMTP = "odoo.addons.base.models.ir_mail_server"


@tagged("post_install", "-at_install")
class TestMailRefused(SmtpMixin, CrisisMailCase):
    """What a server refuses for now leaves later, and once; the rest is told."""

    def setUp(self):
        super().setUp()
        self.env["mail.mail"].search([("state", "=", "outgoing")]).cancel()
        self._start_server()
        self.document = self._file()

    def _write(self, partners=None, **vals):
        """The agent writes to the customer; return the mail, still in the queue."""
        before = self.env["mail.mail"].search([])
        document = self.document.with_user(self.agent)
        message = document.with_context(mail_notify_force_send=False).message_post(
            body="You hear from us at noon.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=(partners or self.contact).ids,
            **vals,
        )
        self.message = message
        return self.env["mail.mail"].search([]) - before

    @mute_logger(LOGS, SMTP)
    def _queue(self):
        queue = self.env["mail.mail"].search([("state", "=", "outgoing")])
        with self._really_sending():
            queue.send()

    def _retry(self, minutes):
        """The job runs so much later, and the queue after it."""
        later = fields.Datetime.now() + timedelta(minutes=minutes)
        with freeze_all_time(later):
            self.env["mail.mail"]._cron_resend_crisis_mails()
            self._queue()

    def _lost(self):
        self.document.invalidate_recordset()
        duties = self.document.sudo().mail_duty_ids
        return duties.filtered(lambda d: d.state == "open")

    def test_leaves(self):
        """In a good mood a mail leaves once."""
        self._write()
        self._queue()
        self._retry(10)
        self.assertEqual(self.moods.taken, [ELIF])
        self.assertFalse(self._lost())

    def test_sent_by_somebody_else_meanwhile(self):
        """A mail that was sent and deleted while the job ran takes nothing down."""
        gone = self._write()
        queue = gone | self._write()
        gone.sudo().unlink()
        with mute_logger(LOGS, SMTP), self._really_sending():
            queue._send()
        self.assertEqual(self.moods.taken, [ELIF])

    def test_refused_for_now(self):
        """After 421 at MAIL, 451 at RCPT and 451 after DATA it is sent again, once."""
        for mood, answers in (
            ("mail", ["421 4.3.2 try later"]),
            ("rcpt", {ELIF: ["451 4.7.1 greylisted"]}),
            ("data", ["451 4.3.0 try later"]),
        ):
            with self.subTest(mood=mood):
                self.moods.taken = []
                setattr(self.moods, mood, answers)
                mail = self._write()
                self._queue()
                self.assertEqual(mail.crisis_refusal, "later")
                self.assertFalse(self.moods.taken)
                self._retry(1)
                self._retry(20)
                self.assertEqual(self.moods.taken, [ELIF])
                self.assertFalse(self._lost())
                self.assertTrue(self.document.date_last_word)

    def test_waits_longer_each_time(self):
        """The server is left alone for longer each time."""
        self.moods.data = ["451 no"] * 9
        mail = self._write()
        with freeze_all_time(fields.Datetime.now()):
            waits = []
            for _try in range(7):
                mail.mark_outgoing()
                self._queue()
                waits.append(mail.crisis_next_try - fields.Datetime.now())
        minutes = [wait // timedelta(minutes=1) for wait in waits]
        self.assertEqual(minutes, [0, 5, 10, 20, 40, 60, 60])

    def test_not_for_ever(self):
        """After days nobody is woken with what is long over."""
        self.moods.data = ["451 no"] * 3
        self._write()
        self._queue()
        self._retry(4 * 24 * 60)
        self.assertEqual(len(self.moods.data), 2)
        self.assertFalse(self.moods.taken)

    def test_refused_for_good(self):
        """After 5xx it is sent no more; the word is none, and who owes it knows."""
        for mood, answers in (
            ("mail", ["550 5.7.1 no"]),
            ("rcpt", {ELIF: ["550 5.1.1 unknown"]}),
            ("data", ["554 5.6.0 no"]),
        ):
            with self.subTest(mood=mood):
                setattr(self.moods, mood, answers)
                mail = self._write()
                self.assertTrue(self.document.date_last_word)
                self._queue()
                self.assertEqual(mail.crisis_refusal, "never")
                self._retry(60)
                self.assertFalse(self.moods.taken)
                lost = self._lost()
                self.assertEqual(lost.kind, "not_arrived")
                self.assertEqual(lost.user_id, self.agent)
                self.assertFalse(self.document.date_last_word)
                self.assertTrue(self.document.word_ids[0].date_returned)

    def test_gone_in_the_middle(self):
        """A mail that may have left is not sent again; that is told."""
        self.moods.data = ["gone"]
        mail = self._write()
        self._queue()
        self.assertEqual(mail.crisis_refusal, "unsure")
        self._retry(60)
        self.assertFalse(self.moods.taken)
        self.assertTrue(self._lost())

    def test_rest_of_the_queue(self):
        """Where the server hangs up the rest of the queue waits, and all leave once."""
        self.moods.mail = ["421 4.3.2 try later"]
        for _mail in range(3):
            self._write()
        self._queue()
        self.assertFalse(self.moods.taken)
        self._retry(1)
        self._retry(20)
        self.assertEqual(self.moods.taken, [ELIF] * 3)

    def test_nobody_gets_it_twice(self):
        """Whom an earlier try has reached is left out of the next."""
        boss = self.contact.copy({"name": "Boss", "email": "boss@akdeniz.example.com"})
        self.moods.rcpt = {boss.email: ["451 4.7.1 greylisted"]}
        self._write(self.contact | boss)
        self._queue()
        self._retry(1)
        self._retry(20)
        self.assertEqual(sorted(self.moods.taken), sorted([ELIF, boss.email]))
        self.assertFalse(self._lost())

    def test_one_of_two(self):
        """A word that reached one of the customer's people is a word; that is told.

        Who of them comes first makes no difference.
        """
        boss = self.contact.copy({"name": "Boss", "email": "boss@akdeniz.example.com"})
        for refused, reached in ((boss, self.contact), (self.contact, boss)):
            with self.subTest(refused=refused.name):
                self._lost()._finish("Seen to.")
                self.moods.taken = []
                self.moods.rcpt = {refused.email: ["550 5.1.1 unknown"]}
                mail = self._write(self.contact | boss)
                self._queue()
                self.assertEqual(self.moods.taken, [reached.email])
                self.assertEqual(self._lost().receivers, refused.name)
                self.assertTrue(self.document.date_last_word)
                self.assertEqual(mail.state, "exception")
                self.assertIn("550", mail.failure_reason)
                self.assertEqual(mail.crisis_refusal, "never")
                self._retry(60)
                self.assertEqual(self.moods.taken, [reached.email])

    def test_one_of_two_later(self):
        """Who is refused for now gets it later, whoever was refused for good."""
        boss = self.contact.copy({"name": "Boss", "email": "boss@akdeniz.example.com"})
        for soon, never in ((boss, self.contact), (self.contact, boss)):
            with self.subTest(soon=soon.name):
                self._lost()._finish("Seen to.")
                self.moods.taken = []
                self.moods.rcpt = {
                    soon.email: ["451 4.7.1 greylisted"],
                    never.email: ["550 5.1.1 unknown"] * 2,
                }
                self._write(self.contact | boss)
                self._queue()
                self.assertFalse(self.moods.taken)
                self._retry(1)
                self._retry(20)
                self.assertEqual(self.moods.taken, [soon.email])
                self.assertEqual(self._lost().receivers, never.name)

    def test_one_of_two_unsure(self):
        """Where one may have got it, nobody gets it again because of the other."""
        boss = self.contact.copy({"name": "Boss", "email": "boss@akdeniz.example.com"})
        for later in (boss, self.contact):
            with self.subTest(later=later.name):
                self._lost()._finish("Seen to.")
                self.moods.rcpt = {later.email: ["451 4.7.1 greylisted"]}
                self.moods.data = ["gone"]
                mail = self._write(self.contact | boss)
                self._queue()
                self.assertEqual(mail.crisis_refusal, "unsure")
                self._retry(60)
                self.assertFalse(self.moods.taken)
                self.assertTrue(self._lost())

    def test_one_of_two_hung_up(self):
        """Where the server hangs up at one of them, both get it later, and once."""
        boss = self.contact.copy({"name": "Boss", "email": "boss@akdeniz.example.com"})
        for refused in (boss, self.contact):
            with self.subTest(refused=refused.name):
                self.moods.taken = []
                self.moods.rcpt = {refused.email: ["421 4.3.2 too many"]}
                mail = self._write(self.contact | boss)
                self._queue()
                self.assertEqual(mail.crisis_refusal, "later")
                self._retry(1)
                self._retry(20)
                self.assertEqual(sorted(self.moods.taken), sorted([ELIF, boss.email]))
                told = self.message.notification_ids.mapped("notification_status")
                self.assertEqual(set(told), {"sent"})
                self.assertFalse(self._lost())

    def test_waits_too_long(self):
        """What has not left in the level's time is no word, and one when it leaves."""
        self.moods.data = ["451 no"]
        self._write()
        self._queue()
        late = self.document.level_id.first_word_minutes + 1
        later = self.document._deadline(late, fields.Datetime.now())
        with freeze_all_time(later):
            self.env["mail.mail"]._cron_resend_crisis_mails()
            self.assertFalse(self.document.date_last_word)
            self.assertEqual(self._lost().kind, "not_arrived")
            self._queue()
            self.assertEqual(self.moods.taken, [ELIF])
            self.assertFalse(self._lost())
            self.assertEqual(self.document.date_last_word, later.replace(microsecond=0))

    def test_author_hears(self):
        """Who wrote it hears of it, too, where somebody else is responsible."""
        self.moods.data = ["554 no"]
        self._write()
        self.document.user_id = self.supervisor
        self._queue()
        self.assertEqual(self._lost().user_id, self.supervisor)
        told = self.env["mail.message"].search(
            [("message_type", "=", "user_notification")], order="id desc", limit=1
        )
        self.assertEqual(told.partner_ids, self.agent.partner_id)

    def test_verdict(self):
        """Whether it is tried again hangs on whether it may have left."""
        broken = ConnectionResetError("reset")
        self.assertEqual(verdict(broken, False), "later")
        self.assertEqual(verdict(broken, True), "unsure")
        self.assertEqual(verdict(UnicodeError("address"), False), "never")
