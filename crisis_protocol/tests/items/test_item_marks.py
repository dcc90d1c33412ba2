from datetime import timedelta

from markupsafe import Markup

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common_item import ItemCase


@tagged("post_install", "-at_install")
class TestItemMarks(ItemCase):
    """Recovered and sent: by whom, when, and in which message."""

    def _write(self, **context):
        """Return the message window with the recovered items, as the agent gets it."""
        action = self.document.with_user(self.agent).action_write_items()
        model = self.env["mail.compose.message"].with_user(self.agent)
        return Form(model.with_context(**action["context"], **context))

    def test_recovered(self):
        """One click notes who has it, and when; a second one changes nothing."""
        items = self._items(3)
        items[0].action_recovered()
        self.assertEqual(items[0].recovered_by_id, self.agent)
        self.assertTrue(items[0].date_recovered)
        items.with_user(self.colleague).action_recovered()
        self.assertEqual(items[0].recovered_by_id, self.agent)
        self.assertEqual(items[1].recovered_by_id, self.colleague)
        self.assertIn("2 items recovered", self._last_note().body)
        with self.assertRaisesRegex(UserError, "already"):
            items.action_recovered()

    def test_missing_is_not_sent(self):
        """What is missing has to be there first; then nothing of the lot is noted."""
        items = self._items(8)
        items[:1].action_recovered()
        with self.assertRaisesRegex(UserError, "still missing") as refusal:
            items.action_sent()
        self.assertIn("Item 1", str(refusal.exception))
        self.assertIn("2 more", str(refusal.exception))
        self.assertFalse(items[0].date_sent)

    def test_wrong_is_sent_right(self):
        """What was there, but wrong or out of sight, is recovered by being sent."""
        value = self._item(kind="value", wrong_value="1", right_value="2")
        hidden = self._item(kind="hidden", name="Hidden")
        (value | hidden).action_sent()
        self.assertEqual(set((value | hidden).mapped("state")), {"sent"})
        self.assertEqual(value.recovered_by_id, self.agent)
        self.assertEqual(value.sent_by_id, self.agent)
        self.assertIn("2 items sent", self._last_note().body)

    def test_message_did_not_arrive(self):
        """Items whose message did not arrive are to be sent again, and that is told."""
        item = self._item()
        item.action_recovered()
        with self.mock_mail_gateway():
            self._write().save().action_send_mail()
        self.assertEqual(item.state, "sent")
        self.document._note_not_arrived(item.message_id, reason="User unknown")
        self.env.invalidate_all()
        self.assertEqual(item.state, "recovered")
        self.assertFalse(item.sent_by_id or item.message_id)
        notes = self.document.message_ids.filtered(lambda m: m.message_type != "email")
        self.assertIn("Not sent after all", " ".join(notes.mapped("body")))

    def test_take_back(self):
        """A slip is taken back step by step, and told."""
        item = self._item()
        item.action_recovered()
        item.action_sent()
        item.action_take_back()
        self.assertEqual(item.state, "recovered")
        self.assertFalse(item.sent_by_id)
        self.assertIn("Not sent after all", self._last_note().body)
        item.action_take_back()
        self.assertEqual(item.state, "open")
        self.assertFalse(item.recovered_by_id)
        self.assertIn("Not recovered after all", self._last_note().body)
        with self.assertRaises(UserError):
            item.action_take_back()

    def test_sent_stays(self):
        """What the customer was sent is not changed; its cause may still be found."""
        item = self._item()
        item.action_recovered()
        item.action_sent()
        with self.assertRaisesRegex(UserError, "as it was sent"):
            item.name = "Something else"
        item.cause_id = self.cause
        self.assertEqual(item.cause_id, self.cause)

    def test_nothing_to_write(self):
        """Without a recovered item there is nothing to write."""
        self._item()
        with self.assertRaisesRegex(UserError, "nothing to send"):
            self.document.action_write_items()

    def test_written(self):
        """The items that stand in the message are sent with it, and no others."""
        items = self._items(3)
        items[:2].action_recovered()
        composer = self._write().save()
        self.assertIn("Item 0", composer.body)
        self.assertNotIn("Item 2", composer.body)
        items[2].action_recovered()  # after the message was begun
        composer._action_send_mail()
        items.invalidate_recordset()
        self.assertEqual(items.mapped("state"), ["sent", "sent", "recovered"])
        self.assertEqual(items[0].sent_by_id, self.agent)
        self.assertEqual(items[0].message_id.partner_ids, self.contact)
        self.assertEqual(self.document.item_unsent_count, 1)

    def test_row_taken_out(self):
        """An item that the writer takes out of the message is not sent."""
        items = self._items(2)
        items.action_recovered()
        composer = self._write().save()
        mark = f'class="o_crisis_item_{items[0].id}"'
        self.assertIn(mark, composer.body)
        composer.body = composer.body.replace(mark, "")
        composer._action_send_mail()
        self.assertEqual(items.mapped("state"), ["recovered", "sent"])

    def test_row_emptied(self):
        """Nor is one whose words were deleted, though its row is still there."""
        item = self._item()
        item.action_recovered()
        row = Markup('<tr class="o_crisis_item_%s"><td><br></td></tr>') % item.id
        self.document.with_user(self.agent).message_post(
            body=Markup("<table>%s</table>") % row,
            partner_ids=self.contact.ids,
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(item.state, "recovered")

    def test_bare_mark(self):
        """Nor is one at whose mark something else stands, or nothing to be seen."""
        item = self._item(name="Akşam haberi TRT", link="https://trt.example.com/1")
        item.action_recovered()
        for inside in (
            "x",
            "Merhaba, size bilgi",
            '<i style="display:none">Akşam haberi TRT</i>',
            '<i style="color:#ffffff;font-size:2px">Akşam haberi TRT</i>',
            "<s>Akşam haberi TRT</s>",
            '<i class="d-none"><a href="https://trt.example.com/1">x</a></i>',
        ):
            with self.subTest(inside=inside):
                body = f'<p>Hello <span class="o_crisis_item_{item.id}">{inside}</span>'
                self._send_body(body)
                self.assertEqual(item.state, "recovered")
        self._send_body(
            f'<div style="display:none"><p class="o_crisis_item_{item.id}">'
            "Akşam haberi TRT</p></div><p>Hello, here it is</p>"
        )
        self.assertEqual(item.state, "recovered")

    def test_title_or_link_in_the_row(self):
        """Who writes may put it in other words, or give the link alone."""
        first = self._item(name="Akşam haberi TRT")
        second = self._item(name="Radyo", link="https://trt.example.com/1")
        (first | second).action_recovered()
        self._send_body(
            f'<p class="o_crisis_item_{first.id}">TRT’nin dünkü akşam haberi</p>'
            f'<p class="o_crisis_item_{second.id}">'
            '<a href="https://trt.example.com/1">Buradan dinleyin</a></p>'
        )
        self.assertEqual((first | second).mapped("state"), ["sent", "sent"])

    def _send_body(self, body):
        self.document.with_user(self.agent).message_post(
            body=Markup(body),  # noqa: S704 the texts of these tests
            partner_ids=self.contact.ids,
            subtype_xmlid="mail.mt_comment",
        )
        self.env.invalidate_all()

    def test_note_sends_nothing(self):
        """A note among colleagues sends nothing to the customer."""
        item = self._item()
        item.action_recovered()
        self.document.message_post(
            body=self.document.item_table, subtype_xmlid="mail.mt_note"
        )
        self.assertEqual(item.state, "recovered")

    def test_other_case(self):
        """A message marks items of its own case only."""
        other = self._file()
        item = self._item(document_id=other.id)
        item.action_recovered()
        self.document.message_post(
            body=other.item_table,
            partner_ids=self.contact.ids,
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(item.state, "recovered")

    def test_sent_later(self):
        """A message that is sent later marks its items when it leaves."""
        item = self._item()
        item.action_recovered()
        composer = self._write().save()
        later = fields.Datetime.now() + timedelta(minutes=1)
        composer.scheduled_date = fields.Datetime.to_string(later)
        composer.action_schedule_message()
        self.assertEqual(item.state, "recovered")
        scheduled = self.env["mail.scheduled.message"].search(
            [("model", "=", "crisis.document"), ("res_id", "=", self.document.id)]
        )
        scheduled.post_message()
        item.invalidate_recordset()
        self.assertEqual(item.state, "sent")
        self.assertEqual(item.sent_by_id, self.agent)

    def test_escaped(self):
        """What was typed stays text in the message."""
        item = self._item(name="The new terminal <img src=x onerror=alert(1)>")
        item.action_recovered()
        self.assertNotIn("<img", self.document.item_table)
        self.assertIn("&lt;img", self.document.item_table)
