from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common_bad_input import BadInputCase
from .test_bad_markup import SAID, SCRIPT


@tagged("post_install", "-at_install")
class TestMarkupOfDuties(BadInputCase):
    """What people type into a duty stays text wherever Odoo repeats it."""

    def _assert_tame(self, html):
        """Nothing runs, and the text can be read as it was written."""
        html = str(html or "")
        self.assertNotIn("<script", html)
        self.assertNotIn("<img", html)
        self.assertIn("&lt;script&gt;", html)

    def _assert_said(self, document, before, times=1):
        """What was said on the document since then is tame, and holds the words."""
        document.invalidate_recordset(["message_ids"])
        said = (document.message_ids - before).filtered("body")
        told = [message for message in said if "script" in message.body]
        self.assertEqual(len(told), times)
        for message in told:
            self._assert_tame(message.body)

    def _soon(self):
        return fields.Datetime.now() + timedelta(hours=1)

    def _received(self, partner):
        """Return the newest message to this person alone."""
        domain = [("partner_ids", "in", partner.ids)]
        return self.env["mail.message"].search(domain, order="id desc", limit=1)

    def test_control(self):
        """Note, link and the customer's words, in the chatter and to the supervisor."""
        before = self.document.message_ids
        control = self._control(self.document, "system", note=SAID, link=SCRIPT)
        control.action_problem()
        self._assert_said(self.document, before)
        self._assert_tame(self._received(self.supervisor.partner_id).body)
        before = self.document.message_ids
        asked = self.env["res.partner"].create(
            {
                "name": SCRIPT,
                "parent_id": self.customer.id,
                "email": "asked@akdeniz.example.com",
            }
        )
        words = {"customer_words": SAID, "asked_partner_id": asked.id}
        self._control(self.document, "customer", **words).action_clean()
        self._assert_said(self.document, before)

    def test_reason_of_a_cancellation(self):
        """Why a duty need not be done."""
        before = self.document.message_ids
        self.env["crisis.duty.cancel"].with_user(self.supervisor).create(
            {
                "duty_model": "crisis.control",
                "duty_id": self._control(self.document, "system").id,
                "reason": SAID,
            }
        ).action_cancel()
        self._assert_said(self.document, before)

    def test_notice(self):
        """Who was told orally, what was said, and what the reader adds."""
        values = {"document_id": self.document.id, "date_due": self._soon()}
        notices = self.env["crisis.notice"].with_user(self.agent)
        notice = notices.create(values | {"description": SCRIPT, "way": "oral"})
        before = self.document.message_ids
        notice.write({"channel": "phone", "note": SAID})
        notice.action_told()
        self._assert_said(self.document, before)
        reader = self.env["res.partner"].create(
            {"name": SCRIPT, "email": "reader@example.com"}
        )
        notice = notices.create(values | {"receiver_id": reader.id})
        notice.action_send()
        self._assert_tame(self._received(reader).body)
        before = self.document.message_ids
        notice._confirm(reader, note=SCRIPT)
        self._assert_said(self.document, before)

    def test_logged_call(self):
        """Whom we spoke to and what was said."""
        before = self.document.message_ids
        self.contact.name = SCRIPT
        self.env["crisis.call"].with_user(self.agent).create(
            {"document_id": self.document.id, "customer_words": SAID}
        ).action_log()
        self._assert_said(self.document, before)

    def test_hand_over(self):
        """What there is to know, and why somebody refuses."""
        self.contact.name = SCRIPT
        self.document.write({"after_hours_note": SCRIPT, "contact_id": self.contact.id})
        handover = (
            self.env["crisis.handover"]
            .with_user(self.agent)
            .create(
                {
                    "document_id": self.document.id,
                    "receiver_id": self.other_agent.id,
                    "date_due": self._soon(),
                    "situation": SAID,
                }
            )
        )
        self._assert_tame(handover.facts)
        handover.action_give()
        before = self.document.message_ids
        taken = handover.with_user(self.other_agent)
        taken.refusal = SAID
        taken.action_refuse()
        self._assert_said(self.document, before)
        self._assert_tame(self._received(self.agent.partner_id).body)

    def test_late_ones(self):
        """Whose it is and what is late, on top of the form and in the alert."""
        self.agent.sudo().name = SCRIPT
        self.document.name = SCRIPT
        control = self._control(self.document, "system")
        control._write_as_system(
            {"date_due": fields.Datetime.now() - timedelta(days=3)}
        )
        self.document.invalidate_recordset()
        self._assert_tame(self.document.late_duties)
        before = self.document.message_ids
        self.document.sudo()._watch_safely()
        self.env["crisis.alert"]._send(is_last=True)
        self._assert_said(self.document, before)
        self._assert_tame(self._received(self.agent.partner_id).body)

    def test_moved_and_passed_on(self):
        """From whom a duty passed to whom."""
        self.agent.sudo().name = SCRIPT
        before = self.document.message_ids
        self._control(self.document, "system").user_id = self.supervisor
        self._assert_said(self.document, before)
