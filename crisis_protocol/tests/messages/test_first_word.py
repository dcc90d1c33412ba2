from odoo.tests import tagged

from ..common_turkish import TurkishCase


@tagged("post_install", "-at_install")
class TestFirstWord(TurkishCase):
    """The first word to the customer makes time to find out what happened."""

    def test_first_message_makes_time(self):
        """The first message explains nothing and names the next word (S0-19)."""
        for protocol in (self.own, self.customer_protocol):
            document = self._file(protocol_id=protocol.id, contact_id=self.contact.id)
            holding = document.stage_id.message_template_ids
            holding |= document.stage_id.mail_template_id
            holding = holding.filtered(lambda t: t.crisis_kind == "holding")
            with self.subTest(protocol=protocol.origin):
                self.assertEqual(len(holding), 1)
                action = document.action_write_customer()
                composers = self.env["mail.compose.message"].with_user(self.agent)
                context = action["context"] | {"default_template_id": holding.id}
                composer = composers.with_context(**context).create({})
                self.assertEqual(composer.partner_ids, self.contact)
                with self.mock_mail_gateway():
                    composer._action_send_mail()
                promise = document.promise_ids
                self.assertEqual(promise.state, "open")
                self.assertTrue(document.date_last_word)
                said = document.message_ids.filtered(
                    lambda m: m.partner_ids == self.contact
                )
                self.assertIn("dönüş yapacağım", said.body)
                self.assertEqual(document.explanation_state, "none")
