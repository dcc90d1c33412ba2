"""A drill, as a real mail server gets it: nothing for anybody outside."""

from unittest.mock import patch

from mail_site import RealMailMixin

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crisis_protocol.tests.common import CrisisCase


@tagged("post_install", "-at_install")
class TestDrillMailReal(RealMailMixin, CrisisCase):
    def setUp(self):
        super().setUp()
        self.supervisor.notification_type = "email"
        mail_server = self.registry["ir.mail_server"]
        self.startPatcher(
            patch.object(mail_server, "_disable_send", return_value=False)
        )

    def _write_every_way(self, document):
        """Written on the case, by a template past it, and as a mail made by hand."""
        document.sudo().message_subscribe(
            (self.supervisor.partner_id | self.contact).ids
        )
        document.message_post(
            body="We look into it.",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.contact.ids,
        )
        template = self.env.ref("crisis_protocol.mail_template_holding_own")
        template.send_mail(document.id, force_send=True)
        self.env["mail.mail"].create(
            {
                "model": document._name,
                "res_id": document.id,
                "subject": "By hand",
                "body_html": "<p>Hello</p>",
                "email_to": self.contact.email,
                "recipient_ids": [Command.set(self.supervisor.partner_id.ids)],
            }
        ).send()

    def _receivers(self):
        return {address for mail in self.server.mails for address in mail.rcpt_tos}

    def test_nothing_arrives_outside(self):
        """The mail server gets what is for us, marked, and nothing else."""
        self._write_every_way(self._file(is_drill=True))
        self.assertIn(self.supervisor.email, self._receivers())
        self.assertFalse([a for a in self._receivers() if "akdeniz" in a])
        contents = [mail.content for mail in self.server.mails]
        self.assertTrue(all(b"DRILL" in content for content in contents))

    def test_a_real_case_arrives(self):
        """The same on a real case does reach the customer."""
        self._write_every_way(self._file())
        self.assertIn(self.contact.email, self._receivers())
