from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import CrisisCase
from .common_notice import NoticeCase


@tagged("post_install", "-at_install")
class TestMildest(CrisisCase):
    def test_mildest_level_tells_the_supervisor(self):
        """However mild a case is, at least the supervisor is told, in writing."""
        mildest = self.env.ref("crisis_protocol.level_notable")
        document = self._file(level_id=mildest.id)
        notice = document.sudo().notice_ids
        self.assertEqual(notice.receiver_id, self.supervisor.partner_id)
        self.assertEqual((notice.source, notice.way), ("supervisor", "written"))
        self.assertTrue(notice.date_told)


@tagged("post_install", "-at_install")
class TestWhoIsTold(NoticeCase):
    """Who has to know comes from level, team and the customer (S0-47…49)."""

    def test_mild_case_is_nobodys_business(self):
        """A level that tells nobody makes no notice."""
        self.assertFalse(self._file(level_id=self.mild.id).notice_ids)

    def test_supervisor_by_level(self):
        """The level says that the supervisor is told, and not yet the managers."""
        document = self._file(level_id=self.serious.id)
        self.assertEqual(self._receivers(document), self._names(self.supervisor))
        self.assertEqual(document.notice_ids.source, "supervisor")

    def test_managers_by_level(self):
        """At a severe level the managers of the team are told, each of them."""
        self.team.manager_ids |= self.foreign_manager
        document = self._file(level_id=self.severe.id)
        self.assertEqual(
            self._receivers(document),
            self._names(self.supervisor, self.manager, self.foreign_manager),
        )

    def test_managers_of_other_teams_are_not_told(self):
        """A case concerns the managers of its own desk."""
        self.other_team.manager_ids = self.plain
        document = self._file(level_id=self.severe.id)
        self.assertNotIn(self.plain.partner_id, document.notice_ids.receiver_id)

    def test_others_of_level_and_team(self):
        """People without a user are told as level and team say."""
        board = self.office.copy({"name": "Board", "email": "board@example.com"})
        self.mild.inform_partner_ids = self.office
        self.team.inform_partner_ids = board
        document = self._file(level_id=self.mild.id)
        self.assertEqual(self._receivers(document), self._names(self.office, board))

    def test_each_person_once(self):
        """Who has to know for several reasons is told once, for the first of them."""
        self.team.manager_ids |= self.supervisor
        everybody = self.supervisor.partner_id | self.manager.partner_id | self.office
        self.team.inform_partner_ids = everybody
        self.severe.inform_partner_ids = everybody
        document = self._file(level_id=self.severe.id)
        self.assertEqual(
            self._receivers(document),
            self._names(self.supervisor, self.manager, self.office),
        )
        notice = self._notice(document, self.supervisor.partner_id)
        self.assertEqual(notice.source, "supervisor")

    def test_not_the_responsible(self):
        """Who answers for the case need not be told of it."""
        document = self._file(user_id=self.supervisor.id, level_id=self.severe.id)
        self.assertEqual(self._receivers(document), self._names(self.manager))

    def test_not_who_filed_it(self):
        """Who filed the case for somebody else knows it, too."""
        document = self._file(
            self.manager,
            user_id=self.agent.id,
            team_id=self.team.id,
            level_id=self.severe.id,
        )
        self.assertEqual(self._receivers(document), self._names(self.supervisor))

    def test_supervisor_of_a_mail(self):
        """A case that nobody leads yet is told to the supervisor like any other."""
        root = self.env.ref("base.user_root")
        document = self._file(root, user_id=False, team_id=self.team.id)
        self.assertEqual(self._receivers(document), self._names(self.supervisor))

    def test_team_without_supervisor(self):
        """A desk that nobody leads can file severe cases."""
        self.team.supervisor_id = False
        document = self._file(level_id=self.severe.id)
        self.assertEqual(self._receivers(document), self._names(self.manager))

    def test_who_has_left_is_not_told(self):
        """Neither a supervisor nor a manager who is deactivated is written to."""
        (self.supervisor | self.manager).active = False
        with self._sent() as sent:
            self._file(level_id=self.severe.id)
        self.assertNotIn(self.supervisor.partner_id, sent)
        self.assertNotIn(self.manager.partner_id, sent)


