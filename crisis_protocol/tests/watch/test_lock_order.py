from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields
from odoo.tests import tagged

from ..common_race import RaceCase


@tagged("post_install", "-at_install")
class TestLockOrder(RaceCase):
    """Whoever acts on a case locks it first, as the job does: nobody waits in a ring.

    Each test acts, and looks from a session of its own whether the case is locked.
    """

    def setUp(self):
        super().setUp()
        with self._session() as env:
            self.document_id = self._file(env, user_id=env.uid).id

    def _document(self, env):
        return env["crisis.document"].browse(self.document_id)

    def _control(self, env):
        return self._document(env).control_ids.filtered(lambda c: c.state == "open")[:1]

    def _is_locked(self):
        with self.registry.cursor() as cr:
            other = api.Environment(cr, SUPERUSER_ID, {})
            return not self._document(other)._lock_free_rows()

    def _assert_first(self, act):
        """The case is locked before the act writes any other row."""
        with self._session() as env:
            self.assertFalse(self._is_locked())
            first = []
            execute = env.cr.execute

            def spy(query, *args, **kwargs):
                text = str(getattr(query, "code", query)).lstrip().upper()
                if text.startswith(("UPDATE", "DELETE")) and not first:
                    first.append(self._is_locked())
                return execute(query, *args, **kwargs)

            env.cr.execute = spy
            try:
                act(env)
                env.flush_all()
            finally:
                env.cr.execute = execute
            self.assertEqual(first, [True])
            env.cr.rollback()

    def test_change(self):
        """An entry on the case itself."""
        self._assert_first(lambda env: self._document(env).write({"timing": "Noon"}))

    def test_duty(self):
        """A duty that is moved."""
        soon = fields.Datetime.now() + timedelta(minutes=5)
        self._assert_first(lambda env: self._control(env).write({"date_due": soon}))

    def test_activity(self):
        """The activity of a duty that is moved."""

        def act(env):
            control = self._control(env)
            # at whatever hour this runs: its own hour of a later day is to come
            day = control.date_due.date() + timedelta(days=1)
            control.activity_id.write({"date_deadline": day})

        self._assert_first(act)

    def test_word(self):
        """A word to the customer."""
        self._assert_first(
            lambda env: self._document(env).action_log_word("We are looking into it.")
        )

    def test_order(self):
        """An order that its unit answers."""
        with self._session() as env:
            unit = env["crisis.unit"].search([], limit=1)
            project = env["project.project"].create({"name": "Orders in a race"})
            task = env["project.task"].create(
                {
                    "name": "Order in a race",
                    "project_id": project.id,
                    "crisis_document_id": self.document_id,
                    "crisis_unit_id": unit.id,
                }
            )
        self.addCleanup(self._remove, project._name, project.id)
        self._assert_first(
            lambda env: env["project.task"].browse(task.id).action_crisis_received()
        )

    def _remove(self, model, record_id):
        self._clean()
        with self._session() as env:
            env(su=True)[model].browse(record_id).unlink()
