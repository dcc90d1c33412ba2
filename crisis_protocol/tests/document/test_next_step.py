from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import freeze_all_time

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestNextStep(CrisisCase):
    """The line on top that says what to do now, with its button."""

    def _assert_step(self, document, kind, words):
        document.invalidate_recordset()
        self.assertEqual((document.next_step_kind, bool(words)), (kind, True))
        self.assertIn(words, document.next_step)

    def _assert_gate(self, document, name):
        gate = self._gate(name)
        self._assert_step(document, gate.next_step, gate.name)

    def _day(self, day):
        return freeze_all_time(
            fields.Datetime.to_datetime(f"2026-03-{day:02} 09:00:00")
        )

    def _move_on(self, document, stage, day):
        self._assert_step(document, "stage", self._stage(stage).name)
        with self._day(day):
            document.action_next_stage()
            self.env.flush_all()

    def _say(self, document, day):
        """The customer hears from us on that day."""
        self._assert_step(document, "message", "customer")
        with self._day(day):
            document.action_log_word("We are looking into it.")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit_head = cls.env["res.partner"].create(
            {"name": "Head of the unit", "email": "head@example.com"}
        )

    def test_life_of_a_case_caused_by_us(self):
        """From report to close the line always says the one next thing."""
        with self._day(2):
            document = self._file(user_id=False, team_id=self.team.id)
            self.env.flush_all()
        self._assert_step(document, "take", "responsible")
        document.action_take()
        self.assertEqual(document.user_id, self.agent)
        self._say(document, 3)
        self._assert_gate(document, "own_category")
        document.category_id = self.env.ref("crisis_protocol.category_own_missed_item")
        self._assert_gate(document, "own_description")
        document.description = "<p>The item on channel 5 is missing.</p>"
        self._move_on(document, "own_assessment", 4)
        self._assert_gate(document, "own_information")
        self._answer_all(document)
        self._assert_gate(document, "own_items_listed")
        self._leave_items_out(document)
        self._assert_gate(document, "own_production")
        document.task_ids = [
            Command.create(
                {
                    "name": "Search the archive",
                    "project_id": self.project.id,
                    "crisis_unit_id": self.unit.id,
                }
            )
        ]
        with self._day(4):
            notice = self._tell_by_hand(document)
            self._assert_gate(document, "own_told")
            notice.action_send()
        self._move_on(document, "own_remedy", 5)
        self._end_of_a_case(document)

    def _answer_all(self, document):
        document.write(
            {
                "date_occurred": "2026-03-01 08:00:00",
                "customer_effect": "He could not answer his director.",
                "timing": "By noon",
                "after_hours_follow": "no",
            }
        )

    def _tell_by_hand(self, document):
        """Somebody else has to be told, who does not know yet."""
        return (
            self.env["crisis.notice"]
            .with_user(self.agent)
            .create(
                {
                    "document_id": document.id,
                    "receiver_id": self.unit_head.id,
                    "date_due": fields.Datetime.now() + timedelta(hours=2),
                }
            )
        )

    def _end_of_a_case(self, document):
        self._assert_gate(document, "own_explanation")
        document.explanation = "<p>A misspelt keyword</p>"
        self._assert_step(document, "explanation", "not confirmed")
        document.action_confirm_facts()
        self._assert_step(document, "explain", "is ready")
        with self._day(6):
            document.action_log_word("We are looking into it.")
        self._assert_gate(document, "own_remedy")
        document.remedy = "<p>The item was sent</p>"
        self._move_on(document, "own_follow_up", 7)
        self._say(document, 8)
        self._assert_step(document, "explanation", "not confirmed")
        with self._day(8):
            self._send_explanation(document)
            self._assert_step(document, "answer", "accept")
            self._hear(document, explanation_accepted="yes")
        self._assert_gate(document, "own_tasks")
        with self._day(8):
            document.task_ids.with_user(self.production).state = "1_done"
            self._assert_step(document, "delivery", "customer")
            self._deed_delivery(document)
        self._assert_gate(document, "own_over")
        self._says_over(document, "yes")
        self._assert_gate(document, "own_cause")
        document.root_cause = "No second look at new keywords"
        with self._day(8):
            self._assert_gate(document, "own_controls")
            self._do_controls_offered(document)
            document._promise(fields.Datetime.now() + timedelta(hours=2))
            self._assert_gate(document, "own_promises")
            document.action_log_word("We are looking into it.")
            self._assert_gate(document, "own_notices")
            self._confirm_notices(document)
        self._move_on(document, "own_closed", 9)
        document.invalidate_recordset()
        self.assertEqual(document.next_step_kind, "none")
        self.assertFalse(document.next_step)

    def _do_controls_offered(self, document):
        """The line's button always opens a control that the close still needs."""
        kinds = []
        while document.next_step_kind == "control":
            action = document.action_do_control()
            control = document.control_ids.browse(action["res_id"])
            kinds.append(control.kind)
            self._in_its_time(document, control.kind).action_clean()
            document.invalidate_recordset()
        needed = document.level_id.clean_needed
        self.assertEqual(sorted(kinds), ["customer"] * needed + ["system"] * needed)

    def test_watched_case(self):
        """A watched case waits for its grade to be raised (S0-53)."""
        document = self._file(protocol_id=self.customer_protocol.id, grade="watch")
        self._assert_gate(document, "customer_grade")
        document.grade = "crisis"
        self._assert_step(document, "stage", self._stage("customer_information").name)

    def test_word_of_an_earlier_stage_is_an_old_word(self):
        """Each stage with a message wants a word of its own to the customer."""
        with self._day(2):
            document = self._complete(self._file())
        with self._day(3):
            document.stage_id = self._stage("own_assessment")
            self.env.flush_all()
        document.invalidate_recordset()
        self.assertEqual(document.next_step_kind, "stage", "no message belongs there")
        with self._day(4):
            document.stage_id = self._stage("own_remedy")
            self.env.flush_all()
        self._say(document, 5)
        document.invalidate_recordset()
        self.assertEqual(document.next_step_kind, "stage")

    def test_dialogs_of_the_line(self):
        """The line's button opens what is to be filled in, and only that."""
        document = self._file()
        document.action_log_word("We are looking into it.")
        views = {
            "information": ["category_id", "description"],
            "explanation": ["explanation", "remedy"],
            "closing": ["over_line", "root_cause"],
        }
        self.assertEqual(document.next_step_kind, "information")
        for kind, names in views.items():
            view = self.env.ref(f"crisis_protocol.crisis_document_view_form_{kind}")
            with Form(document, view=view) as form:
                for name in names:
                    self.assertIn(name, form._view["fields"])
        action = document.action_next_step()
        self.assertEqual(action["res_id"], document.id)

    def test_button_of_a_stale_line(self):
        """The button pressed after somebody else did the thing is no crash."""
        document = self._complete(self._file())
        self.assertEqual(document.next_step_kind, "stage")
        try:
            self.assertTrue(document.action_next_step())
        except UserError as refusal:
            self.assertTrue(str(refusal))

    def test_gate_without_a_button(self):
        """A gate that offers nothing is still said."""
        self.env["crisis.gate"].create(
            {
                "name": "The moon is not full",
                "stage_id": self._stage("own_assessment").id,
                "sequence": 1,
                "domain": "[('name', '=', 'Full moon')]",
            }
        )
        document = self._complete(self._file())
        self._assert_step(document, "none", "The moon is not full")

    def test_who_was_told_confirms_it_there(self):
        """Who was told finds it in the line on top; nobody else is asked by that."""
        document = self._file(level_id=self.env.ref("crisis_protocol.level_severe").id)
        mine = document.sudo().notice_ids.filtered(
            lambda notice: notice.receiver_id == self.supervisor.partner_id
        )
        self.assertTrue(mine.date_told)
        seen = document.with_user(self.supervisor)
        self.assertEqual(seen.next_step_kind, "read")
        self.assertNotEqual(document.next_step_kind, "read")
        seen.action_confirm_notices()
        self.assertEqual(mine.state, "done")
        document.invalidate_recordset()
        self.assertNotEqual(seen.next_step_kind, "read")
        with self.assertRaises(UserError):
            seen.action_confirm_notices()
