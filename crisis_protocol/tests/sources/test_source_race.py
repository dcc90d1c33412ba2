from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_race import RaceCase


@tagged("post_install", "-at_install")
class TestDeclaredInARace(RaceCase):
    """Two who declare the same task a crisis at one moment file one case."""

    def setUp(self):
        super().setUp()
        with self._session() as env:
            task = env["project.task"].create(
                {"name": "Declared in a race", "partner_id": self.partner_id}
            )
            self.task_id = task.id
        self.addCleanup(self._clean_task)

    def _clean_task(self):
        with self._session() as env:
            env["project.task"].sudo().browse(self.task_id).unlink()

    def _press(self, wizard_id):
        return lambda env: env["crisis.declare"].browse(wizard_id).action_declare()

    def _cases(self, env):
        return env["crisis.document"].search([("partner_id", "=", self.partner_id)])

    @mute_logger("odoo.sql_db")
    def test_double_click(self):
        """Both requests of a double click open the one case."""
        with self._session() as env:
            action = env["project.task"].browse(self.task_id).action_declare_crisis()
            wizards = env["crisis.declare"].with_context(**action["context"])
            wizard = wizards.create({})
        outcomes = self._together(self._press(wizard.id))
        self.assertFalse([out for out in outcomes if isinstance(out, Exception)])
        self.assertEqual(len({out["res_id"] for out in outcomes}), 1)
        with self._session() as env:
            self.assertEqual(len(self._cases(env)), 1)

    @mute_logger("odoo.sql_db")
    def test_two_people(self):
        """Two who have their dialogs open at the same time file one case."""
        ids = []
        for _person in range(2):
            with self._session() as env:
                task = env["project.task"].browse(self.task_id)
                context = task.action_declare_crisis()["context"]
                ids.append(env["crisis.declare"].with_context(**context).create({}).id)
        with self._sessions() as (one, other):
            first = self._click(one, self._press(ids[0]))
            second = self._click(other, self._press(ids[1]))
        self.assertEqual(first["res_id"], second["res_id"])
        with self._session() as env:
            self.assertEqual(len(self._cases(env)), 1)
