from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import freeze_all_time

from .common_gate import GateCase

BROKEN = {
    "syntax": "[('user_id', '!=', False)",
    "unknown field": "[('colour_of_the_tie', '=', 'red')]",
    "unknown field inside any": "[('task_ids', 'any', [('colour', '=', 'red')])]",
    "unknown path": "[('partner_id.colour', '=', 'red')]",
    "wrong operator": "[('user_id', 'is', False)]",
    "wrong type": "[('information_progress', '>=', 'many')]",
    "wrong date": "[('date_occurred', '>', 'the day before')]",
    "too short": "[('user_id', '!=')]",
    "loose operator": "['|', ('user_id', '!=', False)]",
    "not a list": "{'user_id': 1}",
    "a number": "7",
    "a word": "user_id",
    "a name": "[('user_id', '=', uid)]",
    "code": "__import__('os').system('true')",
    "code in a value": "[('name', '=', open('/etc/hostname').read())]",
    "what can't be searched": "[('next_step', '!=', False)]",
}
MONDAY = "2026-03-02 09:00:00"


@tagged("post_install", "-at_install")
class TestGateCondition(GateCase):
    def test_broken_condition_is_refused(self):
        """What can't be worked out is refused when saved, with the reason."""
        for kind, domain in BROKEN.items():
            with self.subTest(kind), mute_logger("odoo.sql_db", "odoo.domains"):
                with self.assertRaises(ValidationError) as refusal:
                    with self.cr.savepoint():
                        self._new_gate(domain)
                start, _colon, reason = str(refusal.exception).partition(": ")
                self.assertIn("Not so", start)
                self.assertTrue(reason.strip())

    def test_broken_condition_is_refused_on_change(self):
        """A good condition can't be spoilt, and stays as it was."""
        gate = self._new_gate("[('root_cause', '!=', False)]")
        with self.assertRaises(ValidationError), self.cr.savepoint():
            gate.domain = BROKEN["unknown field"]
        gate.invalidate_recordset()
        self.assertEqual(gate.domain, "[('root_cause', '!=', False)]")

    def test_broken_condition_names_the_field(self):
        """The reason names what is wrong, so that it can be mended."""
        with self.assertRaisesRegex(ValidationError, "colour_of_the_tie"):
            self._new_gate(BROKEN["unknown field"])

    def test_condition_can_be_of_many_shapes(self):
        """What the domain editor of Odoo makes can be a condition."""
        shapes = [
            "['|', ('user_id', '=', False), ('name', 'ilike', 'TV')]",
            "['!', ('health_own', '=', 'bad')]",
            "[('partner_id.country_id.code', 'in', ['TR', False])]",
            "['&', ('level_id.sequence', '>', 10), (1, '=', 1)]",
            " [('create_date', '<', 'now')] ",
        ]
        for domain in shapes:
            with self.subTest(domain):
                self._new_gate(domain, name=f"Shape {domain}")
        document = self._file()
        self.assertEqual(
            document._missing_gates(self.assessment).mapped("domain"), [shapes[2]]
        )

    def test_archived_gate_is_ignored(self):
        """A gate that is archived stops nobody and is not shown."""
        gate = self._new_gate("[('root_cause', '!=', False)]")
        document = self._file()
        self._refused(document, document.action_next_stage)
        gate.action_archive()
        document.invalidate_recordset()
        self.assertFalse(document.missing_gate_count)
        self.assertIs(document.read(["gate_preview"])[0]["gate_preview"], False)
        document.action_next_stage()
        self.assertEqual(document.stage_id, self.assessment)

    def test_relative_date(self):
        """“Not longer than two days ago” is judged at the time of the move."""
        self._new_gate("[('date_last_word', '>=', '-2d')]")
        document = self._file_on_monday()
        with freeze_all_time(self._at_hour(days=3)):
            self._refused(document, document.action_next_stage)
        with freeze_all_time(self._at_hour(days=1)):
            document.action_next_stage()
        self.assertEqual(document.stage_id, self.assessment)

    def test_relative_hours(self):
        """Hours count too, and a day that is over is over."""
        self._new_gate("[('date_last_word', '>', '-4H')]")
        document = self._file_on_monday()
        with freeze_all_time(self._at_hour(hours=5)):
            self.assertTrue(document._missing_gates(self.assessment))
        with freeze_all_time(self._at_hour(hours=3)):
            self.assertFalse(document._missing_gates(self.assessment))

    def _file_on_monday(self):
        """A document whose customer heard from us on Monday morning."""
        with freeze_all_time(self._at_hour()):
            document = self._file()
            document.action_log_word("We are looking into it.")
            self.env.flush_all()
        return document

    def _at_hour(self, **delta):
        return fields.Datetime.add(fields.Datetime.to_datetime(MONDAY), **delta)

    def test_any_of_the_lines(self):
        """A condition may look into the lines of the document."""
        self._new_gate("[('task_ids', 'any', [('name', 'ilike', 'archive')])]")
        document = self._file()
        self._refused(document, document.action_next_stage)
        document.task_ids = [Command.create({"name": "Call the studio"})]
        self._refused(document, document.action_next_stage)
        document.task_ids = [Command.create({"name": "Search the archive"})]
        document.action_next_stage()
        self.assertEqual(document.stage_id, self.assessment)

    def test_any_of_the_media(self):
        """… and into tags, with not any."""
        self._new_gate("[('media_ids', 'not any', [('name', '=', 'Radio X')])]")
        radio = self.env["crisis.media"].create({"name": "Radio X"})
        document = self._file(media_ids=radio.ids)
        self._refused(document, document.action_next_stage)
        document.media_ids = False
        document.action_next_stage()

    def _hidden_task(self, document):
        """An open task of the document that its agent may not see."""
        project = self.env["project.project"].create(
            {"name": "Secret", "privacy_visibility": "followers"}
        )
        task = self.env["project.task"].create(
            {
                "name": "Behind the curtain",
                "project_id": project.id,
                "crisis_document_id": document.id,
                "user_ids": False,
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(task.with_user(self.agent).has_access("read"))
        return task

    def test_what_the_mover_may_not_see_counts(self):
        """A task that the agent can't see holds up the close all the same."""
        document = self._at("own_follow_up")
        self._hidden_task(document)
        message = self._refused(document, document.action_next_stage)
        self.assertIn(self._gate("own_tasks").name, message)

    def test_what_the_mover_has_looked_at_does_not_matter(self):
        """… also if he has looked at his own tasks just before."""
        document = self._at("own_follow_up")
        self._hidden_task(document)
        self.assertFalse(document.task_ids, "he sees none of it")
        message = self._refused(document, document.action_next_stage)
        self.assertIn(self._gate("own_tasks").name, message)

    def test_preview_counts_what_the_reader_may_not_see(self):
        """The preview says the same as the gate, whoever looks."""
        document = self._at("own_follow_up")
        self._hidden_task(document)
        document.invalidate_recordset()
        self.assertEqual(document.missing_gate_count, 1)

    def test_word_can_not_be_handed_in(self):
        """When the customer last heard from us is Odoo's to say, not an import's."""
        document = self._file(date_last_word=MONDAY)
        document.sudo().write({"date_last_word": MONDAY})
        document.load([".id", "date_last_word"], [[str(document.id), MONDAY]])
        self.assertFalse(document.date_last_word)
        proposing = document.with_context(default_date_last_word=MONDAY)
        self.assertFalse(proposing.copy().date_last_word)
        document.action_log_word("We are looking into it.")
        self.assertTrue(document.date_last_word)

    def test_agent_can_not_change_the_rules(self):
        """Gates are the manager's to set (S0-50)."""
        gate = self._gate("own_over")
        for role in (self.agent, self.supervisor):
            with self.assertRaises(UserError), self.cr.savepoint():
                gate.with_user(role).domain = "[]"
            with self.assertRaises(UserError), self.cr.savepoint():
                gate.with_user(role).unlink()
