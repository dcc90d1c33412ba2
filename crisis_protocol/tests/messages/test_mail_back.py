from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import freeze_all_time

from ...tools.message_text import own_text
from .common_mail_kinds import MailKindsCase

GATEWAY = "odoo.addons.mail.models.mail_thread"


@tagged("post_install", "-at_install")
class TestBounce(MailKindsCase):
    """A word that did not arrive is none; what it had kept is open again."""

    def _lost(self):
        self.document.invalidate_recordset()
        duties = self.document.sudo().mail_duty_ids
        return duties.filtered(lambda d: d.state == "open")

    def test_word_is_none(self):
        """The report takes the word back, and the responsible knows."""
        self.assertTrue(self.document.date_last_word)
        self.assertFalse(self._get("20"))
        lost = self._lost()
        self.assertEqual(lost.kind, "not_arrived")
        self.assertEqual(lost.user_id, self.agent)
        self.assertIn("User unknown", lost.reason)
        self.assertFalse(self.document.date_last_word)
        self.assertFalse(self.document.date_first_word)
        word = self.document.word_ids.filtered(lambda w: w.direction == "us")
        self.assertTrue(word.date_returned)
        told = self.env["crisis.timeline"].search(
            [("document_id", "=", self.document.id)]
        )
        self.assertIn("did not arrive", str(told.read()).lower())

    def test_first_of_all_and_not_late(self):
        """The line on top says it, with time to react: late is nobody yet."""
        with freeze_all_time(fields.Datetime.now()):
            self._get("20")
        lost, document = self._lost(), self.document.with_user(self.agent)
        minutes = document.level_id.first_word_minutes
        self.assertEqual(lost.date_due, document._deadline(minutes, lost.create_date))
        self.assertFalse(lost.is_late)
        self.assertEqual(document.next_step_kind, "not_arrived")
        self.assertIn(
            f"What you wrote did not reach {lost.receivers}", document.next_step
        )
        self._write_to_customer()
        document.invalidate_recordset()
        self.assertNotEqual(document.next_step_kind, "not_arrived")

    def test_promise_is_open_again(self):
        """The promise that it kept is open again, with its time; its own is none."""
        now = fields.Datetime.now()
        document = self.document.with_user(self.agent)
        with freeze_all_time(now + timedelta(minutes=1)):
            promise = document._promise(now + timedelta(hours=1))
        with freeze_all_time(now + timedelta(minutes=2)):
            word = self._write_to_customer()
        with freeze_all_time(now + timedelta(minutes=3)):
            given = document._promise(now + timedelta(hours=9), word)
        self.assertEqual(promise.state, "done")
        self._get("20", word)
        self.assertEqual(promise.state, "open")
        self.assertEqual(promise.date_due, now + timedelta(hours=1))
        self.assertFalse(promise.date_done)
        self.assertTrue(promise.sudo().activity_id)
        self.assertEqual(given.state, "cancelled")
        # the word before it still counts
        self.assertEqual(self.document.date_last_word, self.word.date)

    def test_question_waits_again(self):
        """What it had answered waits for an answer again."""
        now = fields.Datetime.now()
        with freeze_all_time(now + timedelta(minutes=1)):
            self._get("14")
        asked = self.document.date_unanswered
        with freeze_all_time(now + timedelta(minutes=2)):
            word = self._write_to_customer()
        self.assertFalse(self.document.date_unanswered)
        self._get("20", word)
        self.assertEqual(self.document.date_unanswered, asked)
        self.assertTrue(self._answer_activities(self.document))

    def test_next_word_ends_it(self):
        """The next word to the customer sees to it."""
        self._get("20")
        self.assertTrue(self._lost())
        with freeze_all_time(fields.Datetime.now() + timedelta(minutes=1)):
            self._write_to_customer()
        self.assertFalse(self._lost())
        self.assertTrue(self.document.date_last_word)

    def test_said_twice(self):
        """A server that says it twice has said it."""
        self._get("20")
        with mute_logger(GATEWAY):
            self._process(self._read("20").replace(b"ndr1@x", b"ndr2@x"))
        self.assertEqual(len(self.document.sudo().mail_duty_ids), 1)

    @mute_logger(GATEWAY)
    def test_plain_words(self):
        """A server that names neither mail nor case names its subject and address."""
        raw = (
            "From: postmaster@akdenizgida.example.com\r\n"
            f"To: {self.team.alias_email}\r\nSubject: Teslim edilemedi: Haber\r\n"
            "Message-Id: <plain@x>\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n\r\n"
            "elif.celik@akdenizgida.example.com adresine iletiniz teslim edilemedi."
        ).encode()
        self.assertFalse(self._process(raw))
        self.assertEqual(self._lost().kind, "not_arrived")
        self.assertFalse(self.document.date_last_word)

    def test_delay(self):
        """That it is late takes nothing back."""
        raw = self._read("20").replace(b"Action: failed", b"Action: delayed")
        with mute_logger(GATEWAY):
            self.assertFalse(self._process(raw))
        self.assertTrue(self.document.date_last_word)
        self.assertFalse(self._lost())

    def test_absence_at_the_bounce_address(self):
        """An absent person's answer to the bounce address takes nothing back."""
        raw = self._read("17").replace(
            self.team.alias_email.encode(), self.company.bounce_email.encode()
        )
        with mute_logger(GATEWAY):
            self.assertFalse(self._process(raw))
        self.assertTrue(self.document.date_last_word)
        self.assertFalse(self._lost())

    def test_somebody_else(self):
        """What did not reach somebody else takes no word of the customer back."""
        press = self.env["res.partner"].create(
            {"name": "Ali", "email": "elif.celik2@gazete.example.com"}
        )
        word = self._write_to_customer(press | self.contact)
        raw = self._read("20", word).replace(
            b"elif.celik@akdenizgida.example.com", b"elif.celik2@gazete.example.com"
        )
        with mute_logger(GATEWAY):
            self._process(raw)
        self.assertTrue(self.document.date_last_word)
        self.assertEqual(self._lost().receivers, "Ali")


