from datetime import timedelta
from unittest.mock import patch

from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common_access import VERBS
from .common_mail import CrisisMailCase
from .common_words import LACKING, RIGHT, RUDE, WordsCase


@tagged("post_install", "-at_install")
class TestWordsAccess(CrisisMailCase, WordsCase):
    """Who may look at words, before they leave and after; and mails that come in."""

    def _may(self, act):
        try:
            with self.cr.savepoint():
                act()
        except AccessError:
            return False
        finally:
            self.env.invalidate_all()
        return True

    def test_who_sees_the_results(self):
        """The agent sees his own, the supervisor his team's, the manager all."""
        check = self._leaves(self._by_quick_reply, RIGHT)
        for user, may in (
            (self.agent, True),
            (self.supervisor, True),
            (self.manager, True),
            (self.other_agent, False),
            (self.other_supervisor, False),
            (self.production, False),
            (self.foreign_agent, False),
            (self.foreign_manager, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(check.with_user(user).has_access("read"), may)

    def test_nobody_changes_them(self):
        """The trail of the words is nobody's to edit."""
        check = self._leaves(self._by_quick_reply, RIGHT)
        for user in (self.agent, self.supervisor, self.manager):
            for verb in set(VERBS) - {"read"}:
                with self.subTest(user=user.login, verb=verb):
                    self.assertFalse(check.with_user(user).has_access(verb))
        with self.assertRaises(AccessError):
            self.document.write({"check_ids": [(2, check.id)]})

    def test_who_may_check(self):
        """Only who may read the case may compare a text with it."""
        for user, may in (
            (self.agent, True),
            (self.supervisor, True),
            (self.manager, True),
            (self.other_agent, False),
            (self.foreign_agent, False),
        ):
            document = self.document.with_user(user)
            for act in (
                lambda d=document: d.check_words(RIGHT),
                document.message_choices,
            ):
                with self.subTest(user=user.login):
                    self.assertEqual(self._may(act), may)

    def test_check_changes_nothing(self):
        """To look at a text being written costs few queries and leaves nothing."""
        document = self.document
        document.check_words(RIGHT)
        self.env.flush_all()
        with (
            self.assertQueryCount(8),
            patch.object(
                type(self.env["crisis.phrase"]), "search", side_effect=AssertionError
            ),
        ):
            words = document.check_words(RUDE)
        self.assertEqual(words["mode"], "warn")
        self.assertEqual([found["text"] for found in words["avoid"]], ["idiot"])
        self.assertTrue(words["avoid"][0]["forbidden"])
        names = [p["name"] for topic in words["topics"] for p in topic["phrases"]]
        self.assertFalse([name for name in names if set("(){}") & set(name)])
        self.assertFalse(self._checks())
        self.assertFalse(document.promise_ids)

    def test_odd_texts(self):
        """Whatever a client sends as a text is looked at, or nothing is found in it."""
        for body in ("", False, "<html></html>", "<!---->", "<p>\x00</p>", "</p>"):
            with self.subTest(body=body):
                self.assertFalse(self.document.check_words(body)["avoid"])

    def test_messages_to_choose(self):
        """The stage's own message stands first, each has a name of its own."""
        choices = self.document.message_choices()
        template = self.document.stage_id.sudo().mail_template_id
        self.assertEqual(choices[0]["id"], template.id)
        names = [choice["name"] for choice in choices]
        self.assertGreater(len(names), 1)
        self.assertEqual(len(names), len(set(names)))
        template.active = False
        self.assertNotIn(
            template.id, [c["id"] for c in self.document.message_choices()]
        )

    def test_supervisor_writes_for_the_team(self):
        """A message of the supervisor counts as his."""
        document = self.document.with_user(self.supervisor)
        with self.mock_mail_gateway():
            document.message_post(
                body=Markup(RIGHT),
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.contact.ids,
            )
        check = self._checks()
        self.assertEqual(check.user_id, self.supervisor)
        self.assertEqual(
            self.document.promise_ids.date_due,
            self._moment(10) + timedelta(minutes=self.interval),
        )

    # Mails that come in through the gateway ---------------------------------------

    def _mail(self, sender, html):
        """Let an answer to the last message of the case come in as a mail."""
        parent = self._word(body=Markup(RIGHT))
        before = self.document.message_ids
        self._receive(sender, "Re: News", html=html, reply_to_message=parent)
        self.document.invalidate_recordset()
        return self.document.message_ids - before

    def test_mail_of_the_customer(self):
        """A mail of the customer comes in, whatever is in it, and is not checked."""
        self._mode("block")
        message = self._mail(self.contact.email, RUDE)
        self.assertIn("idiot", message.body)
        self.assertFalse(message.crisis_check_ids)

    def test_mail_of_the_agent(self):
        """A mail that the agent answers from his own program is not lost."""
        self._mode("block")
        self.document.message_subscribe(self.contact.ids)
        message = self._mail(self.agent.email, LACKING)
        self.assertIn("The bulletin follows", message.body)
        mails = self._new_mails.filtered(lambda m: self.contact in m.recipient_ids)
        self.assertFalse(mails, "what the protocol holds back does not go on")
