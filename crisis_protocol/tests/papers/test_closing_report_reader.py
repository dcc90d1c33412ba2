from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_closing_report import ClosingReportCase


@tagged("post_install", "-at_install")
class TestClosingReportReader(ClosingReportCase):
    """Who speaks for the customer may be of another company; a stranger does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency = cls.env["res.partner"].create(
            {"name": "An agency", "is_company": True}
        )
        cls.speaker, cls.stranger = cls.env["res.partner"].create(
            [
                {
                    "name": "Speaker",
                    "email": "speaker@agency.example",
                    "parent_id": cls.agency.id,
                },
                {"name": "Stranger", "email": "stranger@else.example"},
            ]
        )

    def test_contact_of_another_company(self):
        """Sent to the contact of the case, whoever employs him, it is sent."""
        template = self.env.ref("crisis_protocol.mail_template_report")
        for name in ("window", "mail"):
            document = self._over(contact_id=self.speaker.id)
            report = self._reviewed(document)
            words = len(document.word_ids)
            with self.subTest(name), self.mock_mail_gateway():
                if name == "window":
                    self._composer(document)._action_send_mail()
                else:
                    template.with_user(self.agent).send_mail(document.id)
                self.assertEqual(report.state, "sent")
                self.assertEqual(len(document.word_ids), words + 1)

    def test_stranger_alone(self):
        """Nobody else gets it before the customer does; with him anybody may."""
        report = self._reviewed()
        composer = self._composer()
        composer.partner_ids = self.stranger
        with self.assertRaisesRegex(UserError, "Nobody of"), self.cr.savepoint():
            composer._action_send_mail()
        self.assertEqual(report.state, "reviewed")
        composer = self._composer()
        composer.partner_ids = self.stranger | self.document._customer_contact()
        with self.mock_mail_gateway():
            composer._action_send_mail()
        self.assertEqual(report.state, "sent")

    def test_template_to_a_stranger(self):
        """A message of the house's own that takes it elsewhere: it has left."""
        report = self._reviewed()
        template = self.env.ref("crisis_protocol.mail_template_report").copy()
        for values in (
            {"partner_to": str(self.stranger.id)},
            {"partner_to": False, "email_to": "typed@else.example"},
        ):
            template.write(values)
            report._write_as_system({"state": "reviewed"})
            with self.subTest(values), self.mock_mail_gateway():
                template.with_user(self.agent).send_mail(self.document.id)
                self.assertEqual(report.state, "sent")
