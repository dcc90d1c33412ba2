from contextlib import ExitStack
from unittest.mock import Mock, patch

from odoo.tests import tagged

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from ..common_race import RaceCase


@tagged("post_install", "-at_install")
class TestMailRace(RaceCase):
    """Who writes sends at once, and the queue comes to the same mail meanwhile."""

    def setUp(self):
        super().setUp()
        with self._session() as env:
            mail = self._mails(env).create(
                {
                    "model": "crisis.document",
                    "res_id": self._file(env).id,
                    "subject": "How it stands",
                    "body_html": "<p>We are at it.</p>",
                    "email_to": "elif@example.com",
                    "auto_delete": False,
                }
            )
            self.mail_id = mail.id
        self.addCleanup(self._drop_mail)
        self.sent = self.startPatcher(
            patch.object(IrMail_Server, "send_email", side_effect=["<a@b>", "<c@d>"])
        )
        for name, value in (("_disable_send", False), ("_connect__", Mock())):
            self.startPatcher(patch.object(IrMail_Server, name, return_value=value))

    def _mails(self, env):
        return env(su=True)["mail.mail"]

    def _mail(self, env):
        return self._mails(env).browse(self.mail_id)

    def _drop_mail(self):
        with self._session() as env:
            self._mail(env).exists().unlink()

    def _both_look(self, stack):
        first, second = stack.enter_context(self._sessions())
        for env in (first, second):
            self.assertEqual(self._mail(env).state, "outgoing")
        return first, second

    def test_sent_meanwhile(self):
        """What has left since the queue looked does not leave again."""
        with ExitStack() as stack:
            first, second = self._both_look(stack)
            self._mail(first).send()
            first.cr.commit()
            self._mail(second).send()
        self.assertEqual(self.sent.call_count, 1)
        with self._session() as env:
            self.assertEqual(self._mail(env).state, "sent")

    def test_same_message(self):
        """Each mail of a message waits for the others: all of them write on it."""
        with self._session() as env:
            other = self._mail(env).copy(
                {"mail_message_id": self._mail(env).mail_message_id.id}
            )
        with ExitStack() as stack:
            first, second = self._both_look(stack)
            self._mail(first).send()
            first.cr.commit()
            self._mails(second).browse(other.id).send()
        self.assertEqual(self.sent.call_count, 1)
        with self._session() as env:
            self._mails(env).browse(other.id).send()
        self.assertEqual(self.sent.call_count, 2)
        with self._session() as env:
            self.assertEqual(self._mails(env).browse(other.id).state, "sent")
            self._mails(env).browse(other.id).unlink()

    def test_just_being_sent(self):
        """What somebody is sending just now nobody waits for."""
        with ExitStack() as stack:
            first, second = self._both_look(stack)
            self._mail(first).send()
            first.flush_all()
            self._mail(second).send()
        self.assertEqual(self.sent.call_count, 1)
        with self._session() as env:
            self.assertEqual(self._mail(env).state, "sent")
