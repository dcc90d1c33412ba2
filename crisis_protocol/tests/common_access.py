from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import CrisisCase

VERBS = ("read", "write", "create", "unlink")
# On whose cases each role works.
CASES = {
    "plain": (),
    "portal": (),
    "production": (),
    "agent": ("own", "team"),
    "supervisor": ("own", "team"),
    "manager": ("own", "team", "other"),
}


class Undo(Exception):
    """Ends a savepoint whose work is not to stay."""


class AccessCase(CrisisCase):
    """Tries each verb for real, as the user, and undoes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = cls._outsider("plain", "base.group_user")
        cls.portal = cls._outsider("portal", "base.group_portal")

    @classmethod
    def _outsider(cls, login, group):
        return new_test_user(
            cls.env,
            login=f"crisis_{login}",
            groups=group,
            email=f"{login}@example.com",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _owners(self, role):
        """Return the values that make a document own, the team's, another's."""
        user = getattr(self, role)
        return {
            # in another team, so that only the responsibility counts
            "own": {"user_id": user.id, "team_id": self.other_team.id},
            "team": {"user_id": False, "team_id": self.team.id},
            "other": {"user_id": self.other_agent.id, "team_id": self.other_team.id},
            "foreign": {
                "user_id": self.foreign_agent.id,
                "team_id": self.foreign_team.id,
                "company_id": self.company_2.id,
            },
        }

    def _may(self, act):
        """Tell whether the act passes the access checks; nothing of it stays."""
        try:
            with self.env.cr.savepoint():
                act()
                self.env.flush_all()
                raise Undo
        except AccessError:
            return False
        except Undo:
            return True
        finally:
            self.env.invalidate_all()
