from datetime import datetime, timedelta

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from .common_notice import NoticeCase

MONDAY = datetime(2026, 3, 2, 10, 0)


@tagged("post_install", "-at_install")
class TestOrally(NoticeCase):
    """Told orally counts when it is kept by whom, when, how and with which words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file(level_id=cls.mild.id)
        cls.document.write({"inform_oral": "yes", "inform_oral_note": "The director"})
        cls.notice = cls._open(cls.document).with_user(cls.agent)

    def test_needs_channel_and_note(self):
        """Without how and what, or with blanks, it is no proof."""
        for vals in (
            {},
            {"channel": "phone"},
            {"note": "He will call his editor"},
            {"channel": "phone", "note": "  \n "},
            {"channel": "phone", "note": "-"},
            {"channel": "phone", "note": "tamam"},
        ):
            with self.subTest(vals=vals), self.cr.savepoint():
                self.notice.write({"channel": False, "note": False} | vals)
                with self.assertRaises(UserError):
                    self.notice.action_told()
                self.assertEqual(self.notice.state, "open")
                self.assertFalse(self.notice.date_told)

    def test_proof_is_kept(self):
        """Who told, when, how and what stands in the notice and in the chatter."""
        self.notice.write({"channel": "phone", "note": "He will call his editor"})
        with freeze_all_time(MONDAY):
            self.notice.action_told()
            self.env.flush_all()
        self.assertEqual(self.notice.state, "done")
        self.assertEqual(self.notice.way, "oral")
        self.assertEqual(self.notice.told_by_id, self.agent)
        self.assertEqual(self.notice.done_by_id, self.agent)
        self.assertEqual(self.notice.date_told, MONDAY)
        self.assertFalse(self.notice.confirmed_by_id, "nobody confirmed himself")
        message = self.document.message_ids[:1]
        self.assertIn("He will call his editor", message.body)
        self.assertIn("Telephone", message.body)
        self.assertEqual(message.author_id, self.agent.partner_id)

    def test_proof_stays_as_it_was(self):
        """Neither the words nor the moment can be changed afterwards."""
        self.notice.write({"channel": "phone", "note": "He will call his editor"})
        self.notice.action_told()
        for user in (self.agent, self.supervisor, self.manager):
            for vals in ({"note": "Other words"}, {"channel": "meeting"}):
                with self.subTest(user=user.login, vals=vals):
                    with self.assertRaises(UserError), self.cr.savepoint():
                        self.notice.with_user(user).write(vals)
        self.assertEqual(self.notice.note, "He will call his editor")

    def test_proof_cannot_be_typed_in(self):
        """When, by whom and that it was told at all can't be written from outside."""
        before = self.notice.read(["state", "date_told", "told_by_id", "done_by_id"])
        self.notice.write(
            {
                "state": "done",
                "date_told": "2026-03-02 10:00:00",
                "told_by_id": self.manager.id,
                "done_by_id": self.manager.id,
                "date_done": "2026-03-02 10:00:00",
                "confirmed_by_id": self.manager.partner_id.id,
                "source": "manual",
            }
        )
        self.env.invalidate_all()
        self.assertEqual(
            self.notice.read(["state", "date_told", "told_by_id", "done_by_id"]), before
        )
        self.assertEqual(self.notice.source, "customer")

    def test_of_somebody_who_was_written_to(self):
        """Who does not read his mail may be told on the telephone instead."""
        document = self._file(level_id=self.serious.id)
        notice = self._notice(document, self.supervisor.partner_id)
        notice.with_user(self.agent).write(
            {"channel": "phone", "note": "The director knows what happened."}
        )
        notice.with_user(self.agent).action_told()
        self.assertEqual((notice.state, notice.way), ("done", "oral"))
        self.assertFalse(notice.activity_id.active)


@tagged("post_install", "-at_install")
class TestFollow(NoticeCase):
    """Who is told follows the case with us only where asked (S0-29, S0-69)."""

    def _told(self, follow):
        document = self._file(level_id=self.mild.id)
        notice = self._by_hand(document, receiver_id=self.office.id, follow=follow)
        notice.action_send()
        notice._confirm(self.office)
        return document

    def test_follows_when_asked(self):
        """Asked for, the receiver is a follower from then on."""
        self.assertIn(self.office, self._told(True).message_partner_ids)

    def test_does_not_follow_else(self):
        """To be told once is not to be told for ever."""
        self.assertNotIn(self.office, self._told(False).message_partner_ids)

    def test_follows_when_told_orally(self):
        """Told on the telephone, he follows in writing."""
        document = self._file(level_id=self.mild.id)
        notice = self._by_hand(document, receiver_id=self.office.id, follow=True)
        self.assertNotIn(self.office, document.message_partner_ids)
        notice.write({"channel": "phone", "note": "Keep us posted, he says"})
        notice.action_told()
        self.assertIn(self.office, document.message_partner_ids)