@tagged("post_install", "-at_install")
class TestAfterClose(MailKindsCase):
    """What the customer writes after the end waits until somebody has looked."""

    def setUp(self):
        super().setUp()
        exits = self.document.protocol_id.stage_ids.filtered("is_exit")
        self.document.write(
            {"stage_id": exits[0].id, "stage_reason": "It was filed by mistake."}
        )
        self._get("14")
        self.duty = self.document.mail_duty_ids

    def test_stands_on_the_board(self):
        """It is a duty of the responsible, climbs the ladder, and is on the board."""
        self.assertEqual(self.duty.kind, "after_close")
        self.assertEqual(self.duty.user_id, self.agent)
        self.assertTrue(self.document.is_closed)
        self.assertEqual(self.document.next_duty_date, self.duty.date_due)
        self.assertTrue(self.document.date_watch)
        board = self.env["crisis.board"].with_user(self.agent).board_data()
        figure = next(f for f in board["urgent"] if f["name"] == "after_close")
        found = self.env["crisis.document"].search(figure["domain"])
        self.assertIn(self.document, found)
        self.assertFalse(self._answer_activities(self.document))

    def test_one_is_enough(self):
        """However many mails come, it is one."""
        self._get("15")
        self.assertEqual(len(self.document.mail_duty_ids), 1)

    def test_reopen(self):
        """The dialog has his words as the reason; with one press the case goes on."""
        document = self.document.with_user(self.agent)
        action = document.action_reopen_after_mail()
        self.assertTrue(self.document.is_closed, "it asks first")
        moves = self.env["crisis.stage.move"].with_user(self.agent)
        move = Form(moves.with_context(**action["context"])).save()
        self.assertIn("The customer wrote after the close: “", move.reason)
        word = self.document.word_ids.filtered(lambda w: w.direction == "customer")
        said = own_text(word.message_id.body).split()
        self.assertIn(said[0], move.reason)
        move.action_move()
        self.assertFalse(self.document.is_closed)
        self.assertEqual(self.duty.state, "done")

    def test_seen(self):
        """Who finds that nothing has to be done says why, in a sentence."""
        duty = self.duty.with_user(self.agent)
        for note in ("", "-", "ok"):
            duty.note = note
            with self.assertRaises(UserError), self.cr.savepoint():
                duty.action_seen()
        duty.note = "He only thanked us for the archive."
        duty.action_seen()
        self.assertEqual(duty.state, "done")
        self.assertTrue(self.document.is_closed)

    def test_answered(self):
        """Who writes to the customer has looked."""
        with freeze_all_time(fields.Datetime.now() + timedelta(minutes=1)):
            self._write_to_customer()
        self.assertEqual(self.duty.state, "done")

    def test_not_put_away(self):
        """In the archive it waits as before, and on the board as well."""
        self.document.action_archive()
        self.assertEqual(self.duty.state, "open")
        self.assertTrue(self.duty.sudo().activity_id)
        board = self.env["crisis.board"].with_user(self.agent).board_data()
        figure = next(f for f in board["urgent"] if f["name"] == "after_close")
        self.assertTrue(figure["count"])

    def test_not_put_off(self):
        """An agent neither moves it nor cancels it with a word."""
        duty = self.duty.with_user(self.agent)
        later = fields.Datetime.now() + timedelta(days=9)
        for act in (lambda: duty.write({"date_due": later}), duty._check_cancel):
            with self.assertRaises(UserError), self.cr.savepoint():
                act()

    def test_nobody_makes_one(self):
        """Only Odoo makes them."""
        with self.assertRaises(AccessError):
            self.env["crisis.mail.duty"].with_user(self.agent).create(
                {"document_id": self._file().id, "kind": "after_close"}
            )


@tagged("post_install", "-at_install")
class TestSender(MailKindsCase):
    """What the desk writes comes from the desk, and comes back to it."""

    def test_from_and_reply_to(self):
        """Sender and Reply-To are the team's address, under the writer's name."""
        for address in (self.word.email_from, self.word.reply_to):
            self.assertIn(self.team.alias_email, address)
        self.assertIn(self.agent.name, self.word.email_from)

    def test_new_mail_to_the_house(self):
        """A new mail to an address that the house has written from is filed."""
        for house in (self.company.catchall_email, self.company.default_from_email):
            with self.subTest(house=house), mute_logger(GATEWAY):
                raw = self._read("05").replace(
                    self.team.alias_email.encode(), house.encode()
                )
                raw = raw.replace(b"w5.84850", house.encode())
                opened = self._process(raw)
                self.assertEqual(len(opened), 1)
                self.assertEqual(opened.contact_id, self.contact)
                exits = opened.protocol_id.stage_ids.filtered("is_exit")
                opened.write(
                    {"stage_id": exits[0].id, "stage_reason": "Filed by mistake once."}
                )

    @mute_logger(GATEWAY)
    def test_stranger_at_the_house(self):
        """A stranger at the house's address is told by Odoo where to write."""
        raw = self._read("09").replace(
            self.team.alias_email.encode(), self.company.catchall_email.encode()
        )
        self.assertFalse(self._process(raw))
