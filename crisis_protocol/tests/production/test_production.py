from datetime import datetime

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_production import ProductionCase

SCRIPT = "<script>steal()</script>"
# A Monday, within the working hours of the calendar below.
MONDAY_NINE = datetime(2026, 3, 2, 9, 0)


@tagged("post_install", "-at_install")
class TestInformProduction(ProductionCase):
    """Production is informed through Odoo, completely (S0-40, S0-60)."""

    def test_one_task_per_unit(self):
        """Each unit gets its task, with its people, in its project or the team's."""
        own = self.env["project.project"].create({"name": "Reports"})
        report = self._new_unit(
            "Report", project_id=own.id, user_ids=self.other_agent.ids
        )
        tasks = self._inform(self.unit | report)
        self.assertEqual(len(tasks), 2)
        by_unit = {task.crisis_unit_id: task for task in tasks}
        self.assertEqual(by_unit[self.unit].project_id, self.project)
        self.assertEqual(by_unit[self.unit].user_ids, self.production)
        self.assertEqual(by_unit[report].project_id, own)
        self.assertEqual(by_unit[report].user_ids, self.other_agent)
        for task in tasks:
            self.assertIn(self.document.reference, task.name)
            self.assertIn(self.document.name, task.name)
            self.assertEqual(task.partner_id, self.customer)
            self.assertFalse(task.company_id - self.company)

    def test_document_says_who_was_informed(self):
        """The document keeps that production was informed, and who."""
        self._inform()
        message = self.document.message_ids[0]
        self.assertIn(self.unit.name, message.body)
        self.assertEqual(message.author_id, self.agent.partner_id)

    def test_name_of_a_unit_is_escaped(self):
        """Markup in the name of a unit stays text on the document."""
        self.unit.name = SCRIPT
        self._inform()
        self.assertNotIn("<script", self.document.message_ids[0].body)
        self.assertIn("&lt;script", self.document.message_ids[0].body)

    def test_priority_by_level(self):
        """The more severe the case, the more urgent its task."""
        for name in ("notable", "serious", "severe", "emergency"):
            level = self.env.ref(f"crisis_protocol.level_{name}")
            document = self._file(level_id=level.id)
            task = self._inform(document=document)
            with self.subTest(level=name):
                self.assertEqual(task.priority, level.task_priority)
        self.assertNotEqual(task.priority, "0")

    def test_deadline_by_the_clock_of_the_level(self):
        """On working hours four hours from 15:00 end the next day; else at night."""
        levels = self.env["crisis.level"]
        for clock, expected in (
            ("working", datetime(2026, 3, 3, 11, 0)),
            ("always", datetime(2026, 3, 2, 19, 0)),
        ):
            level = levels.create(
                {"name": clock, "clock": clock, "production_minutes": 240}
            )
            document = self._file(level_id=level.id)
            with self.subTest(clock=clock):
                with self.mock_datetime_and_now(MONDAY_NINE.replace(hour=15)):
                    task = self._inform(document=document)
                self.assertEqual(task.date_deadline, expected)

    def test_deadline_as_agreed(self):
        """The delivery agreed with the customer is the deadline (S0-78)."""
        self.document.date_first_delivery = datetime(2026, 3, 4, 10, 30)
        with self.mock_datetime_and_now(MONDAY_NINE):
            task = self._inform()
        self.assertEqual(task.date_deadline, datetime(2026, 3, 4, 10, 30))

    def test_agreed_delivery_that_has_passed(self):
        """A delivery time that is over gives no deadline in the past."""
        self.document.date_first_delivery = datetime(2026, 3, 1, 10, 30)
        with self.mock_datetime_and_now(MONDAY_NINE):
            task = self._inform()
        self.assertGreater(task.date_deadline, MONDAY_NINE)

    def test_brief_says_what_the_customer_wants(self):
        """The task says what is wanted in the customer's own words (S0-72…80)."""
        media = self.env["crisis.media"].create({"name": "Local radio"})
        words = {
            "keywords": "Akdeniz, Akdeniz A.Ş.",
            "exclusions": "Holiday offers",
            "presentation": "A table, by channel",
            "timing": "Before the minister's speech",
            "after_hours_note": "To Ms Kaya until midnight",
            "customer_effect": "The director has no answer",
        }
        self.document.write(
            {
                **words,
                "description": "<p>Channel 5 at <b>20:15</b></p>",
                "media_ids": [Command.set(media.ids)],
                "has_video": "yes",
                "after_hours_follow": "yes",
            }
        )
        brief = self._inform(note="Begin with the morning").crisis_brief
        self.assertIn("<b>20:15</b>", brief)
        for text in (*words.values(), media.name, "Begin with the morning"):
            self.assertIn(text, brief)

    def test_brief_is_escaped(self):
        """Markup in the words of customer and agent stays text on the task."""
        texts = ("presentation", "timing", "after_hours_note", "customer_effect")
        texts += ("keywords", "exclusions")
        self.document.write(
            dict.fromkeys(texts, SCRIPT)
            | {"description": f"<p>Look{SCRIPT}</p>", "after_hours_follow": "yes"}
        )
        brief = self._inform(note=SCRIPT).crisis_brief
        self.assertNotIn("<script", brief)
        self.assertEqual(brief.count("&lt;script"), 7)
        self.assertIn("Look", brief)

    def test_brief_speaks_the_reader_s_language(self):
        """The words that Odoo adds to the brief are the agent's language."""
        self.env["res.lang"]._activate_lang("de_DE")
        view = self.env.ref("crisis_protocol.production_brief")
        arch = view.arch_db.replace("What happened", "Was geschah")
        view.with_context(lang="de_DE").arch_db = arch
        self.document.description = "<p>Nichts</p>"
        brief = self.document.with_context(lang="de_DE")._production_brief()
        self.assertIn("Was geschah", brief)

    def test_files_are_copied(self):
        """Production gets bulletin, picture and video with its task (S0-73…75)."""
        kinds = ("bulletin", "picture", "video")
        for kind in kinds:
            self.document[f"{kind}_ids"] = self._upload(f"{kind}.bin", self.document.id)
        tasks = self._inform(self.unit | self._new_unit("Second"))
        for task in tasks.with_user(self.production):
            files = self.env["ir.attachment"].with_user(self.production)
            found = files.search(
                [("res_model", "=", "project.task"), ("res_id", "=", task.id)]
            )
            self.assertEqual(
                set(found.mapped("name")), {f"{kind}.bin" for kind in kinds}
            )
            self.assertEqual(set(found.mapped("raw")), {b"content"})
        self.assertEqual(self.document.bulletin_ids.res_id, self.document.id)

    def test_files_uploaded_while_filing(self):
        """A file given before the document was saved is there for all colleagues."""
        file = self._upload("bulletin.bin", 0)
        document = self._file(bulletin_ids=[Command.set(file.ids)])
        document.with_user(self.supervisor).invalidate_recordset()
        seen = document.with_user(self.supervisor).web_read(
            {"bulletin_ids": {"fields": {"name": {}}}}
        )
        self.assertEqual([f["name"] for f in seen[0]["bulletin_ids"]], ["bulletin.bin"])

    def test_files_of_a_colleague_reach_production(self):
        """Colleagues who inform production send the files along, whoever gave them."""
        file = self._upload("bulletin.bin", 0, self.supervisor)
        document = self._file(self.supervisor, bulletin_ids=[Command.set(file.ids)])
        document.sudo().write({"user_id": self.agent.id, "team_id": self.team.id})
        self.env.invalidate_all()
        task = self._inform(document=document.with_user(self.agent))
        found = self.env["ir.attachment"].search_count(
            [("res_model", "=", "project.task"), ("res_id", "=", task.id)]
        )
        self.assertEqual(found, 1)

    def _upload(self, name, res_id, user=None):
        """What the upload widget does; on a new document it knows no id yet."""
        files = self.env["ir.attachment"].with_user(user or self.agent)
        return files.create(
            {
                "name": name,
                "raw": b"content",
                "res_model": "crisis.document",
                "res_id": res_id,
            }
        )

    def test_no_unit_chosen(self):
        """The dialog says that a unit is needed; nothing is made."""
        wizard = self.env["crisis.production.inform"].with_user(self.agent)
        with self.assertRaises(UserError):
            wizard.create({"document_id": self.document.id}).action_inform()
        self.assertFalse(self.document.task_ids)

    def test_no_project(self):
        """Without a project for one of the units nothing is made, and it is said."""
        self.team.project_id = False
        housed = self._new_unit("Housed", project_id=self.project.id)
        with self.assertRaisesRegex(UserError, self.unit.name):
            self._inform(housed | self.unit)
        self.assertFalse(self.document.task_ids)

    def test_informed_already(self):
        """The dialog shows which units are at work already."""
        self._inform()
        wizard = self.env["crisis.production.inform"].with_user(self.agent)
        wizard = wizard.create({"document_id": self.document.id})
        self.assertEqual(wizard.informed_unit_ids, self.unit)
        self.document.sudo().task_ids.state = "1_done"
        self.env.invalidate_all()
        self.assertFalse(wizard.informed_unit_ids)
