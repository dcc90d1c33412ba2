from contextlib import suppress

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_order import OrderCase

WHY = "The customer recorded the programme himself."


@tagged("post_install", "-at_install")
class TestDeliveryUntold(OrderCase):
    """What came is passed on before the case ends, or it is said why not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document.write({"contact_id": cls.contact.id, "grade": "crisis"})
        cls._complete(cls.document)
        cls.document.stage_id = cls._stage("customer_follow_up")
        cls.delivery = cls._delivered(cls.document)
        cls._do_controls(cls.document)
        cls._confirm_notices(cls.document)
        cls.gate = cls._gate("customer_passed_on")

    def _reminder(self):
        kind = self.env.ref("crisis_protocol.mail_activity_type_production")
        return self.document.activity_ids.filtered(lambda a: a.activity_type_id == kind)

    def _leave(self, reason=WHY, user=None):
        action = self.document.action_leave_untold()
        waives = self.env["crisis.waive"].with_user(user or self.agent)
        form = Form(waives.with_context(**action["context"]))
        form.reason = reason
        form.save().action_waive()

    def test_it_keeps_the_case_open(self):
        """The close is refused, and leaves the activity that asks for it."""
        self.assertTrue(self._reminder())
        message = self._refused(self.document, self.document.action_next_stage)
        self.assertIn(self.gate.name, message)
        self.assertTrue(self._reminder())
        self.assertEqual(self.document.next_step_kind, "delivery")

    def test_it_comes_before_what_is_missing(self):
        """As soon as it came the line on top says so, whatever else is missing."""
        document = self._file(protocol_id=self.customer_protocol.id)
        document.action_log_word("We are looking into it.")
        self.assertTrue(document.missing_gate_count)
        self._delivered(document)
        document.invalidate_recordset()
        self.assertEqual(document.next_step_kind, "delivery")
        self._send_message(document.action_pass_on())
        document.invalidate_recordset()
        self.assertNotEqual(document.next_step_kind, "delivery")

    def test_passed_on(self):
        """The button on top passes it on; then the case may end."""
        self._send_message(self.document.action_pass_on())
        self.assertTrue(self.delivery.told_message_id)
        self.assertFalse(self._reminder())
        self.document.action_next_stage()
        self.assertTrue(self.document.is_closed)

    def test_an_emptied_message_passes_nothing_on(self):
        """Where the words were taken out, the mark that is left passes nothing on."""
        mark = f'<div class="o_crisis_delivery_{self.delivery.id}"><p><br></p></div>'
        self.document._on_word_to_customer(
            self._now(), self.document.message_post(body=Markup(f"<p>Hello</p>{mark}"))
        )
        self.assertFalse(self.delivery.told_message_id)

    def test_passed_on_after_all(self):
        """What was to be kept from him may still be passed on; the trail says both."""
        self._leave()
        action = self.delivery.action_tell_customer()
        self._send_message(action)
        self.assertTrue(self.delivery.told_message_id)
        kept = self.document.override_ids.filtered(lambda o: o.kind == "delivery")
        self.assertFalse(kept.is_in_force)
        self.assertEqual(kept.reason, WHY)

    def test_not_passed_on_with_a_reason(self):
        """With a reason it may end, too; the reason stays with the delivery."""
        for reason in ("-", "ok", "tamam"):
            with self.assertRaises(UserError), self.cr.savepoint():
                self._leave(reason)
        self.document.invalidate_recordset()
        self._leave()
        self.assertEqual(self.delivery.untold_reason, WHY)
        kept = self.document.override_ids.filtered(lambda o: o.kind == "delivery")
        self.assertEqual(kept.delivery_id, self.delivery)
        self.assertEqual((kept.reason, kept.user_id), (WHY, self.agent))
        self.assertFalse(self._reminder())
        self.document.action_next_stage()
        self.assertTrue(self.document.is_closed)

    def test_each_has_its_own(self):
        """What comes later is asked for by itself."""
        self._leave()
        second = self._delivered(self.document, note="The recording of channel 7")
        self.assertEqual(self.document._to_pass_on(), second)
        self._refused(self.document, self.document.action_next_stage)

    def test_it_is_not_said_by_a_value(self):
        """Neither the desk nor the unit writes the reason past the dialog."""
        for user in (self.agent, self.production, self.supervisor):
            # refused, or left aside
            with suppress(UserError), self.cr.savepoint():
                self.delivery.with_user(user).write({"untold_reason": WHY})
            self.delivery.invalidate_recordset()
            self.assertFalse(self.delivery.untold_reason)

    def test_others_can_not(self):
        """Who may not change the case decides nothing, nor for another case's."""
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._leave(user=self.other_agent)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.delivery.with_user(self.production)._leave_untold(WHY)
        other = self._file()
        waive = (
            self.env["crisis.waive"]
            .with_user(self.agent)
            .create(
                {
                    "document_id": other.id,
                    "kind": "delivery",
                    "delivery_ids": self.delivery.ids,
                    "reason": WHY,
                }
            )
        )
        with self.assertRaises(UserError), self.cr.savepoint():
            waive.action_waive()
