from datetime import timedelta
from time import sleep
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.models.mail_mail import MailMail

from ..common_race import RaceCase


@tagged("post_install", "-at_install")
class TestExplanationRace(RaceCase):
    """Two send a customer's explanation at the same moment: he gets it once."""

    def setUp(self):
        super().setUp()
        with self._session() as env:
            partner = env["res.partner"].browse(self.partner_id)
            partner.email = "reader@example.com"
            document = self._file(env, explanation="<p>It was misspelt.</p>")
            document.action_confirm_facts()
            self.document_id = document.id

    def _clean(self):
        with self._session() as env:
            mine = [
                ("model", "=", "crisis.document"),
                ("res_id", "=", self.document_id),
            ]
            env(su=True)["mail.mail"].search(mine).unlink()
        return super()._clean()

    def _template(self, env):
        return env.ref("crisis_protocol.mail_template_explanation_own")

    def _assert_sent_once(self, outcomes):
        refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        self.assertEqual(len(refused), 1, outcomes)
        self.assertIsInstance(refused[0], UserError)
        self.assertIn("right now", str(refused[0]))
        with self._session() as env:
            document = env["crisis.document"].browse(self.document_id)
            self.assertEqual(document.explanation_state, "sent")
            self.assertEqual(len(document.word_ids), 1)

    @mute_logger("odoo.sql_db")
    def test_sent_past_the_chatter(self):
        """By code, at once: the second mail is not even made."""

        def send(env):
            return self._template(env).send_mail(self.document_id, force_send=True)

        posted = self.startPatcher(patch.object(MailMail, "send"))
        self._assert_sent_once(self._together(send))
        self.assertEqual(posted.call_count, 1)

    @mute_logger("odoo.sql_db")
    def test_sent_by_two_windows(self):
        """Two message windows: the second is told, and not sent anew."""

        def send(env):
            context = {
                "default_model": "crisis.document",
                "default_res_ids": [self.document_id],
                "default_template_id": self._template(env).id,
                "default_subtype_xmlid": "mail.mt_comment",
            }
            composer = env["mail.compose.message"].with_context(**context).create({})
            composer._action_send_mail()

        self.startPatcher(patch.object(MailMail, "send"))
        self._assert_sent_once(self._together(send))

    def test_sent_while_one_waits(self):
        """What waits for its time does not leave if somebody was quicker."""
        later = fields.Datetime.now() + timedelta(minutes=5)
        context = {
            "default_model": "crisis.document",
            "default_res_ids": [self.document_id],
            "default_subtype_xmlid": "mail.mt_comment",
            "default_scheduled_date": fields.Datetime.to_string(later),
        }
        with self._session() as env:
            context["default_template_id"] = self._template(env).id
            composer = env["mail.compose.message"].with_context(**context).create({})
            composer.action_schedule_message()
        self.startPatcher(patch.object(MailMail, "send"))
        sleep(1)  # what was sent is kept to the second
        with self._session() as env:
            self._template(env).send_mail(self.document_id, force_send=True)
        with self._session() as env:
            mine = [
                ("model", "=", "crisis.document"),
                ("res_id", "=", self.document_id),
            ]
            waiting = env["mail.scheduled.message"].search(mine)
            with self.assertRaisesRegex(UserError, "meanwhile"):
                with env.cr.savepoint():
                    waiting.post_message()
            waiting.unlink()
        with self._session() as env:
            document = env["crisis.document"].browse(self.document_id)
            self.assertEqual(len(document.word_ids), 1)

    def test_sent_again_on_purpose(self):
        """Who sends it once more later, because it was lost, may do so."""
        self.startPatcher(patch.object(MailMail, "send"))
        for _number in range(2):
            with self._session() as env:
                self._template(env).send_mail(self.document_id, force_send=True)
        with self._session() as env:
            document = env["crisis.document"].browse(self.document_id)
            self.assertEqual(len(document.word_ids), 2)
