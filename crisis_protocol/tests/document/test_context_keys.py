import ast
import re
from pathlib import Path

from odoo.exceptions import RedirectWarning, UserError
from odoo.modules import get_module_path
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from ..duties.common_duty import MONDAY, CrisisDutyCase

ADDON = Path(get_module_path("crisis_protocol"))
# Keys that our own screens send, and what they do: none of them lets anything pass.
SENT_BY_SCREENS = {
    # refuse a press for which the case has moved on meanwhile
    "crisis_expected_stage_id",
    "crisis_expected_told",
    "crisis_expected_confirmed",
    "crisis_expected_change",
    # fill in a dialog with what its user may read and change
    "crisis_preparing",
    "crisis_delivery_ids",
    "crisis_call_id",
}


def _keys(tree):
    """Return {key of ours: how it is read} for what code asks of a context."""
    found = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        is_inside = name.rpartition(".")[2] == "handed_inside"
        arguments = node.args[1:2] if is_inside else node.args[:1]
        asks = is_inside or name.endswith("context.get")
        for argument in arguments if asks else ():
            key = isinstance(argument, ast.Constant) and argument.value
            if str(key).startswith("crisis_"):
                found[key] = "inside" if is_inside else "open"
    return found


@tagged("post_install", "-at_install")
class TestContextKeys(CrisisDutyCase):
    """No key that a client may send takes a case or a message past a rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = {}
        for room in ("models", "wizard", "controllers", "tools"):
            for path in ADDON.joinpath(room).rglob("*.py"):
                cls.keys |= _keys(ast.parse(path.read_text()))

    def test_all_are_read_inside(self):
        """What is asked of a context is asked so that no client can answer."""
        self.assertGreater(len(self.keys), 15)
        read_openly = {key for key, how in self.keys.items() if how == "open"}
        self.assertEqual(read_openly, SENT_BY_SCREENS)

    def test_nothing_is_read_otherwise(self):
        """Nor is a key of ours read in another way, which would escape this test."""
        odd = []
        pattern = re.compile(r"context(\[|\.pop\(|\)\s*\.get\()\s*[\"']crisis_")
        for path in ADDON.rglob("*.py"):
            if "tests" not in path.parts and pattern.search(path.read_text()):
                odd.append(path.name)
        self.assertEqual(odd, [])

    def _sent(self, value):
        """Return all keys as a client would send them: as JSON."""
        return {key: value for key in self.keys if key not in SENT_BY_SCREENS}

    def _life(self, user, **context):
        """Take a case through what the keys are about; return what came of it."""
        with self.env.cr.savepoint(flush=False) as savepoint:
            told = self._live(user, context)
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all()
        return told

    def _live(self, user, context):
        before = self.env["mail.message"].sudo().search([], limit=1, order="id desc")
        document = self._file(user, description="<p>Nothing opens.</p>")
        document = document.with_context(**context)
        document.message_post(
            body="<p>We will get back to you as soon as possible.</p>",
            partner_ids=self.contact.ids,
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
        )
        document.message_notify(
            partner_ids=self.contact.ids, subject="Word", body="<p>We are on it.</p>"
        )
        order = self.env["crisis.production.inform"].with_user(user)
        order = order.with_context(**context)
        order.create(
            {"document_id": document.id, "unit_ids": self.unit.ids}
        ).action_inform()
        document.write({"keywords": "Akdeniz", "description": "<p>All is dark.</p>"})
        document.write({"explanation": "<p>A cable was cut.</p>"})
        template = self.env.ref("crisis_protocol.mail_template_holding_own").sudo()
        template.with_context(**context).send_mail_batch(document.ids)
        with freeze_all_time(MONDAY.replace(hour=10)):
            document._watch_safely()
        document.invalidate_recordset()
        return self._facts(document.sudo().with_context({}), before)

    def test_rules_of_deleting(self):
        """Odoo's own key that skips what refuses a deletion skips nothing of ours."""
        case = self._file()
        stakeholder = self.env["crisis.stakeholder"].with_user(self.agent)
        values = {"document_id": case.id, "partner_id": self.contact.id}
        letter = stakeholder.create(values)
        letter.action_send()
        passed = self._file().with_user(self.supervisor)
        passed._override_gates(passed.next_stage_id, "He waits at the door")
        shown = case.sudo().control_ids[:1].activity_id.with_user(self.agent)
        for record, refusal in (
            (letter, UserError),
            (passed, UserError),
            (shown, RedirectWarning),
        ):
            with self.subTest(record._name):
                forced = record.with_context(_force_unlink=True)
                with self.assertRaises(refusal):
                    forced.unlink()
                self.assertTrue(record.exists())

    def test_each_alone(self):
        """Nor does a key do anything alone, where no other one hides it."""
        plain = self._life(self.agent)
        for key in self._sent(True):
            for value in (True, self.contact.id):
                with self.subTest(key=key, value=value):
                    self.assertEqual(self._life(self.agent, **{key: value}), plain)

    def _answer(self, **context):
        """Let production answer on an order; return what the case hears of it."""
        with self.env.cr.savepoint(flush=False) as savepoint:
            before = (
                self.env["mail.message"].sudo().search([], limit=1, order="id desc")
            )
            document = self._file()
            order = self._order(document).with_user(self.production)
            order = order.with_context(**context)
            order.action_crisis_received()
            order.write({"state": "04_waiting_normal"})
            order.write({"state": "01_in_progress"})
            owed = order.crisis_delivery_ids.filtered(lambda d: d.state == "open")
            owed.write({"note": "The clip"})
            order.write({"state": "1_done"})
            self.env.flush_all()
            document.invalidate_recordset()
            told = self._facts(document.sudo(), before)
            savepoint.rollback()
        self.env.invalidate_all()
        return told

    def test_sent_by_production(self):
        """Sent by production on its order: the case hears the same."""
        plain = self._answer()
        for value in (True, 1, {"value": True}):
            with self.subTest(value=value):
                self.assertEqual(self._answer(**self._sent(value)), plain)

    def _facts(self, document, before):
        """Return what a rule has a say in, without ids that differ by chance."""
        messages = self.env["mail.message"].sudo().search([("id", ">", before.id)])
        activities = document.activity_ids | document.task_ids.activity_ids
        return {
            "word": document.date_last_word,
            "first": document.date_first_word,
            "explained": document.explanation_state,
            "promises": sorted(document.promise_ids.mapped("date_due")),
            "checks": sorted(document.check_ids.mapped("state")),
            "words": sorted(word.text for word in document.word_ids),
            "notices": sorted(str(n.date_told) for n in document.notice_ids),
            "duties": sorted(
                (duty._name, duty.state, str(duty.date_due), duty.user_id.login or "")
                for duty in self._duties(document)
            ),
            "activities": sorted(activities.activity_type_id.mapped("name")),
            "followers": sorted(document.message_partner_ids.mapped("name")),
            "ordered": document.task_ids.mapped("crisis_date_ordered"),
            "told": sorted(
                (
                    m.message_type,
                    # each case has its number
                    (m.subject or "").replace(document.reference, ""),
                    sorted(m.partner_ids.mapped("name")),
                )
                for m in messages
            ),
        }

    def test_sent_by_each_role(self):
        """Sent by an agent, a supervisor, a manager: nothing is different."""
        for user in (self.agent, self.supervisor, self.manager):
            plain = self._life(user)
            for value in (True, 1, "1", [self.contact.id], {"value": True}):
                with self.subTest(user=user.login, value=value):
                    self.assertEqual(self._life(user, **self._sent(value)), plain)
