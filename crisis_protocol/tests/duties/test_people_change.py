from odoo.fields import Command
from odoo.tests import tagged

from .common_absence import CrisisAbsenceCase


@tagged("post_install", "-at_install")
class TestPeopleChange(CrisisAbsenceCase):
    """Who has left, or has no role any more, owes nothing and is told of nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.manager_ids = cls.manager
        # without a role at the desk they are colleagues all the same
        inside = cls.env.ref("base.group_user")
        (cls.colleague | cls.deputy).group_ids |= inside
        cls.document = cls._file(user_id=cls.colleague.id)

    def _assert_gone(self, user, heir):
        """At once, without the job: nothing is his, all of it is the heir's."""
        self._assert_owner(self.document.sudo(), heir)
        for duties in self.document.sudo()._open_duties():
            self.assertNotIn(user, duties.user_id)
        self.assertNotIn(user.partner_id, self.document.sudo().message_partner_ids)

    def test_written_inactive(self):
        """By an import or a script it is the same as by the button."""
        self.colleague.with_user(self.user_admin).write({"active": False})
        self._assert_gone(self.colleague, self.supervisor)

    def test_role_taken(self):
        """An agent without his role does not keep controls he can't open."""
        agents = self.env.ref("crisis_protocol.group_crisis_agent")
        self.colleague.with_user(self.user_admin).write(
            {"group_ids": [Command.unlink(agents.id)]}
        )
        self.assertFalse(self.colleague.has_group("crisis_protocol.group_crisis_agent"))
        self._assert_gone(self.colleague, self.supervisor)

    def test_role_taken_in_the_group(self):
        """It makes no difference from which side it is taken."""
        agents = self.env.ref("crisis_protocol.group_crisis_agent")
        agents.with_user(self.user_admin).write(
            {"user_ids": [Command.unlink(self.colleague.id)]}
        )
        self._assert_gone(self.colleague, self.supervisor)

    def test_passed_to_one_who_loses_his_role(self):
        """What was passed on to him is for the supervisor to give to somebody."""
        document = self._file()
        control = self._of_kind(document, "system")
        control.user_id = self.deputy
        agents = self.env.ref("crisis_protocol.group_crisis_agent")
        self.deputy.with_user(self.user_admin).write(
            {"group_ids": [Command.unlink(agents.id)]}
        )
        self.assertEqual(control.user_id, self.supervisor)

    def test_supervisor_leaves(self):
        """Where the supervisor has left, a manager of the desk is in his place."""
        self.supervisor.with_user(self.user_admin).write({"active": False})
        self.assertEqual(self.team._acting_supervisor(), self.manager)
        self.colleague.with_user(self.user_admin).write({"active": False})
        self._assert_gone(self.colleague, self.manager)
        self.assertNotIn(
            self.supervisor.partner_id, self.document.sudo().message_partner_ids
        )

    def test_nobody_is_left(self):
        """With no manager either, a crisis manager of the company leads."""
        self.team.manager_ids = False
        self.supervisor.with_user(self.user_admin).write({"active": False})
        acting = self.team._acting_supervisor()
        self.assertTrue(acting.has_group("crisis_protocol.group_crisis_manager"))
        self.assertIn(self.company, acting.company_ids)

    def test_steps_of_the_ladder(self):
        """No step of a ladder means who has left."""
        steps = self.level.step_ids
        self.supervisor.with_user(self.user_admin).write({"active": False})
        people = self.document.sudo()._targets(steps, self.supervisor)
        self.assertTrue(people)
        self.assertNotIn(self.supervisor, people)

    def test_told_before_and_after(self):
        """Who archives a supervisor is told before what rests on him, and after it."""
        supervisor = self.supervisor.with_user(self.user_admin)
        self.assertIn("leads 1 teams", supervisor.crisis_burden)
        action = supervisor.action_archive()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("leads 1 teams", action["params"]["message"])
        nobody = self._new_user("newcomer", "agent").with_user(self.user_admin)
        self.assertFalse(nobody.crisis_burden)
        self.assertIs(nobody.action_archive(), True)
