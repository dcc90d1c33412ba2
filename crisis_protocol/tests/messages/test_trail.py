import base64

from markupsafe import Markup

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import freeze_all_time

from .common_words import RIGHT, WordsCase

FILE = base64.b64encode(b"The list of missing items")


@tagged("post_install", "-at_install")
class TestTrail(WordsCase, HttpCase):
    """What was said on a case stays as it was said (S0-41, S0-47)."""

    def _file_of(self, user, **vals):
        files = self.env["ir.attachment"].with_user(user)
        return files.create({"name": "list.txt", "datas": FILE} | vals)

    def _word(self, minutes, **values):
        """The agent writes to the customer at that minute; return the message."""
        with self._minute(minutes), self.mock_mail_gateway():
            plain = {
                "body": Markup(RIGHT),
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_comment",
                "partner_ids": self.contact.ids,
            }
            return self.document.message_post(**plain | values)

    def _messages(self):
        self.document.invalidate_recordset()
        return self.document.sudo().message_ids

    def _assert_refused(self, act, name=""):
        with self.assertRaisesRegex(UserError, "stays"), self.cr.savepoint():
            act()
        self.env.invalidate_all()
        self.assertTrue(True, name)

    def test_no_word_goes(self):
        """Neither words nor moves, overrides, controls, notices: for no role."""
        self._word(11)
        with self._minute(12):
            self._confirm_notices(self.document)
            self.document.with_user(self.supervisor)._override_gates(
                self.document.next_stage_id, "The customer waits at the door."
            )
            self._control(self.document, "system").action_clean()
            self.flush_tracking()
        with self._minute(40):
            kept = self._messages()
            self.assertGreater(len(kept), 4)
            for user in (self.agent, self.supervisor, self.manager):
                for message in kept:
                    own = message.with_user(user)
                    for rights in (own, own.sudo()):
                        with self.subTest(user=user.login, body=message.body):
                            self._assert_refused(rights.unlink)
                            self._assert_refused(
                                lambda m=rights: m.write({"body": "Fine"})
                            )
            self.assertEqual(self._messages(), kept)

    def test_nothing_of_it_changes(self):
        """Its time, author, type, receivers and files are part of what was said."""
        message = self._word(11)
        changes = {
            "date": "2020-01-01 10:00:00",
            "author_id": self.contact.id,
            "email_from": "x@example.com",
            "message_type": "email",
            "subtype_id": self.env.ref("mail.mt_note").id,
            "partner_ids": [Command.clear()],
            "attachment_ids": [Command.clear()],
            "subject": "Other",
            "res_id": self._file().id,
        }
        with self._minute(40):
            for name, value in changes.items():
                with self.subTest(field=name):
                    self._assert_refused(
                        lambda n=name, v=value: message.with_user(self.agent)
                        .sudo()
                        .write({n: v})
                    )
            message.with_user(self.agent).toggle_message_starred()
            self.assertTrue(message.with_user(self.agent).starred)

    def test_own_note(self):
        """A slip in a note of one's own is put right at once, and not later."""
        with self._minute(11):
            note = self.document.message_post(body="He is angri.")
        with self._minute(15):
            self.document._message_update_content(note, body=Markup("He is angry."))
            self.assertIn("angry", note.body)
            self._assert_refused(note.with_user(self.supervisor).sudo().unlink)
        with self._minute(40):
            self._assert_refused(
                lambda: self.document._message_update_content(note, body="Fine")
            )
            self._assert_refused(note.unlink)

    def test_forged_note(self):
        """A note that was just made is not made another's word, time or receiver."""
        note_type, talk = self.env.ref("mail.mt_note"), self.env.ref("mail.mt_comment")
        with self._minute(11):
            note = self.document.with_user(self.agent).message_post(body="All is well")
        self.assertEqual(note.subtype_id, note_type)
        with self._minute(13):
            for values in (
                {"author_id": self.contact.id},
                {"author_id": self.supervisor.partner_id.id, "body": "Fine"},
                {"date": "2020-01-01 10:00:00"},
                {"message_type": "email"},
                {"email_from": self.contact.email_formatted},
                {"subtype_id": talk.id},
                {"is_internal": False},
                {"partner_ids": [Command.set(self.contact.ids)]},
                {"res_id": self._file().id},
                {"reply_to": "x@example.com"},
            ):
                with self.subTest(values=values):
                    self._assert_refused(
                        lambda v=values: note.with_user(self.agent).sudo().write(v)
                    )
                    self._assert_refused(
                        lambda v=values: note.with_user(self.agent).write(v)
                    )
            self.assertEqual(note.author_id, self.agent.partner_id)
            note.with_user(self.agent).sudo().write(
                {"body": "<p>All is ill</p>", "partner_ids": False}
            )
            self.assertIn("ill", note.body)

    def test_slip_by_the_web_client(self):
        """The chatter puts right the words, and adds no receiver."""
        self.agent.password = "crisis_agent_pw"
        with self._minute(11):
            note = self.document.with_user(self.agent).message_post(body="He is angri.")
        with freeze_all_time(self._moment(13)):
            self.authenticate(self.agent.login, "crisis_agent_pw")
            url = "/mail/message/update_content"
            changed = {"body": "Angry", "partner_ids": self.contact.ids}
            answer = self.make_jsonrpc_request_raw(
                url, {"message_id": note.id, "update_data": changed}
            )
            self.assertIn("stays", str(answer))
            put_right = {"body": "He is angry.", "partner_ids": []}
            self.make_jsonrpc_request(
                url, {"message_id": note.id, "update_data": put_right}
            )
        self.env.invalidate_all()
        self.assertIn("He is angry", note.body)
        self.assertFalse(note.partner_ids)

    def test_nobody_gets_it_afterwards(self):
        """Who has got a message, and where its answers go, nobody adds to."""
        message = self._word(11)
        other = self.supervisor.partner_id
        got = {"res_partner_id": other.id, "notification_type": "inbox"}
        own = message.with_user(self.agent)
        with self._minute(40):
            self._assert_refused(
                lambda: own.env["mail.notification"].create(
                    got | {"mail_message_id": message.id}
                )
            )
            for values in (
                {"notification_ids": [Command.create(got)]},
                {"notified_partner_ids": [Command.link(other.id)]},
                {"reply_to": "x@example.com"},
                {"reply_to_force_new": True},
            ):
                with self.subTest(values=values):
                    self._assert_refused(lambda v=values: own.write(v))
            self.assertNotIn(other, message.notified_partner_ids)
            told = self.document.with_user(self.agent).message_post(
                body="Look", partner_ids=other.ids
            )
            told.with_user(self.supervisor).set_message_done()
            notification = told.notification_ids.sudo()
            self.assertEqual(notification.res_partner_id, other)
            notification.write({"notification_status": "exception"})

    def test_files(self):
        """What was sent, and what proves a control, is neither deleted nor replaced."""
        sent = self._file_of(
            self.agent, res_model="crisis.document", res_id=self.document.id
        )
        self._word(11, attachment_ids=sent.ids)
        shown = self._file_of(self.agent)
        with self._minute(12):
            control = self._control(
                self.document, "system", attachment_ids=[Command.set(shown.ids)]
            )
            control.action_clean()
        self.assertEqual(shown.res_id, self.document.id, "it got its place")
        loose = self._file_of(
            self.agent, res_model="crisis.document", res_id=self.document.id
        )
        with self._minute(40):
            for file in sent | shown:
                for own in (
                    file.with_user(self.agent),
                    file.with_user(self.agent).sudo(),
                ):
                    self._assert_refused(own.unlink)
                    for vals in (
                        {"datas": base64.b64encode(b"Other")},
                        {"name": "other.txt"},
                        {"res_id": self._file().id},
                    ):
                        self._assert_refused(lambda o=own, v=vals: o.write(v))
            hidden = {"res_model": "crisis.document", "res_field": "name"}
            for file in sent | shown:
                self._assert_refused(
                    lambda f=file: f.with_user(self.agent).sudo().write(hidden)
                )
            sent.with_user(self.agent).generate_access_token()
            loose.with_user(self.agent).unlink()

    def test_files_without_a_place(self):
        """Files that had no place, or that of a field, when they became proof."""
        loose = self._file_of(self.agent)
        of_field = self._file_of(self.agent)
        # (as whoever may write files of fields would make it)
        of_field.sudo().write(
            {
                "res_model": "crisis.document",
                "res_id": self.document.id,
                "res_field": "name",
            }
        )
        self._word(11, attachment_ids=(loose | of_field).ids)
        with self._minute(40):
            for file in loose | of_field:
                own = file.with_user(self.agent).sudo()
                self._assert_refused(own.unlink)
                self._assert_refused(lambda o=own: o.write({"raw": b"Other"}))
                self._assert_refused(lambda o=own: o.write({"res_field": "name"}))

    def test_mail_that_leaves_changes_nothing(self):
        """What Odoo writes on a mail that has left is no change of what was said."""
        message = self._word(11)
        with self._minute(40):
            before = self._messages()
            message.with_user(SUPERUSER_ID).write(
                {"message_id": message.message_id, "body": message.body}
            )
            self.assertEqual(self._messages(), before)

    def test_administrator_leaves_a_trace(self):
        """What he changes or deletes all the same stands on the case, as it was."""
        message = self._word(11)
        admin = self.user_admin
        with self._minute(40):
            message.with_user(admin).sudo().write({"body": "<p>Nothing</p>"})
            line = self._messages().sorted("id")[-1:].body
            self.assertIn("Changed by", line)
            self.assertIn("We are sorry", line)
        with self._minute(50):
            message.with_user(admin).sudo().unlink()
            line = self._messages().sorted("id")[-1:].body
            self.assertIn("Deleted by", line)
            self.assertIn("Nothing", line)
            self.assertTrue(self.document.word_ids.text, "what was said is kept")

    def test_administrator_changes_a_file(self):
        """A file that proves something leaves a line when he changes or deletes it."""
        file = self._file_of(
            self.agent, res_model="crisis.document", res_id=self.document.id
        )
        self._word(11, attachment_ids=file.ids)
        for way in (
            lambda own: own.write({"name": "other.txt"}),
            lambda own: own.unlink(),
        ):
            before = self._messages()
            with self._minute(40):
                way(file.with_user(self.user_admin))
            [line] = self._messages() - before
            self.assertIn("An administrator has changed or deleted", line.body)
            self.assertIn(".txt", line.body)

    def test_case_with_words_is_kept(self):
        """With the case its words would go, so it stays."""
        case = self._file()
        case.with_user(self.supervisor).unlink()
        self.assertFalse(case.exists())
        self._word(11)
        with self.assertRaisesRegex(UserError, "is kept"):
            self.document.with_user(self.supervisor).unlink()

    def test_sent_and_forgotten(self):
        """A mail that is deleted once it is sent leaves its message."""
        self.template.auto_delete = True
        with self.mock_mail_gateway():
            self._templated(RIGHT).send_mail(self.document.id, force_send=True)
        word = self.document.word_ids
        self.assertIn("We are sorry", word.message_id.body)

    def test_by_the_web_client(self):
        """Nor by the addresses that the chatter calls."""
        file = self._file_of(
            self.agent, res_model="crisis.document", res_id=self.document.id
        )
        message = self._word(11, attachment_ids=file.ids)
        before = message.body
        self.agent.password = "crisis_agent_pw"
        with freeze_all_time(self._moment(40)):
            self.authenticate(self.agent.login, "crisis_agent_pw")
            for url, params in (
                (
                    "/mail/message/update_content",
                    {"message_id": message.id, "update_data": {"body": "Fine"}},
                ),
                ("/mail/attachment/delete", {"attachment_id": file.id}),
            ):
                with self.subTest(url=url):
                    answer = self.make_jsonrpc_request_raw(url, params)
                    self.assertIn("stays", str(answer))
        self.env.invalidate_all()
        self.assertTrue(file.exists())
        self.assertEqual(message.body, before)

    def make_jsonrpc_request_raw(self, url, params):
        """Return what a route answers, a refusal too."""
        answer = self.url_open(
            url, json={"jsonrpc": "2.0", "method": "call", "params": params}
        )
        return answer.json()
