from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from .common_notice import NoticeCase

MONDAY = datetime(2026, 3, 2, 10, 0)


@tagged("post_install", "-at_install")
class TestInWriting(NoticeCase):
    """Who has to know is written to at once, with a link that needs no login."""

    def test_told_at_filing(self):
        """Filing tells: from then on it is the receiver who owes a confirmation."""
        with freeze_all_time(MONDAY), self._sent() as sent:
            document = self._file(level_id=self.severe.id)
            self.env.flush_all()
        self.assertEqual(
            set(sent), {self.supervisor.partner_id, self.manager.partner_id}
        )
        for notice in document.notice_ids:
            self.assertEqual(notice.state, "open")
            self.assertEqual(notice.date_told, MONDAY)
            self.assertEqual(notice.told_by_id, self.agent)
            self.assertEqual(notice.user_id, notice.receiver_id.user_ids)

    def test_time_to_confirm_is_the_levels(self):
        """The receiver has as long to confirm as the level says."""
        self.severe.notice_minutes = 45
        with freeze_all_time(MONDAY):
            document = self._file(level_id=self.severe.id)
            self.env.flush_all()
        for notice in document.notice_ids:
            self.assertEqual(notice.date_due, MONDAY + timedelta(minutes=45))

    def test_one_message_for_many_cases(self):
        """Several cases filed in one go reach each person in one message."""
        rows = [
            {
                "name": f"Case {number}",
                "protocol_id": self.own.id,
                "partner_id": self.customer.id,
                "level_id": self.severe.id,
            }
            for number in range(4)
        ]
        with self._sent() as sent:
            documents = self.env["crisis.document"].with_user(self.agent).create(rows)
        people = self.supervisor.partner_id, self.manager.partner_id
        self.assertEqual(set(sent), set(people))
        for partner in people:
            self.assertEqual(len(sent[partner]), 1)
            for document in documents:
                self.assertIn(document.reference, sent[partner].body)
        notices, partner = documents.notice_ids._from_token(
            self._token(sent[people[0]])
        )
        self.assertEqual(notices.document_id.ids, documents.ids)
        self.assertEqual(notices.receiver_id, people[0])

    def test_one_message_for_an_import(self):
        """Imported cases are told of, too, and in one message."""
        self.team.protocol_id = self.own
        model = self.env["crisis.document"].with_user(self.agent)
        header = ["name", "protocol_id/.id", "partner_id/.id", "level_id/.id"]
        row = [str(self.own.id), str(self.customer.id), str(self.severe.id)]
        with self._sent() as sent:
            result = model.load(
                header, [[f"Row {number}", *row] for number in range(3)]
            )
        self.assertFalse(result["messages"])
        self.assertEqual(len(sent[self.manager.partner_id]), 1)

    def test_imported_in_silence(self):
        """A silent import of old cases writes to nobody, but hides nothing either."""
        silent = self.env["crisis.document"].with_context(tracking_disable=True)
        with self._sent() as sent:
            document = silent.with_user(self.agent).create(
                {
                    "name": "Of last year",
                    "protocol_id": self.own.id,
                    "partner_id": self.customer.id,
                    "level_id": self.severe.id,
                }
            )
        self.assertFalse(sent)
        self.assertEqual(
            self._receivers(document), self._names(self.supervisor, self.manager)
        )
        self.assertFalse(any(document.notice_ids.mapped("date_told")))
        self.assertEqual(document.notice_ids.user_id, self.agent)

    def test_sent_by_hand_after_a_silent_import(self):
        """What was imported in silence is told by a press of the button."""
        silent = self.env["crisis.document"].with_context(tracking_disable=True)
        document = silent.with_user(self.agent).create(
            {
                "name": "Of last year",
                "protocol_id": self.own.id,
                "partner_id": self.customer.id,
                "level_id": self.severe.id,
            }
        )
        notice = self._notice(document, self.manager.partner_id).with_user(self.agent)
        self.assertFalse(notice.date_told)
        with self._sent() as sent:
            notice.action_send()
        self.assertEqual(set(sent), {self.manager.partner_id})
        self.assertTrue(notice.date_told)
        self.assertEqual(notice.user_id, self.manager)

    def test_receivers_language(self):
        """Each is written to in his own language, whatever the agent speaks."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.severe.with_context(lang="tr_TR").name = "Çok ağır"
        self.env.ref("crisis_protocol.notice_message").update_field_translations(
            "arch_db", {"tr_TR": {"I have read this": "Okudum, biliyorum"}}
        )
        self.manager.lang = "tr_TR"
        with self._sent() as sent:
            self._file(level_id=self.severe.id)
        turkish = sent[self.manager.partner_id].body
        english = sent[self.supervisor.partner_id].body
        for word in ("Çok ağır", "Okudum, biliyorum"):
            self.assertIn(word, turkish)
            self.assertNotIn(word, english)
        self.assertIn("I have read this", english)

    def test_language_that_is_not_installed(self):
        """A receiver whose language we do not have can be told all the same."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.team.inform_partner_ids = self.office
        self.office.lang = "fr_FR"
        self.env.cr.execute("UPDATE res_lang SET active = FALSE WHERE code = 'fr_FR'")
        self.env.registry.clear_all_caches()
        self.addCleanup(self.env.registry.clear_all_caches)
        self.env.invalidate_all()
        with self._sent() as sent:
            self._file(level_id=self.mild.id)
        self.assertIn("I have read this", sent[self.office].body)

    def test_link_of_each_is_his_own(self):
        """The link names its receiver, so nobody confirms for another."""
        with self._sent() as sent:
            document = self._file(level_id=self.severe.id)
        for partner, message in sent.items():
            notices, receiver = self.env["crisis.notice"]._from_token(
                self._token(message)
            )
            self.assertEqual(receiver, partner)
            self.assertEqual(notices, self._notice(document, partner))

    def test_by_mail_without_user(self):
        """Who has no user gets a mail; it says what it is about."""
        self.team.inform_partner_ids = self.office
        with self.mock_mail_gateway():
            document = self._file(level_id=self.mild.id, name="No news since Monday")
            self.env.flush_all()
        mail = self._new_mails.filtered(lambda m: self.office in m.recipient_ids)
        self.assertEqual(len(mail), 1)
        self.assertIn("No news since Monday", mail.subject)
        self.assertIn(document.reference, mail.body_html)
        self.assertNotIn("/crisis/notice/", mail.body_html)
        [sent] = [m for m in self._mails if self.office.email in m["email_to"][0]]
        self.assertIn("/crisis/notice/", sent["body"], "his link is in his mail alone")

    def test_words_of_the_topic_stay_text(self):
        """Markup typed into the topic reaches the receiver as text."""
        with self._sent() as sent:
            self._file(level_id=self.serious.id, name="<img src=x onerror=steal()>")
        body = sent[self.supervisor.partner_id].body
        self.assertIn("&lt;img", body)
        self.assertNotIn("<img", body)

    def test_not_in_the_chatter(self):
        """The link of one is not read by others who read the case."""
        document = self._file(level_id=self.severe.id)
        bodies = document.with_user(self.agent).message_ids.mapped("body")
        self.assertFalse([body for body in bodies if "/crisis/notice/" in body])

    def test_message_of_another_is_closed(self):
        """The agent can't read the manager's message, so not take his link either."""
        with self._sent() as sent:
            self._file(level_id=self.severe.id)
        message = sent[self.manager.partner_id].with_user(self.other_agent)
        self.assertFalse(self._may(lambda: message.read(["body"])))

    def test_written_again(self):
        """Who does not react is written to again; the first message stays proof."""
        document = self._file(level_id=self.serious.id)
        notice = self._notice(document, self.supervisor.partner_id)
        with self._sent() as sent:
            notice.with_user(self.agent).action_send()
        self.assertEqual(set(sent), {self.supervisor.partner_id})
        self.assertEqual(notice.state, "open")

    def test_what_is_over_is_not_sent(self):
        """Nobody is written to once he has confirmed."""
        document = self._file(level_id=self.serious.id)
        notice = self._notice(document, self.supervisor.partner_id)
        notice.with_user(self.supervisor).action_confirm()
        with self._sent() as sent, self.assertRaises(UserError):
            notice.with_user(self.agent).action_send()
        self.assertFalse(sent)
