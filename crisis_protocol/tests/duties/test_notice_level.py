from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from .common_notice import NoticeCase

MONDAY = datetime(2027, 3, 1, 12, 0)


@tagged("post_install", "-at_install")
class TestLevelChanges(NoticeCase):
    """Who has to know follows the level; what is proven stays."""

    def test_raised(self):
        """A raised level tells the managers, and nobody a second time."""
        document = self._file(level_id=self.serious.id)
        with self._sent() as sent:
            document.level_id = self.severe
        self.assertEqual(set(sent), {self.manager.partner_id})
        self.assertEqual(
            self._receivers(document), self._names(self.supervisor, self.manager)
        )

    def test_raised_by_the_category(self):
        """The category that raises the level tells, too."""
        category = self.env.ref("crisis_protocol.category_own_missed_item")
        category.level_id = self.severe
        document = self._file(level_id=self.serious.id)
        with self._sent() as sent:
            document.category_id = category
        self.assertEqual(set(sent), {self.manager.partner_id})

    def test_lowered(self):
        """What was owed by then stays owed, until a supervisor agrees."""
        document = self._file(level_id=self.severe.id)
        notice = self._notice(document, self.manager.partner_id)
        supervised = document.with_user(self.supervisor)
        self._lighten(supervised, level_id=self.serious.id)
        document.team_id.sudo().manager_ids = False
        document._reconcile_duties()
        self.assertEqual(notice.state, "open")
        self.assertTrue(notice.activity_id.active)
        self._cancel(notice, self.supervisor)
        self.assertFalse(notice.activity_id.active)
        self.assertEqual(self._receivers(document), self._names(self.supervisor))

    def test_lowered_after_the_proof(self):
        """What was confirmed stays proven at whatever level."""
        document = self._file(level_id=self.severe.id)
        notice = self._notice(document, self.manager.partner_id)
        notice.with_user(self.manager).action_confirm()
        with self._sent() as sent:
            self._lighten(document.with_user(self.supervisor), level_id=self.serious.id)
            document.level_id = self.severe
        self.assertEqual(notice.state, "done")
        self.assertFalse(sent)
        self.assertEqual(self._receivers(document), self._names(self.supervisor))

    def test_lowered_and_raised_again(self):
        """Down and up again, nobody is told twice, and nobody is left out."""
        document = self._file(level_id=self.severe.id)
        supervised = document.with_user(self.supervisor)
        with self._sent() as sent:
            self._lighten(supervised, level_id=self.serious.id)
            document.level_id = self.severe
        self.assertFalse(sent)
        self.assertEqual(
            self._receivers(document), self._names(self.supervisor, self.manager)
        )

    def test_made_responsible(self):
        """Whom somebody else makes responsible still has to hear of it."""
        document = self._file(level_id=self.severe.id)
        notice = self._notice(document, self.supervisor.partner_id)
        document.with_user(self.agent).user_id = self.supervisor
        self.assertEqual(notice.state, "open")
        self._lighten(document.with_user(self.manager), team_id=self.other_team.id)
        self.assertEqual(notice.state, "open")

    def test_other_responsible(self):
        """Who takes the case need not confirm any more that he knows it."""
        document = self._file(level_id=self.severe.id)
        document.with_user(self.manager).action_take()
        self.assertEqual(self._receivers(document), self._names(self.supervisor))


@tagged("post_install", "-at_install")
class TestUnconfirmed(NoticeCase):
    """Who does not confirm is reminded, then the next on the ladder hears of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE crisis_document SET date_watch = NULL")
        cls.env.cr.execute("UPDATE crisis_team SET date_next_round = NULL")
        cls.env.invalidate_all()
        rungs = (("owner", 0), ("responsible", 10), ("supervisor", 20))
        cls.level = cls.severe.copy(
            {
                "inform_supervisor": False,
                "notice_minutes": 30,
                "step_ids": [
                    Command.create({"target": target, "minutes": minutes})
                    for target, minutes in rungs
                ],
            }
        )
        with freeze_all_time(MONDAY):
            cls.document = cls._file(level_id=cls.level.id)
            cls.document.action_log_word("We are looking into it.")
            cls.env.flush_all()

    def _told(self, user, minutes):
        """Run the job at that minute; return what the user is told of the notice."""
        messages = self.env["mail.message"]
        mine = [
            ("partner_ids", "in", user.partner_id.ids),
            ("body", "ilike", "Read and confirm: Manager"),
        ]
        before = messages.search(mine)
        cron = self.env.ref("crisis_protocol.ir_cron_watch")
        moment = MONDAY + timedelta(minutes=minutes)
        with freeze_all_time(moment), self.enter_registry_test_mode():
            self.assertIs(cron.method_direct_trigger(), True)
        return messages.search(mine) - before

    def test_ladder(self):
        """First himself, then who leads the case, then the supervisor; each once."""
        for user, minutes in (
            (self.manager, 30),
            (self.agent, 40),
            (self.supervisor, 50),
        ):
            with self.subTest(user=user.login):
                self.assertFalse(self._told(user, minutes - 1))
                self.assertEqual(len(self._told(user, minutes)), 1)

    def test_confirmed_in_time(self):
        """Who has confirmed is left alone, and so are the others."""
        with freeze_all_time(MONDAY + timedelta(minutes=29)):
            self._notice(self.document, self.manager.partner_id).with_user(
                self.manager
            ).action_confirm()
            self.env.flush_all()
        for user in (self.manager, self.agent, self.supervisor):
            self.assertFalse(self._told(user, 90))


@tagged("post_install", "-at_install")
class TestReceiverAway(NoticeCase):
    """Who is away can't confirm; somebody stands in for him."""

    def _file_while_away(self, user, substitute):
        user.crisis_substitute_id = substitute
        user.out_of_office_from = self.env.cr.now().replace(microsecond=0)
        return self._file(level_id=self.severe.id)

    def test_substitute_confirms(self):
        """His substitute has the duty, confirms it, and it is kept that it was he."""
        document = self._file_while_away(self.manager, self.other_agent)
        notice = self._notice(document, self.manager.partner_id)
        self.assertEqual(notice.user_id, self.other_agent)
        activity = self._activity(document, self.other_agent)
        self.env.invalidate_all()
        activity.action_feedback(feedback="I tell him on Monday")
        self.assertEqual(notice.state, "done")
        self.assertEqual(notice.confirmed_by_id, self.other_agent.partner_id)

    def test_receiver_himself_may_all_the_same(self):
        """Who looks at his mail while he is away may confirm, too."""
        document = self._file_while_away(self.manager, self.other_agent)
        notice = self._notice(document, self.manager.partner_id)
        notice.with_user(self.manager).action_confirm()
        self.assertEqual(notice.confirmed_by_id, self.manager.partner_id)

    def test_to_tell_takes_rights(self):
        """Who stands in for the agent who has to tell must be able to tell."""
        document = self._file(level_id=self.mild.id)
        notice = self._by_hand(document, description="The director").sudo()
        self.agent.crisis_substitute_id = self.other_agent
        self.agent.out_of_office_from = self.env.cr.now().replace(microsecond=0)
        document._reconcile_duties()
        self.assertNotEqual(notice.user_id, self.agent)
        self.assertTrue(document.with_user(notice.user_id).has_access("write"))
