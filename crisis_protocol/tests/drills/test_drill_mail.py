from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..messages.common_mail import CrisisMailCase


@tagged("post_install", "-at_install")
class TestDrillMail(CrisisMailCase):
    """No message of a drill goes to anybody outside, by whatever way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drill = cls._file(is_drill=True)
        cls.supervisor.notification_type = "email"
        cls.stranger = cls.env["res.partner"].create(
            {"name": "Stranger", "email": "stranger@elsewhere.example.com"}
        )
        cls.guest = cls.env["res.users"].create(
            {
                "name": "Guest",
                "login": "guest_of_the_customer",
                "email": "guest@akdeniz.example.com",
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )
        cls.outside = cls.customer | cls.contact | cls.stranger | cls.guest.partner_id
        followers = cls.outside | cls.supervisor.partner_id
        cls.drill.sudo().message_subscribe(followers.ids)

    def _assert_only_us(self, reached=None):
        """Nothing that left is for anybody without a user of ours.

        :param reached: the colleagues who have to have got it, by default the
            supervisor
        """
        self.flush_tracking()
        reached = reached or self.supervisor.partner_id
        got = " ".join(str(mail["email_to"]) for mail in self._mails)
        cc = " ".join(str(mail.get("email_cc") or "") for mail in self._mails)
        for partner in self.outside:
            self.assertNotIn(partner.email, got + cc)
        for partner in reached:
            self.assertIn(partner.email, got)
        notified = self.drill.sudo().message_ids.notified_partner_ids
        self.assertFalse(notified & self.outside)

    def _assert_said(self, *partners):
        said = " ".join(self.drill.sudo().message_ids.mapped("body"))
        self.assertIn("Drill: not sent to", said)
        for partner in partners:
            self.assertIn(partner.name, said)

    def _write(self, user=None, **values):
        drill = self.drill.with_user(user or self.agent)
        return drill.message_post(
            body="We look into it.",
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
            **values,
        )

    def test_chatter(self):
        """Followers and those named: colleagues get it, the others are named in a note.

        The word counts: the first word is given, what was promised is kept.
        """
        promise = self.drill._promise(fields.Datetime.now() + timedelta(hours=1))
        with self.mock_mail_gateway():
            message = self._write(partner_ids=self.contact.ids)
            self._assert_only_us()
        self._assert_said(self.contact, self.stranger, self.guest)
        self.assertTrue(self.drill.date_first_word)
        self.assertEqual(self.drill.word_ids.message_id, message)
        self.assertEqual(promise.state, "done")
        subjects = [mail["subject"] for mail in self._mails]
        self.assertTrue(all("DRILL" in subject for subject in subjects), subjects)

    def test_real_case_is_told(self):
        """The same message on a real case does go out: the test can fail."""
        real = self._file()
        with self.mock_mail_gateway():
            real.message_post(
                body="Hello",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.contact.ids,
            )
            self.flush_tracking()
        self.assertIn(self.contact.email, str([m["email_to"] for m in self._mails]))
        self.assertNotIn("DRILL", str([m["subject"] for m in self._mails]))

    def test_address_without_a_contact(self):
        """Nor does a typed address get it."""
        with self.mock_mail_gateway():
            self._write(
                self.env.ref("base.user_root"),
                outgoing_email_to="new@elsewhere.example.com",
            )
            self._assert_only_us()
        self.assertNotIn("elsewhere", str([m["email_to"] for m in self._mails]))

    def test_composer(self):
        """Written by the window, to one; a promise is kept with it."""
        context = self.drill.action_write_customer()["context"]
        composer = self.env["mail.compose.message"].with_user(self.agent)
        composer = composer.with_context(**context).create({})
        self.assertTrue(composer.crisis_is_drill)
        with self.mock_mail_gateway():
            composer._action_send_mail()
            self._assert_only_us()
        self._assert_said(self.contact)
        self.assertTrue(self.drill.promise_ids)

    def test_mass_mailing(self):
        """Written to many at once, past the chatter."""
        neighbour = self._neighbour(email="bora@example.com")
        other = self._file(
            is_drill=True, leading_id=self.drill.id, partner_id=neighbour.id
        )
        context = self.drill.action_write_all()["context"]
        composer = self.env["mail.compose.message"].with_user(self.agent)
        composer = composer.with_context(**context).create(
            {"subject": "News", "body": "<p>We look into it.</p>"}
        )
        with self.mock_mail_gateway():
            composer._action_send_mail()
            self.flush_tracking()
        self.assertFalse(self._mails)
        self.assertTrue(self.drill.date_last_word)
        self.assertTrue(other.date_last_word)

    def test_template_past_the_chatter(self):
        """`send_mail` of a template, at once or by the queue."""
        template = self.env.ref("crisis_protocol.mail_template_holding_own")
        with self.mock_mail_gateway():
            template.send_mail(self.drill.id, force_send=True)
            queued = template.send_mail(self.drill.id)
            self.env["mail.mail"].process_email_queue([queued])
            self.flush_tracking()
        self.assertFalse(self._mails)
        self._assert_said(self.contact)
        self.assertTrue(self.drill.date_last_word)

    def test_mail_by_hand(self):
        """A mail made by hand keeps its colleagues, and loses all others."""
        values = {
            "model": "crisis.document",
            "res_id": self.drill.id,
            "subject": "By hand",
            "body_html": "<p>Hello</p>",
            "email_to": f"{self.supervisor.email}, {self.stranger.email}",
            "email_cc": self.contact.email,
            "recipient_ids": [Command.set(self.outside.ids)],
        }
        with self.mock_mail_gateway():
            mail = self.env["mail.mail"].create(values)
            # somebody adds them again
            mail.write({"recipient_ids": [Command.set(self.stranger.ids)]})
            mail.send()
            self._assert_only_us()
        self.assertEqual([m["subject"] for m in self._mails], ["[DRILL] By hand"])

    def test_on_what_hangs_on_it(self):
        """A mail about a control or an order of the drill stays with us, too."""
        control = self.drill.control_ids[:1]
        order = self.drill._inform_production(self.unit).sudo()
        part = order.create({"name": "A part", "parent_id": order.id})
        with self.mock_mail_gateway():
            for record in (control, order, part):
                self.env["mail.mail"].create(
                    {
                        "model": record._name,
                        "res_id": record.id,
                        "body_html": "<p>Hello</p>",
                        "recipient_ids": [Command.set(self.stranger.ids)],
                    }
                ).send()
            self.flush_tracking()
        self.assertFalse(self._mails)

    def test_order_followed_from_outside(self):
        """The customer follows the task in the portal: production's words stay here."""
        order = self.drill._inform_production(self.unit).sudo()
        order.message_subscribe((self.outside | self.supervisor.partner_id).ids)
        with self.mock_mail_gateway():
            order.with_user(self.production).message_post(
                body="Found it",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.stranger.ids,
            )
            self._assert_only_us()
        self.assertFalse(order.message_ids.notified_partner_ids & self.outside)
        self._assert_said(self.stranger)

    def test_scheduled(self):
        """What is sent later stays here, too, and counts then."""
        later = fields.Datetime.now() + timedelta(minutes=5)
        values = {
            "model": "crisis.document",
            "res_id": self.drill.id,
            "author_id": self.agent.partner_id.id,
            "body": "<p>Later</p>",
            "partner_ids": self.contact.ids,
            "scheduled_date": later,
        }
        scheduled = self.env["mail.scheduled.message"].with_user(self.agent)
        with self.mock_mail_gateway():
            scheduled.create(values).sudo()._post_message()
            self._assert_only_us()
        self.assertTrue(self.drill.date_last_word)

    def test_letters_to_stakeholders(self):
        """Each letter counts as sent, and reaches nobody."""
        letter = self.env["crisis.stakeholder"].with_user(self.agent)
        letters = letter.create(
            [
                {
                    "document_id": self.drill.id,
                    "partner_id": partner.id,
                    "subject": "What happened",
                    "body": "<p>This.</p>",
                }
                for partner in self.stranger | self.contact
            ]
        )
        with self.mock_mail_gateway():
            letters.action_send()
            self.flush_tracking()
        self.assertEqual(set(letters.mapped("state")), {"sent"})
        self.assertFalse(any(letters.mapped("failure")))
        self.assertNotIn("elsewhere", str([m["email_to"] for m in self._mails]))

    def test_notice_outside(self):
        """Somebody outside who has to be told is told in the game only."""
        notice = self.env["crisis.notice"].with_user(self.agent)
        values = {
            "receiver_id": self.stranger.id,
            "way": "written",
            "date_due": fields.Datetime.now() + timedelta(hours=1),
        }
        notices = notice.create(
            [
                values | {"document_id": document.id}
                for document in (self.drill, self._file(is_drill=True), self._file())
            ]
        )
        with self.mock_mail_gateway():
            notices.action_send()
            self.flush_tracking()
        self.assertEqual(len(notices.filtered("date_told")), 3)
        (mail,) = (m for m in self._mails if "elsewhere" in str(m["email_to"]))
        self.assertNotIn("DRILL", mail["body"], "the real case alone is told of")

    def test_supervisor_gets_his_notice(self):
        """Colleagues are told for real, and read at once that it is a drill."""
        with self.mock_mail_gateway():
            notices = self.drill.sudo().notice_ids.filtered(
                lambda n: n.receiver_id == self.supervisor.partner_id
            )
            notices._send()
            self._assert_only_us()
        self.assertTrue(all("DRILL" in mail["subject"] for mail in self._mails))