@tagged("post_install", "-at_install")
class TestRoleIsTold(NoticeCase):
    """A role is told as a whole; the first of its people to confirm counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.role = cls._role("On call", cls.plain | cls.other_agent)
        cls.mild.inform_role_ids = cls.role

    def test_one_notice_for_the_role(self):
        """All of the role are written to; one notice is owed."""
        with self._sent() as sent:
            document = self._file(level_id=self.mild.id)
        self.assertEqual(
            set(sent), {self.plain.partner_id, self.other_agent.partner_id}
        )
        self.assertEqual(document.notice_ids.role_id, self.role)
        self.assertEqual(len(document.notice_ids), 1)

    def test_any_of_them_confirms(self):
        """The second of the role confirms, and it is kept that it was he."""
        document = self._file(level_id=self.mild.id)
        notice = document.notice_ids
        notice.with_user(self.other_agent).action_confirm()
        self.assertEqual(notice.state, "done")
        self.assertEqual(notice.confirmed_by_id, self.other_agent.partner_id)

    def test_told_once_however_often_odoo_looks(self):
        """Looking again at the plan neither ends the notice nor writes another."""
        document = self._file(level_id=self.mild.id)
        notice = document.notice_ids
        with self._sent() as sent:
            document._reconcile_duties()
            document.sudo().user_id = self.supervisor
        self.assertFalse(sent)
        self.assertEqual(document.notice_ids, notice)
        self.assertEqual(notice.state, "open")

    def test_one_message_for_role_and_person(self):
        """Who is told himself and as one of a role gets one message for both."""
        self.serious.inform_role_ids = self._role("Leads", self.supervisor)
        with self._sent() as sent:
            document = self._file(level_id=self.serious.id)
        self.assertEqual(len(sent[self.supervisor.partner_id]), 1)
        notices, partner = self.env["crisis.notice"]._from_token(
            self._token(sent[self.supervisor.partner_id])
        )
        notices._confirm(partner)
        self.assertFalse(self._open(document))

    def test_role_of_who_knows_already(self):
        """The responsible is not told of his own case by way of a role."""
        self.role.user_ids |= self.agent
        with self._sent() as sent:
            self._file(self.supervisor, user_id=self.agent.id, level_id=self.mild.id)
        self.assertNotIn(self.agent.partner_id, sent)

    def test_role_of_nobody_else(self):
        """A role that only the responsible has makes no notice."""
        self.role.user_ids = self.agent
        document = self._file(level_id=self.mild.id)
        self.assertFalse(self._open(document))


@tagged("post_install", "-at_install")
class TestNamedByCustomer(NoticeCase):
    """Units outside Odoo are told as the customer wants it (S0-81, S0-82)."""

    def _named(self, document):
        return self._open(document).filtered(lambda n: n.source == "customer")

    def test_in_writing_and_orally(self):
        """Each of the two answers makes a notice, in the customer's words."""
        document = self._file(
            inform_written="yes",
            inform_written_note="The governor's office",
            inform_oral="yes",
            inform_oral_note="The director, by telephone",
        )
        self.assertEqual(
            {(n.way, n.description) for n in self._named(document)},
            {
                ("written", "The governor's office"),
                ("oral", "The director, by telephone"),
            },
        )
        self.assertFalse(any(self._named(document).mapped("date_told")))

    def test_answered_later(self):
        """The answer may come later; the notice is there as soon as it is given."""
        document = self._file()
        self.assertFalse(self._named(document))
        document.inform_oral = "yes"
        self.assertEqual(self._named(document).way, "oral")
        self.assertTrue(self._named(document).name)

    def test_answer_taken_back(self):
        """A “no” after a “yes” ends it only when a supervisor agrees."""
        document = self._file(inform_oral="yes", inform_written="yes")
        document.inform_oral = "no"
        named = self._named(document)
        self.assertEqual(set(named.mapped("way")), {"written", "oral"})
        oral = named.filtered(lambda notice: notice.way == "oral")
        self._cancel(oral, self.supervisor)
        self.assertEqual(self._named(document).way, "written")

    def test_words_come_after_the_answer(self):
        """Whom it concerns may be written down after the answer."""
        document = self._file(inform_written="yes")
        document.inform_written_note = "The governor's office"
        self.assertEqual(self._named(document).description, "The governor's office")

    def test_contact_is_found_for_it(self):
        """Once the unit has a contact it is written to, and stays the same notice."""
        document = self._file(inform_written="yes", inform_written_note="Press")
        notice = self._named(document).with_user(self.agent)
        with self.assertRaisesRegex(UserError, "no mail address"), self.cr.savepoint():
            notice.action_send()
        notice.receiver_id = self.office
        with self._sent() as sent:
            notice.action_send()
            document._reconcile_duties()
        self.assertEqual(set(sent), {self.office})
        self.assertEqual(self._named(document), notice)

    def test_by_hand(self):
        """An agent adds whoever has to know besides, and nobody else is dropped."""
        document = self._file(level_id=self.serious.id)
        added = self._by_hand(document, receiver_id=self.office.id)
        document._reconcile_duties()
        self.assertEqual(
            self._receivers(document), self._names(self.supervisor, self.office)
        )
        self.assertEqual(added.source, "manual")

    def test_by_hand_needs_somebody(self):
        """A notice to nobody is refused, and so is nobody as follower."""
        document = self._file()
        for vals in ({}, {"description": "The director", "follow": True}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self._by_hand(document, **vals)

    def test_of_a_level_edited_under_way(self):
        """A role that a level tells from now on is told of the cases under way."""
        document = self._file(level_id=self.mild.id)
        self.mild.inform_role_ids = [Command.set(self._role("New", self.plain).ids)]
        with self._sent() as sent:
            document._reconcile_duties()
        self.assertEqual(set(sent), {self.plain.partner_id})
