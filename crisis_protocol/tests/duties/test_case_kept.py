from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_duty import CrisisDutyCase


@tagged("post_install", "-at_install")
class TestCaseKept(CrisisDutyCase):
    """What shows that somebody was told, or did what he owed, is not deleted."""

    def setUp(self):
        super().setUp()
        self.document = self._file()

    def _assert_kept(self):
        with self.assertRaisesRegex(UserError, "is kept"), self.cr.savepoint():
            self.document.with_user(self.supervisor).unlink()
        self.assertTrue(self.document.exists())

    def test_told(self):
        """Once he has confirmed that he knows."""
        notice = self._notice_to(self.document, self.supervisor)
        notice._confirm(self.supervisor.partner_id)
        self._assert_kept()

    def test_control(self):
        """Done, or left out by somebody."""
        self._control(self.document, "system").action_clean()
        self._assert_kept()

    def test_cancelled(self):
        """That somebody said that he need not do it is proof, too."""
        self._cancel(self._of_kind(self.document, "customer"), self.agent)
        self._assert_kept()

    def test_left_out(self):
        """Who left something out, and why, goes only where a manager says so."""
        self.document.write(
            {
                "production_needed": "no",
                "production_reason": "The item is in the archive already.",
            }
        )
        self._assert_kept()
        self.document.with_user(self.manager).unlink()

    def test_found(self):
        """An item that was found was looked for."""
        item = self.env["crisis.item"].create(
            {"document_id": self.document.id, "name": "The new terminal"}
        )
        item.action_recovered()
        self._assert_kept()

    def test_nobody_was_reached(self):
        """That somebody rang up in vain shows that he rang up."""
        call = self.env["crisis.call"].create({"document_id": self.document.id})
        call.with_user(self.agent).action_unreached()
        self._assert_kept()

    def test_order(self):
        """What a unit was ordered goes with a case only where a manager says so."""
        task = self._order(self.document)
        self._assert_kept()
        self.document.with_user(self.manager).unlink()
        self.assertTrue(task.exists())

    def test_said_on_the_team(self):
        """That there was a case, what it was and who deleted it stays on its team."""
        team, name = self.document.team_id, self.document.display_name
        self.document.with_user(self.supervisor).unlink()
        line = team.sudo().message_ids[0]
        self.assertEqual(line.author_id, self.supervisor.partner_id)
        self.assertIn(name, line.body)
        with self.assertRaises(UserError), self.cr.savepoint():
            line.with_user(self.supervisor).unlink()

    def test_fresh(self):
        """A slip of the hand of which nobody was told is deleted as ever."""
        quiet = self.level.copy({"name": "Quiet"})
        quiet.write({"inform_supervisor": False, "inform_managers": False})
        quiet.write({"inform_role_ids": False, "inform_partner_ids": False})
        document = self._file(level_id=quiet.id)
        document.with_user(self.supervisor).unlink()
        self.assertFalse(document.exists())
