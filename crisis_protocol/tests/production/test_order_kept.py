from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from .common_order import OrderCase

REASON = "The customer does not need it any more."


@tagged("post_install", "-at_install")
class TestOrderKept(OrderCase):
    """What is ordered is owed: nobody takes it out of its case without a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_unit = cls.env["crisis.unit"].create(
            {"name": "Another unit", "user_ids": cls.stranger.ids}
        )
        cls.case = cls._file(protocol_id=cls.customer_protocol.id, name="Another")

    def setUp(self):
        super().setUp()
        self.task = self._order(self.document)

    def _states(self):
        self.env.invalidate_all()
        deliveries = self.task.sudo().crisis_delivery_ids
        return sorted((d.kind, d.state, str(d.date_due)) for d in deliveries)

    def _withdraw(self, user=None, reason=REASON, **vals):
        wizard = self.env["crisis.order.withdraw"].with_user(user or self.supervisor)
        wizard.create(
            {"task_id": self.task.id, "reason": reason} | vals
        ).action_withdraw()
        self.env.invalidate_all()

    def test_no_way_out(self):
        """By no value, by no command on the case, and for nobody."""
        before = self._states()
        changes = {
            "another case": {"crisis_document_id": self.case.id},
            "no case": {"crisis_document_id": False},
            "another unit": {"crisis_unit_id": self.other_unit.id},
            "no unit": {"crisis_unit_id": False},
            "archived": {"active": False},
            "template": {"is_template": True},
            "cancelled": {"state": "1_canceled"},
        }
        for user in (self.production, self.agent, self.supervisor, self.manager):
            task = self.task.with_user(user)
            ways = {
                name: lambda t=task, v=vals: t.sudo().write(v)
                for name, vals in changes.items()
            }
            ways["deleted"] = task.sudo().unlink
            ways["archived by button"] = task.sudo().action_archive
            for name, way in ways.items():
                with self.subTest(user=user.login, way=name):
                    with self.assertRaisesRegex(UserError, "owed to it"):
                        with self.cr.savepoint():
                            way()
                    self.assertEqual(self._states(), before)
        commands = (
            Command.unlink(self.task.id),
            Command.delete(self.task.id),
            Command.clear(),
            Command.set([]),
        )
        own = self.document.with_user(self.supervisor)
        for command in commands:
            with self.subTest(command=command):
                with self.assertRaises(UserError), self.cr.savepoint():
                    own.sudo().write({"task_ids": [command]})
                self.assertEqual(self._states(), before)
        self.assertEqual(self.document.open_task_count, 1)

    def test_what_was_answered_stays(self):
        """What a unit has delivered is that case's, also when it is over."""
        self._deliver(self.task.with_user(self.production))
        self.assertEqual(self.task.state, "1_done")
        for vals in ({"crisis_document_id": False}, {"crisis_unit_id": False}):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.task.with_user(self.manager).sudo().write(vals)
        self.task.with_user(self.agent).sudo().active = False  # put away, as ever

    def test_withdrawn(self):
        """A supervisor takes it back with a sentence, which the case keeps."""
        self._withdraw()
        self.assertEqual(self.task.state, "1_canceled")
        self.assertEqual(self.task.crisis_document_id, self.document)
        deliveries = self.task.crisis_delivery_ids
        self.assertEqual(set(deliveries.mapped("state")), {"cancelled"})
        self.assertEqual(deliveries.done_by_id, self.supervisor)
        self.assertEqual(set(deliveries.mapped("cancel_reason")), {REASON})
        news = self.document.sudo().message_ids.sorted("id")[-1:]
        self.assertIn(REASON, news.body)
        self.assertEqual(news.author_id, self.supervisor.partner_id)
        rows = self.env["crisis.timeline"].search(
            [("document_id", "=", self.document.id), ("kind", "=", "production")]
        )
        self.assertIn(REASON, rows.mapped("text"))

    def test_withdrawn_with_all_below(self):
        """What hangs below it is not left open; the unit reads why."""
        step = self.task.sudo().copy({"name": "Search", "crisis_document_id": False})
        step.write({"crisis_unit_id": False, "parent_id": self.task.id})
        below = step.copy({"name": "Look again", "parent_id": step.id})
        self._withdraw()
        self.assertEqual(set((step | below).mapped("state")), {"1_canceled"})
        self.assertEqual(self.task.crisis_order_state, "withdrawn")
        read = self.task.with_user(self.production).message_ids[:1]
        self.assertIn(REASON, read.body)
        self.assertEqual(read.author_id, self.supervisor.partner_id)

    def test_withdrawn_from_the_case(self):
        """Its row on the case leads there, too, also who does not see the task."""
        delivery = self.task.sudo().crisis_delivery_ids[:1].with_user(self.supervisor)
        action = delivery.action_withdraw()
        self.assertEqual(action["res_model"], "crisis.order.withdraw")
        self.assertEqual(action["context"]["default_task_id"], self.task.id)

    def test_late_is_missed(self):
        """What was late by then stays late: another unit begins with its own."""
        due = max(self.task.crisis_delivery_ids.mapped("date_due"))
        with freeze_all_time(due.replace(hour=23)):
            self._withdraw(unit_id=self.other_unit.id)
            first = self.task.crisis_delivery_ids.filtered(
                lambda d: d.unit_id == self.unit
            )
            self.assertEqual(set(first.mapped("state")), {"missed"})
            now = self.task.crisis_delivery_ids - first
            self.assertEqual(now.unit_id, self.other_unit)
            self.assertEqual(set(now.mapped("state")), {"open"})
            self._withdraw(unit_id=self.unit.id)
        self.assertEqual(
            len(self.task.crisis_delivery_ids.filtered(lambda d: d.state == "missed")),
            len(first),
        )

    def test_who_and_why(self):
        """Neither an agent nor a foreign desk; and not without a sentence."""
        for user in (self.agent, self.production, self.other_supervisor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._withdraw(user)
        for reason in ("", "ok", "-", "xxxxxxxxxxx"):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                self._withdraw(reason=reason)
        self._withdraw()
        with self.assertRaises(UserError):
            self._withdraw()

    def test_deleted_by_the_system(self):
        """What only the system may delete is told on the case."""
        name = self.task.display_name
        self.task.with_user(SUPERUSER_ID).unlink()
        self.document.invalidate_recordset()
        said = self.document.sudo().message_ids[:1]
        self.assertIn("An order was deleted", said.body)
        self.assertIn(name, said.preview)

    def test_only_an_order_is_one(self):
        """A task without a unit, or a withdrawn order, is not production informed."""
        gate = self.env.ref("crisis_protocol.gate_own_production")
        document = self._file(level_id=self.level.id)
        self.assertFalse(document.filtered_domain(gate._parse_domain()))
        self.env["project.task"].create(
            {
                "name": "To do",
                "project_id": self.task.project_id.id,
                "crisis_document_id": document.id,
            }
        )
        self.assertFalse(document.filtered_domain(gate._parse_domain()))
        self._order(document)
        self.task = document._open_orders()
        self.assertTrue(document.filtered_domain(gate._parse_domain()))
        self._withdraw()
        self.assertFalse(document.filtered_domain(gate._parse_domain()))
