from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crisis_protocol.tests.common import CrisisCase
from odoo.addons.crisis_protocol.tools.inside import kept_inside

UNREAD = "Nobody else has read"


@tagged("post_install", "-at_install")
class TestApology(CrisisCase):
    """A text that an addon brings is read, and leaves, as those of the core do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("crisis_protocol.mail_template_holding_own").copy(
            {"crisis_kind": "apology"}
        )
        cls.document = cls._file()
        cls.document.action_write_apology()
        cls.kind = cls.env["crisis.reviewed.apology"].with_user(cls.supervisor)

    def _read(self):
        self.kind._review(self.document.with_user(self.supervisor), "")

    def _compose(self, **values):
        context = {
            "default_model": "crisis.document",
            "default_res_ids": self.document.ids,
            "default_template_id": self.template.id,
            "default_subtype_xmlid": "mail.mt_comment",
            "default_partner_ids": self.contact.ids,
        }
        composers = self.env["mail.compose.message"].with_user(self.agent)
        return composers.with_context(**context | values).create({})

    def _later(self):
        soon = fields.Datetime.now() + timedelta(minutes=5)
        self._compose(default_scheduled_date=soon).action_schedule_message()

    def _waiting(self):
        mine = [("model", "=", "crisis.document"), ("res_id", "=", self.document.id)]
        return self.env["mail.scheduled.message"].with_user(self.agent).search(mine)

    def _letter(self):
        return (
            self.env["crisis.stakeholder"]
            .with_user(self.agent)
            .create(
                {
                    "document_id": self.document.id,
                    "partner_id": self.contact.id,
                    "template_id": self.template.id,
                    "subject": "We are sorry",
                    "body": "<p>We are sorry.</p>",
                }
            )
        )

    def test_review(self):
        """The supervisor is asked; who wrote it is refused."""
        asked = self.kind._activities(self.document)
        self.assertEqual(asked.user_id, self.supervisor)
        with self.assertRaisesRegex(UserError, "Somebody else"):
            self.kind.with_user(self.agent)._review(self.document, "")
        self._read()
        self.assertEqual(self.document.apology_state, "reviewed")
        self.assertFalse(asked.exists())

    def test_unread_leaves_by_no_way(self):
        """Window, many, later, template, letter: none of them knows the addon."""
        ways = {
            "window": lambda: self._compose()._action_send_mail(),
            "to many": lambda: self._compose(
                default_composition_mode="mass_mail"
            )._action_send_mail(),
            "later": self._later,
            "template": lambda: self.template.send_mail(self.document.id),
        }
        for name, send in ways.items():
            with self.subTest(name), self.assertRaisesRegex(UserError, UNREAD):
                with self.env.cr.savepoint():
                    send()
        letter = self._letter()
        letter.action_send()
        self.assertIn(UNREAD, letter.refusal)

    def test_read_is_kept_as_sent(self):
        """Whichever way it leaves, it is kept that the customer has it."""
        ways = {
            "window": lambda: self._compose()._action_send_mail(),
            "to many": lambda: self._compose(
                default_composition_mode="mass_mail"
            )._action_send_mail(),
            "template": lambda: self.template.send_mail(self.document.id),
            "letter": lambda: self._letter().action_send(),
        }
        for name, send in ways.items():
            self.document.action_write_apology()
            self._read()
            with self.subTest(name), self.mock_mail_gateway():
                send()
                self.assertEqual(self.document.apology_state, "sent")

    def test_what_waits_is_looked_at_again(self):
        """Written anew meanwhile, it does not leave unread."""
        self._read()
        self._later()
        self.document.action_write_apology()
        with self.assertRaisesRegex(UserError, UNREAD), self.env.cr.savepoint():
            self._waiting().post_message()
        self._read()
        with kept_inside(self.env, "crisis_scheduling"):  # as the window writes it
            waiting = self._waiting().sudo()
            waiting.crisis_apology_date = self.document.date_apology_read
        with self.mock_mail_gateway():
            self._waiting().post_message()
        self.assertEqual(self.document.apology_state, "sent")