@tagged("post_install", "-at_install")
class TestConfirmed(NoticeCase):
    """In writing counts when the receiver himself confirms."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.manager_ids |= cls.plain
        cls.document = cls._file(level_id=cls.severe.id)
        cls.notice = cls._open(cls.document).filtered(
            lambda n: n.receiver_id == cls.plain.partner_id
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _assert_confirmed(self, notice, user):
        self.assertEqual(notice.state, "done")
        self.assertEqual(notice.done_by_id, user)
        self.assertEqual(notice.confirmed_by_id, user.partner_id)
        self.assertFalse(notice.activity_id.active)

    def test_from_the_activity_without_any_right(self):
        """A receiver who may not see the case ticks it off in his clock menu."""
        activity = self._activity(self.document, self.plain)
        self.env.invalidate_all()
        self.assertIs(activity.action_do_crisis_duty(), True)
        self._assert_confirmed(self.notice, self.plain)

    def test_with_words_from_the_activity(self):
        """What he writes when he ticks it off is kept with the proof."""
        activity = self._activity(self.document, self.plain)
        self.env.invalidate_all()
        activity.action_feedback(feedback="I call their director")
        self._assert_confirmed(self.notice, self.plain)
        self.assertEqual(self.notice.note, "I call their director")
        message = self.document.message_ids[:1]
        self.assertIn("I call their director", message.body)
        self.assertEqual(message.author_id, self.plain.partner_id)

    def test_by_button_without_any_right(self):
        """The same holds for the call that a button makes."""
        self.env.invalidate_all()
        self.notice.with_user(self.plain).action_confirm()
        self._assert_confirmed(self.notice, self.plain)

    def test_twice(self):
        """Whoever presses twice, by link or in Odoo, changes nothing."""
        with freeze_all_time(MONDAY):
            self.notice._confirm(self.plain.partner_id, "Read")
            self.env.flush_all()
        messages = self.document.message_ids
        with freeze_all_time(MONDAY + timedelta(hours=1)):
            self.notice._confirm(self.plain.partner_id, "Read again")
            self.env.flush_all()
        self.assertEqual(self.notice.date_done, MONDAY)
        self.assertEqual(self.notice.note, "Read")
        self.assertEqual(self.document.message_ids, messages)

    def test_nobody_else_confirms(self):
        """Neither the agent nor another receiver confirms in his place."""
        for user in (self.agent, self.other_agent, self.supervisor, self.portal):
            self.env.invalidate_all()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.notice.with_user(user).action_confirm()
        self.assertEqual(self.notice.state, "open")

    def test_nobody_else_ticks_it_off(self):
        """An agent who ticks off the receiver's activity is asked for more."""
        activity = self._activity(self.document, self.plain).with_user(self.agent)
        with self.assertRaises(RedirectWarning), self.cr.savepoint():
            activity.action_feedback(feedback="The director knows what happened.")
        self.assertEqual(self.notice.state, "open")

    def test_who_has_to_tell_does_not_confirm(self):
        """As long as nobody was told, the agent who owes it can't confirm it."""
        notice = self._by_hand(self.document, receiver_id=self.manager.partner_id.id)
        self.assertEqual(notice.user_id, self.agent)
        with self.assertRaises(AccessError):
            notice.action_confirm()
        self.assertEqual(notice.state, "open")

    def test_agent_does_not_confirm_for_outsiders(self):
        """Who has no user confirms by his link; the agent can't do it for him."""
        notice = self._by_hand(self.document, receiver_id=self.office.id)
        notice.action_send()
        self.env.invalidate_all()
        with self.subTest("button"), self.assertRaises(AccessError):
            notice.action_confirm()
        activity = notice.sudo().activity_id.with_user(self.agent)
        with self.subTest("tick"), self.assertRaises(RedirectWarning):
            activity.action_feedback(feedback="He will have read it")
        self.assertEqual(notice.state, "open")

    def test_agent_does_not_take_over_a_confirmation(self):
        """An agent can't pass the receiver's duty to himself and confirm it."""
        notice = self.notice.with_user(self.agent)
        with self.assertRaises(UserError):
            notice.write({"user_id": self.agent.id})
            notice.action_confirm()
