from datetime import timedelta

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_race import RaceCase


@tagged("post_install", "-at_install")
class TestDeliveryRace(RaceCase):
    """Two of a unit answer at the same moment."""

    def setUp(self):
        super().setUp()
        first = fields.Datetime.now() + timedelta(days=1)
        with self._session() as env:
            project = env["project.project"].create({"name": "Orders in a race"})
            unit = env["crisis.unit"].create(
                {
                    "name": "Unit in a race",
                    "project_id": project.id,
                    "user_ids": env.user.ids,
                }
            )
            document = self._file(
                env,
                level_id=env.ref("crisis_protocol.level_severe").id,
                date_first_delivery=first,
                repeat_hours=1,
                date_repeat_until=first + timedelta(hours=9),
            )
            task = document._inform_production(unit)
            self.project_id, self.unit_id = project.id, unit.id
            self.document_id, self.task_id = document.id, task.id

    def _clean(self):
        result = super()._clean()
        with self._session() as env:
            env = env(su=True)
            env["crisis.unit"].browse(self.unit_id).unlink()
            env["project.project"].browse(self.project_id).unlink()
        return result

    def _counts(self):
        with self._session() as env:
            deliveries = env["project.task"].browse(self.task_id).crisis_delivery_ids
            return sorted((d.kind, d.state) for d in deliveries)

    @mute_logger("odoo.sql_db")
    def test_ordered_together(self):
        """Two inform another unit at once: it gets one order, the second is told."""

        def inform(env):
            wizard = env["crisis.production.inform"].create(
                {"document_id": self.document_id, "unit_ids": self.second_id}
            )
            return wizard.action_inform()

        with self._session() as env:
            unit = env["crisis.unit"].browse(self.unit_id).copy({"name": "Second"})
            self.second_id = unit.ids
        self.addCleanup(self._drop_second)
        outcomes = self._together(inform)
        refused = [o for o in outcomes if isinstance(o, UserError)]
        self.assertEqual(len(refused), 1, outcomes)
        with self._session() as env:
            orders = env["crisis.document"].browse(self.document_id).sudo().task_ids
            self.assertEqual(len(orders), 2)

    def _drop_second(self):
        with self._session() as env:
            orders = env["project.task"].search(
                [("crisis_unit_id", "in", self.second_id)]
            )
            orders.with_user(SUPERUSER_ID).unlink()
            env["crisis.unit"].browse(self.second_id).unlink()

    @mute_logger("odoo.sql_db")
    def test_received_together(self):
        """Both say “received”: it is noted once."""

        def receive(env):
            return env["project.task"].browse(self.task_id).action_crisis_received()

        outcomes = self._together(receive)
        self.assertEqual(outcomes, [None, None])
        expected = [("delivery", "open"), ("receipt", "done")]
        self.assertEqual(self._counts(), expected)
        with self._session() as env:
            news = env["crisis.document"].browse(self.document_id).message_ids
            said = [m for m in news if "received" in (m.body or "")]
            self.assertEqual(len(said), 1)

    @mute_logger("odoo.sql_db")
    def test_delivered_together(self):
        """Both deliver the same: one is told that it is over; one more is owed."""

        def deliver(env):
            action = env["project.task"].browse(self.task_id).action_crisis_deliver()
            delivery = env[action["res_model"]].browse(action["res_id"])
            delivery.note = f"By {env.cr._cnx.info.backend_pid}"
            return delivery.action_deliver()

        with self._session() as env:
            env["project.task"].browse(self.task_id).action_crisis_received()
        outcomes = self._together(deliver)
        counts = self._counts()
        refused = [o for o in outcomes if isinstance(o, UserError)]
        others = [o for o in outcomes if isinstance(o, dict)]
        self.assertEqual(len(refused) + len(others), 2, outcomes)
        done = counts.count(("delivery", "done"))
        self.assertEqual(done, len(others))
        self.assertEqual(counts.count(("delivery", "open")), 1)
