from datetime import timedelta

from markupsafe import Markup

from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_order import OrderCase


@tagged("post_install", "-at_install")
class TestDeliveryTold(OrderCase):
    """What production delivered is passed on to the customer from the case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document.write({"contact_id": cls.contact.id})

    def setUp(self):
        super().setUp()
        self.task = self._ordered(**self._every_hour())
        file = self.env["ir.attachment"].with_user(self.production)
        self.file = file.create({"name": "tv.txt", "raw": b"12:00 Channel 5"})
        self.delivery = self._deliver(
            self.task,
            note="All of <b>TV</b>",
            link="https://x.example.com/1",
            attachment_ids=[Command.set(self.file.ids)],
        ).with_user(self.agent)

    def _composer(self, deliveries=None):
        action = (deliveries or self.delivery).action_tell_customer()
        model = self.env["mail.compose.message"].with_user(self.agent)
        return Form(model.with_context(**action["context"]))

    def _reminder(self):
        kind = self.env.ref("crisis_protocol.mail_activity_type_production")
        return self.document.activity_ids.filtered(lambda a: a.activity_type_id == kind)

    def test_message_is_prepared(self):
        """The message holds words, link and files; the agent only sends it."""
        composer = self._composer()
        self.assertIn("All of &lt;b&gt;TV&lt;/b&gt;", composer.body)
        self.assertIn('href="https://x.example.com/1"', composer.body)
        with self.mock_mail_gateway():
            composer.save().action_send_mail()
        message = self.delivery.told_message_id
        self.assertEqual(message.model, "crisis.document")
        self.assertIn(self.contact, message.partner_ids)
        self.assertIn(self.file, message.attachment_ids)
        self.assertFalse(self._reminder())

    def test_message_did_not_arrive(self):
        """What stood in a message that did not arrive is to be passed on again."""
        composer = self._composer()
        with self.mock_mail_gateway():
            composer.save().action_send_mail()
        message = self.delivery.told_message_id
        self.assertTrue(message)
        self.document._note_not_arrived(message, reason="User unknown")
        self.document.invalidate_recordset()
        self.assertFalse(self.delivery.told_message_id)
        self.assertTrue(self._reminder())
        self.assertIn("All of &lt;b&gt;TV", self.document.delivered_words)

    def test_without_the_template(self):
        """Where a manager has deleted the template, the words stand there alone."""
        self.env["mail.template"].search([("crisis_kind", "=", "delivery")]).unlink()
        composer = self._composer()
        self.assertIn("All of &lt;b&gt;TV&lt;/b&gt;", composer.body)
        composer.subject = "Your delivery"
        with self.mock_mail_gateway():
            composer.save().action_send_mail()
        self.assertIn(self.file, self.delivery.told_message_id.attachment_ids)

    def test_reminder_stays(self):
        """As long as the customer lacks a delivery, the responsible is reminded."""
        second = self._deliver(self.task).with_user(self.agent)
        self.assertTrue(self._reminder())
        with self.mock_mail_gateway():
            self._composer().save().action_send_mail()
        self.assertFalse(second.told_message_id)
        self.assertTrue(self._reminder())
        with self.mock_mail_gateway():
            self._composer(second).save().action_send_mail()
        self.assertFalse(self._reminder())

    def test_all_that_waits(self):
        """Chosen in the composer, the template passes on all that waits."""
        self._deliver(self.task, note="The radio, too")
        template = self.env.ref("crisis_protocol.mail_template_delivery_customer")
        body = template._render_field("body_html", self.document.ids)
        body = body[self.document.id]
        self.assertIn("All of &lt;b&gt;TV&lt;/b&gt;", body)
        self.assertIn("The radio, too", body)

    def test_scheduled(self):
        """Sent later, it counts when it leaves, not before."""
        composer = self._composer().save()
        composer.scheduled_date = str(self._now() + timedelta(hours=1))
        composer.action_schedule_message()
        self.assertFalse(self.delivery.told_message_id)
        scheduled = self.env["mail.scheduled.message"].sudo()
        waiting = scheduled.search([("res_id", "=", self.document.id)])
        with self.mock_mail_gateway():
            waiting.post_message()
        self.assertTrue(self.delivery.told_message_id)

    def test_note_is_no_word(self):
        """A note inside passes nothing on."""
        action = self.delivery.action_tell_customer()
        note = {"default_subtype_xmlid": "mail.mt_note", "default_partner_ids": []}
        context = action["context"] | note
        model = self.env["mail.compose.message"].with_user(self.agent)
        Form(model.with_context(**context)).save().action_send_mail()
        self.assertFalse(self.delivery.told_message_id)

    def test_bare_mark(self):
        """A mark with none of its words, links and files passes nothing on."""
        mark = f'<span class="o_crisis_delivery_{self.delivery.id}">'
        hidden = '<i style="display:none">All of TV</i>'
        white = '<i style="color:#fff;font-size:2px">All of TV</i>'
        struck = "<s>All of TV</s>"
        for inside in ("x", "Merhaba size bilgi", hidden, white, struck):
            with self.subTest(inside=inside):
                self._post(f"<p>Hello, this is for you {mark}{inside}</span></p>")
                self.assertFalse(self.delivery.told_message_id)
        self._post(
            f'<div style="color:#ffffff">{mark}All of TV</span></div><p>Hello you</p>'
        )
        self.assertFalse(self.delivery.told_message_id)
        self._post(
            f'<div style="display:none">{mark}All of TV</span></div><p>Hello to you</p>'
        )
        self.assertFalse(self.delivery.told_message_id)

    def test_words_link_or_file(self):
        """One of what it came with is enough, in other words as well."""
        mark = f'<p class="o_crisis_delivery_{self.delivery.id}">'
        link = '<a href="https://x.example.com/1">here</a>'
        for inside, files in (
            ("Find all TV news of today attached", ()),
            (link, ()),
            ("The file", self.file.ids),
        ):
            with self.subTest(inside=inside):
                self._post(f"{mark}{inside}</p>", attachment_ids=list(files))
                self.assertTrue(self.delivery.told_message_id)
                self.delivery.sudo()._write_as_system({"told_message_id": False})

    def _post(self, body, **options):
        self.document.with_user(self.agent).message_post(
            body=Markup(body),  # noqa: S704 the texts of these tests
            partner_ids=self.contact.ids,
            subtype_xmlid="mail.mt_comment",
            **options,
        )
        self.env.invalidate_all()

    def test_foreign_mark(self):
        """A message of another case passes nothing of this one on."""
        other = self._file(name="Another")
        mark = f'<div class="o_crisis_delivery_{self.delivery.id}">Here</div>'
        with self.mock_mail_gateway():
            other.message_post(
                body=mark, subtype_xmlid="mail.mt_comment", body_is_html=True
            )
        self.assertFalse(self.delivery.told_message_id)
