from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CrisisCase

WHY = "The customer had looked at the wrong day."


@tagged("post_install", "-at_install")
class TestExit(CrisisCase):
    """Who calls a case no crisis is known by name, and at a grave level no agent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.out = cls._stage("own_not_crisis")
        cls.severe = cls.env.ref("crisis_protocol.level_severe")

    def _leave(self, document, user):
        own = document.with_user(user)
        own.write({"stage_id": self.out.id, "stage_reason": WHY})
        document.invalidate_recordset()

    def _exits(self, document):
        return document.sudo().override_ids.filtered(lambda o: o.kind == "exit")

    def test_counted(self):
        """It stands beside the overrides, by whom and why, as long as it holds."""
        document = self._file()
        self._leave(document, self.agent)
        kept = self._exits(document)
        self.assertEqual(kept.user_id, self.agent)
        self.assertEqual(kept.reason, WHY)
        self.assertTrue(kept.is_in_force)
        document.write(
            {"stage_id": self._stage("own_reported").id, "stage_reason": WHY}
        )
        self.assertFalse(kept.is_in_force)
        self.assertEqual(kept.ended_by_id, self.agent)

    def test_grave(self):
        """Where a second person reads, only a supervisor says that there is nothing."""
        document = self._file(level_id=self.severe.id)
        with self.assertRaisesRegex(AccessError, "no crisis"), self.cr.savepoint():
            self._leave(document, self.agent)
        document.invalidate_recordset()
        self.assertFalse(document.is_closed)
        self.assertTrue(
            document.sudo().notice_ids.filtered(lambda n: n.state == "open")
        )
        self._leave(document, self.supervisor)
        self.assertEqual(self._exits(document).user_id, self.supervisor)

    def test_filed_there(self):
        """Nor is it filed as none."""
        values = {"stage_id": self.out.id, "stage_reason": WHY}
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._file(level_id=self.severe.id, **values)
        self.assertEqual(self._exits(self._file(**values)).user_id, self.agent)

    def test_nobody_hands_it_in(self):
        """It can't be made by hand, nor taken for a gate."""
        document = self._file()
        values = {"document_id": document.id, "kind": "exit", "reason": WHY}
        with self.assertRaises(UserError), self.cr.savepoint():
            self.env["crisis.override"].with_user(self.supervisor).create(values)
