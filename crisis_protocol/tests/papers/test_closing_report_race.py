from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.models.mail_mail import MailMail

from ..common_race import RaceCase


@tagged("post_install", "-at_install")
class TestClosingReportRace(RaceCase):
    """Two write, review or send the customer's report at the same moment."""

    def setUp(self):
        super().setUp()
        with self._session() as env:
            self.contact_id = (
                env["res.partner"]
                .create(
                    {
                        "name": "Reader in a race",
                        "email": "reader@example.com",
                        "parent_id": self.partner_id,
                    }
                )
                .id
            )
            document = self._file(env, contact_id=self.contact_id)
            contact = document._customer_contact()
            document._note_over("yes", "page", contact, "All is in.")
            self.document_id = document.id

    def _clean(self):
        with self._session() as env:
            env = env(su=True)
            mine = [
                ("model", "=", "crisis.document"),
                ("res_id", "=", self.document_id),
            ]
            env["mail.mail"].search(mine).unlink()
            reports = env["crisis.closing.report"]
            reports.search([("document_id", "=", self.document_id)]).unlink()
            env["res.partner"].browse(self.contact_id).parent_id = False
        result = super()._clean()
        with self._session() as env:
            env["res.partner"].browse(self.contact_id).unlink()
        return result

    def _write(self, env, state="draft"):
        """A whole report of somebody else, as far as it shall be."""
        writer = env(user=env.ref("base.user_root"))
        report = writer["crisis.closing.report"].create(
            {
                "document_id": self.document_id,
                "happened": "<p>What happened.</p>",
                "cause": "A keyword was misspelt.",
                "changes": "What changes.",
                "step_ids": [Command.create({"name": "We called."})],
            }
        )
        if state != "draft":
            report.action_ask_review()
        report = report.with_env(env)
        if state == "reviewed":
            report.action_review()
        return report.id

    def _refused(self, outcomes):
        refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        self.assertEqual(len(refused), 1, outcomes)
        self.assertIsInstance(refused[0], UserError)
        return str(refused[0])

    @mute_logger("odoo.sql_db")
    def test_reviewed_together(self):
        """Two reviewers at once: one has reviewed it, the other is told."""
        with self._session() as env:
            report_id = self._write(env, "review")

        def review(env):
            return env["crisis.closing.report"].browse(report_id).action_review()

        self.assertIn("done already", self._refused(self._together(review)))

    def test_changed_while_it_is_read(self):
        """What was changed and handed in again meanwhile has not been read."""
        with self._session() as env:
            report_id = self._write(env, "review")
            report = env["crisis.closing.report"].browse(report_id)
            report._write_as_system({"date_changed": "2026-01-05 09:00:00"})
            shown = str(report.date_changed)
        with self._session() as env:
            root = env(user=env.ref("base.user_root"))
            report = root["crisis.closing.report"].browse(report_id)
            report.write({"cause": "Another one."})
            report.action_ask_review()
        with self._session() as env:
            report = env["crisis.closing.report"].browse(report_id)
            as_shown = report.with_context(crisis_expected_change=shown)
            with self.assertRaisesRegex(UserError, "meanwhile"):
                as_shown.action_review()
            shown = str(report.date_changed)
            report.with_context(crisis_expected_change=shown).action_review()
            self.assertEqual(report.state, "reviewed")

    @mute_logger("odoo.sql_db")
    def test_sent_together(self):
        """Two send it at once: the customer gets it once."""
        with self._session() as env:
            report_id = self._write(env, "reviewed")

        def send(env):
            template = env.ref("crisis_protocol.mail_template_report")
            return template.send_mail(self.document_id, force_send=True)

        posted = self.startPatcher(patch.object(MailMail, "send"))
        self.assertIn("has the report already", self._refused(self._together(send)))
        self.assertEqual(posted.call_count, 1)
        with self._session() as env:
            report = env["crisis.closing.report"].browse(report_id)
            self.assertEqual(report.state, "sent")
