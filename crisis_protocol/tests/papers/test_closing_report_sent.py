from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_closing_report import ClosingReportCase


@tagged("post_install", "-at_install")
class TestClosingReportSent(ClosingReportCase):
    """The report leaves reviewed or not at all, and then stays as it is."""

    def _ways(self, document):
        template = self.env.ref("crisis_protocol.mail_template_report")
        case = document.with_user(self.agent)
        return {
            "button": lambda: case._closing_report().action_send(),
            "composer": lambda: self._composer(document)._action_send_mail(),
            "to many": lambda: self._composer(
                document, default_composition_mode="mass_mail"
            )._action_send_mail(),
            "post": lambda: case.message_post_with_source(
                template, subtype_xmlid="mail.mt_comment"
            ),
            "mail": lambda: case.message_mail_with_source(template),
            "send": lambda: template.with_user(self.agent).send_mail(document.id),
            "later": lambda: self._composer(
                document, default_scheduled_date="2099-01-01 10:00:00"
            ).action_schedule_message(),
        }

    def test_not_reviewed_does_not_leave(self):
        """Whatever way is taken, a report that nobody else has read is not sent."""
        report = self._report()
        report.action_ask_review()
        before = self.env["mail.mail"].sudo().search_count([])
        for name, send in self._ways(self.document).items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "not reviewed"):
                with self.env.cr.savepoint():
                    send()
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)
        self.assertEqual(report.state, "review")

    def test_drill_never_leaves(self):
        """Practised up to the review; no way leads out."""
        document = self._over()
        document._write_past_reactions({"is_drill": True})
        report = self._reviewed(document)
        for name, send in self._ways(document).items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "drill"):
                with self.env.cr.savepoint():
                    send()
        self.assertEqual(report.state, "reviewed")

    def test_sent_by_the_button(self):
        """The composer has the letter and the file; sent, it is a word to him."""
        report = self._reviewed()
        action = report.action_send()
        model = self.env[action["res_model"]].with_user(self.agent)
        composer = Form(model.with_context(**action["context"])).save()
        self.assertFalse(composer.crisis_promise_date, "nothing is promised any more")
        words = len(self.document.word_ids)
        with self.mock_mail_gateway():
            composer.action_send_mail()
        self.assertEqual((report.state, report.sent_by_id), ("sent", self.agent))
        name = self.document._report_file_name()
        self.assertTrue(report.message_id.attachment_ids.name.startswith(name))
        self.assertEqual(len(self.document.word_ids), words + 1)
        self.assertTrue(self.document.is_closed)
        self.assertFalse(
            self.document.promise_ids.filtered(lambda p: p.state == "open")
        )
        duties = self.env["crisis.duty"].search(
            [("document_id", "=", self.document.id), ("state", "=", "open")]
        )
        relapse = self.env.ref("crisis_protocol.mail_activity_type_relapse")
        self.assertFalse(duties.filtered(lambda duty: duty.type_id != relapse))

    def test_sent_by_other_ways(self):
        """Posted by code, mailed past the chatter: it is sent all the same."""
        for name in ("post", "mail", "send", "to many"):
            document = self._over()
            report = self._reviewed(document)
            with self.subTest(name), self.mock_mail_gateway():
                self._ways(document)[name]()
                self.assertEqual(report.state, "sent")

    def test_sent_and_forgotten(self):
        """A mail that is deleted once it is sent counts if it left with the report."""
        report = self._reviewed()
        template = self.env.ref("crisis_protocol.mail_template_report")
        own = self.agent.partner_id.ids
        for receivers in ({"recipient_ids": [Command.set(own)]}, None):
            values = (receivers or {}) | {"auto_delete": True}
            with self.mock_mail_gateway():
                template.with_user(self.agent).send_mail(
                    self.document.id, force_send=True, email_values=values
                )
            state = "reviewed" if receivers else "sent"
            self.assertEqual(report.state, state)
        name = self.document._report_file_name()
        self.assertTrue(report.message_id.attachment_ids.name.startswith(name))

    def test_shown_to_a_colleague(self):
        """Sent to a colleague only, the customer does not have it yet."""
        report = self._reviewed()
        composer = self._composer()
        composer.partner_ids = self.supervisor.partner_id
        composer._action_send_mail()
        self.assertEqual(report.state, "reviewed")

    def test_older_file_does_not_leave(self):
        """The file that was made before the review is not the one that was read."""
        report = self._reviewed()
        composer = self._composer()
        report._write_as_system(
            {"date_reviewed": fields.Datetime.now() + timedelta(minutes=5)}
        )
        with self.assertRaisesRegex(UserError, "anew"), self.env.cr.savepoint():
            composer._action_send_mail()
        composer.attachment_ids = False
        with self.assertRaisesRegex(UserError, "anew"), self.env.cr.savepoint():
            composer._action_send_mail()
        self.assertEqual(report.state, "reviewed")

    def test_sent_later(self):
        """What is sent later is looked at again when it leaves."""
        report = self._reviewed()
        later = fields.Datetime.now() + timedelta(minutes=5)
        self._composer(default_scheduled_date=later).action_schedule_message()
        waiting = self.env["mail.scheduled.message"].search(
            [("res_id", "=", self.document.id), ("model", "=", "crisis.document")]
        )
        report.changes = "Three people read each new keyword."
        with self.assertRaisesRegex(UserError, "not reviewed"):
            with self.env.cr.savepoint():
                waiting.with_user(self.agent).post_message()
        report.action_ask_review()
        report.with_user(self.supervisor).action_review()
        report._write_as_system({"date_reviewed": later})
        with self.assertRaisesRegex(UserError, "changed since"):
            with self.env.cr.savepoint():
                waiting.with_user(self.agent).post_message()
        report._write_as_system({"date_reviewed": waiting.crisis_report_date})
        waiting.with_user(self.agent).post_message()
        self.assertEqual((report.state, report.sent_by_id), ("sent", self.agent))

    def test_what_was_sent_stays(self):
        """Nobody changes what the customer has, the manager neither."""
        report = self._reviewed()
        with self.mock_mail_gateway():
            self._composer()._action_send_mail()
        step = report.step_ids[0]
        for user in (self.agent, self.supervisor, self.manager):
            acts = {
                "text": lambda u=user: report.with_user(u).write({"cause": "No"}),
                "step": lambda u=user: step.with_user(u).write({"name": "No"}),
                "no step": lambda u=user: step.with_user(u).unlink(),
                "new step": lambda u=user: step.with_user(u).create(
                    {"report_id": report.id, "name": "More"}
                ),
            }
            for name, act in acts.items():
                with self.subTest(user=user.login, act=name):
                    with self.assertRaisesRegex(UserError, "stays as it is"):
                        with self.env.cr.savepoint():
                            act()
        self.assertEqual(report.state, "sent")

    def test_not_by_the_stakeholders(self):
        """The letters to others don't take the report out past its review."""
        row = (
            self.env["crisis.stakeholder"]
            .with_user(self.agent)
            .create(
                {
                    "document_id": self._file().id,
                    "partner_id": self.customer.id,
                    "template_id": self.env.ref(
                        "crisis_protocol.mail_template_report"
                    ).id,
                    "subject": "Report",
                    "body": "<p>See the file.</p>",
                }
            )
        )
        row.action_send()
        self.assertEqual(row.state, "failed")
        self.assertIn("from the report itself", row.failure)

    def test_template_of_another_kind(self):
        """A message that takes the report as a file is one that is checked, too."""
        report = self._report()
        template = self.env.ref("crisis_protocol.mail_template_closing_own").copy()
        paper = self.env.ref("crisis_protocol.crisis_document_report_customer")
        template.report_template_ids = paper
        case = self.document.with_user(self.agent)
        ways = {
            "post": lambda: case.message_post_with_source(
                template, subtype_xmlid="mail.mt_comment"
            ),
            "send": lambda: template.with_user(self.agent).send_mail(case.id),
        }
        for name, send in ways.items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "not reviewed"):
                with self.env.cr.savepoint():
                    send()
        report.action_ask_review()
        report.with_user(self.supervisor).action_review()
        with self.mock_mail_gateway():
            ways["post"]()
        self.assertEqual(report.state, "sent")

    def test_paper_for_the_file_stays(self):
        """No message takes along what is printed for the file."""
        template = self.env.ref("crisis_protocol.mail_template_closing_own")
        paper = self.env.ref("crisis_protocol.crisis_document_report_file")
        with self.assertRaisesRegex(ValidationError, "internal"):
            template.report_template_ids = paper

    def test_not_while_the_case_runs_again(self):
        """It came back before the report left: “is behind us” is not true now."""
        document = self._at("own_follow_up")
        self._says_over(document, "yes")
        report = self._reviewed(document)
        self._says_over(document, "no")
        for name, send in self._ways(document).items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "runs again"):
                with self.env.cr.savepoint():
                    send()
        self._says_over(document, "yes")
        self.assertTrue(report.action_send())
