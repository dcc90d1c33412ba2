from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import CrisisCase

VERBS = ("read", "write", "create", "unlink")


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
