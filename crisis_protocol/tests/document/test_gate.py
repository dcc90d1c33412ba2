from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common_gate import GateCase

# Each shipped gate: what must be so in the document for it not to hold, as values or
# as the name of a method. The effect is a question too, and is said not to apply where
# only its gate is meant to fail.
BREAKS = {
    "own_responsible": {"user_id": False},
    "own_category": {"category_id": False},
    "own_description": {"description": False},
    "own_word": {"date_last_word": False},
    "own_information": {"timing": False},
    "own_effect": {"customer_effect": False, "waive": "own_customer_effect"},
    "own_production": {"production_needed": "not_asked"},
    "own_told": "_leave_untold",
    "own_items_listed": "_delete_the_items",
    "own_close_items_listed": "_delete_the_items",
    "own_passed_on": "_keep_a_delivery",
    "own_explanation": {"explanation": False},
    "own_remedy": {"remedy": False},
    "own_close_explanation": {"date_explanation_sent": False},
    "own_accepted": {"explanation_accepted": "not_asked"},
    "own_tasks": {"task_ids": [Command.create({"name": "Search the archive"})]},
    "own_items": {"item_ids": [Command.create({"name": "The new terminal"})]},
    "own_items_sent": "_recover_an_item",
    "own_over": "_says_it_goes_on",
    "own_cause": {"root_cause": False},
    "own_controls": "_find_a_problem",
    "own_promises": "_promise_a_word",
    "own_notices": "_leave_unconfirmed",
    "own_led": "_let_one_follow",
    "customer_responsible": {"user_id": False},
    "customer_grade": {"grade": "watch"},
    "customer_category": {"category_id": False},
    "customer_information": {
        "timing": False,
        "presentation": False,
        "media_ids": False,
    },
    "customer_told": "_leave_untold",
    "customer_effect": {"customer_effect": "-"},
    "customer_decision": "_decide_nothing",
    "customer_passed_on": "_keep_a_delivery",
    "customer_production": {"production_needed": "not_asked"},
    "customer_word": {"date_last_word": False},
    "customer_explanation": {"date_explanation_sent": False},
    "customer_accepted": {"explanation_accepted": "no"},
    "customer_tasks": {"task_ids": [Command.create({"name": "Search the archive"})]},
    "customer_over": "_says_nothing",
    "customer_cause": {"root_cause": False},
    "customer_controls": "_find_a_problem",
    "customer_promises": "_promise_a_word",
    "customer_notices": "_leave_unconfirmed",
    "customer_led": "_let_one_follow",
}


# Only Odoo itself keeps when the last word was, and what became of the explanation.
KEPT = {"date_last_word", "date_explanation_sent", "explanation_accepted"}


@tagged("post_install", "-at_install")
class TestGate(GateCase):
    """Each gate that is shipped, on its own."""

    def _break(self, document, name):
        if isinstance(BREAKS[name], str):
            getattr(self, BREAKS[name])(document)
            return
        values = dict(BREAKS[name])
        if question := values.pop("waive", None):
            question = self.env.ref(f"crisis_protocol.question_{question}")
            values["not_applicable_ids"] = question.ids
            values["not_applicable_reason"] = "He has not looked at it yet."
        document._write_past_reactions({n: values.pop(n) for n in KEPT & values.keys()})
        self._lighten(document, **values)

    def _notice(self, document):
        ministry = self.env["res.partner"].create(
            {"name": "The ministry", "email": "ministry@example.com"}
        )
        return (
            self.env["crisis.notice"]
            .with_user(self.agent)
            .create(
                {
                    "document_id": document.id,
                    "receiver_id": ministry.id,
                    "date_due": fields.Datetime.now() + timedelta(hours=2),
                }
            )
        )

    def _leave_untold(self, document):
        self.assertFalse(self._notice(document).date_told)

    def _leave_unconfirmed(self, document):
        notice = self._notice(document)
        notice.action_send()
        self.assertTrue(notice.date_told)

    def _find_a_problem(self, document):
        self._control(document, "system", note="Mails pile up").action_problem()

    def _says_it_goes_on(self, document):
        self._says_over(document, "no")

    def _says_nothing(self, document):
        self._says_over(document, "not_asked")

    def _recover_an_item(self, document):
        document.item_ids = [Command.create({"name": "The new terminal"})]
        document.item_ids.action_recovered()

    def _delete_the_items(self, document):
        """Why there are none holds no longer once there was one."""
        document.item_ids = [Command.create({"name": "The new terminal"})]
        document.item_ids.unlink()

    def _keep_a_delivery(self, document):
        self._delivered(document)

    def _decide_nothing(self, document):
        document.sudo().decision_ids.unlink()

    def _let_one_follow(self, document):
        self._file(
            protocol_id=document.protocol_id.id,
            leading_id=document.id,
            level_id=document.level_id.id,
            partner_id=self._neighbour().id,
        )
        self.assertEqual(document.open_led_count, 1)

    def _promise_a_word(self, document):
        document._promise(fields.Datetime.now() + timedelta(hours=2))

    def test_every_shipped_gate_has_its_case(self):
        """No gate is shipped that these tests do not know."""
        shipped = self.env["crisis.gate"].search(
            [("protocol_id", "in", (self.own | self.customer_protocol).ids)]
        )
        names = {
            xmlid.removeprefix("crisis_protocol.gate_")
            for xmlid in shipped.get_external_id().values()
        }
        self.assertEqual(names, set(BREAKS))

    def test_shipped_gates_stop_and_open(self):
        """Each shipped gate stops the agent, alone says what is missing, and opens."""
        for name in BREAKS:
            gate = self._gate(name)
            with self.subTest(gate=name), self.cr.savepoint() as undo:
                document = self._before(gate)
                if gate == self._gate("customer_grade"):
                    document.grade = "crisis"
                self._assert_open_then_shut(document, gate, name)
                undo.rollback()
                self.env.invalidate_all()

    def _assert_open_then_shut(self, document, gate, name):
        self.assertFalse(document._missing_gates(gate.stage_id))
        self._break(document, name)
        self.assertEqual(document._missing_gates(gate.stage_id), gate)
        message = self._refused(document, document.action_next_stage)
        self.assertIn(gate.name, message)
        self.assertEqual(message.count("•"), 1)

    def test_shipped_gates_open_when_mended(self):
        """What was missing is filled in, and the agent's next try moves the case."""
        document = self._before(self._gate("own_over"))
        self._says_over(document, "no")
        self._refused(document, document.action_next_stage)
        self._says_over(document, "yes")
        document.action_next_stage()
        self.assertEqual(document.stage_id, self._stage("own_closed"))

    def test_done_and_cancelled_tasks_do_not_hold_up(self):
        """Only open production tasks hold up the close."""
        document = self._before(self._gate("own_tasks"))
        document.task_ids = [
            Command.create({"name": "One", "state": "1_done"}),
            Command.create({"name": "Two", "state": "1_canceled"}),
        ]
        document.action_next_stage()
        self.assertTrue(document.is_closed)

    def test_production_is_informed_by_a_task(self):
        """A task is as good as the word that production has nothing to do (S0-40)."""
        document = self._before(self._gate("own_production"))
        document.production_needed = "yes"
        self._refused(document, document.action_next_stage)
        # it is a unit's
        unit = self.env["crisis.unit"].create({"name": "Watchers"})
        task = {"name": "Search the archive", "crisis_unit_id": unit.id}
        document.task_ids = [Command.create(task)]
        document.action_next_stage()
        self.assertEqual(document.stage_id, self._stage("own_remedy"))
