from odoo.exceptions import UserError
from odoo.tests import tagged

from ..duties.common_control import ControlCase

TICKS = ("checked_mails", "checked_report", "checked_system")


@tagged("post_install", "-at_install")
class TestCustomerProtocol(ControlCase):
    """A crisis that concerns the customer is followed as closely as one of ours."""

    def setUp(self):
        super().setUp()
        self.document = self._file_at_start(
            protocol_id=self.customer_protocol.id, contact_id=self.contact.id
        )

    def test_control_inside(self):
        """Control 1: mails, report and system, each of them (S0-63)."""
        with self._minute(30):
            for name in TICKS:
                control = self._control(self.document, "system", **{name: False})
                with self.subTest(missing=name), self.cr.savepoint() as undo:
                    with self.assertRaisesRegex(UserError, "tick"):
                        control.action_clean()
                    undo.rollback()
                self.assertEqual(control.state, "open")
        self._result(self.document, "system", "clean", 40)
        self.assertEqual(self.document.health_own, "good")
        self.assertEqual(self.document.health_customer, "unknown")

    def test_control_with_the_customer(self):
        """Control 2: the customer is asked, and asked again (S0-62, S0-64)."""
        control = self._open(self.document, "customer")
        self.assertEqual(control.asked_partner_id, self.contact)
        with self._minute(30), self.assertRaises(UserError), self.cr.savepoint():
            control.with_user(self.agent).action_clean()
        self._result(self.document, "customer", "problem", 30)
        self.assertEqual(self.document.health_customer, "strained")
        self.assertEqual(self.document.health_own, "unknown")
        self.assertNotEqual(self._open(self.document, "customer"), control)

    def test_followed_together(self):
        """Who is told in writing or orally follows it with us where asked (S0-69)."""
        people = self.env["res.partner"].create(
            [
                {"name": "Head of press", "email": "head@example.com"},
                {"name": "Head of radio", "email": "radio@example.com"},
                {"name": "Head of sales", "email": "sales@example.com"},
            ]
        )
        due = self.document.create_date
        notices = self.env["crisis.notice"].with_user(self.agent)
        written, oral, told_only = notices.create(
            [
                {
                    "document_id": self.document.id,
                    "receiver_id": person.id,
                    "date_due": due,
                    "follow": person != people[2],
                }
                for person in people
            ]
        )
        self.assertFalse(self.document.message_partner_ids & people)
        (written | told_only).action_send()
        for notice in written | told_only:
            notice._confirm(notice.receiver_id)
        oral.write({"channel": "phone", "note": "He watches his papers"})
        oral.action_told()
        followers = self.document.message_partner_ids & people
        self.assertEqual(followers, people[:2])
