from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from ..common import CrisisCase

MONDAY = fields.Datetime.to_datetime("2026-03-02 09:00:00")


@tagged("post_install", "-at_install")
class TestStageLife(CrisisCase):
    """What the entry into a stage sets off, and what the close ends."""

    def _go(self, document, stage, reason=False):
        document.write({"stage_id": self._stage(stage).id, "stage_reason": reason})
        self.flush_tracking()

    def _later(self, **delta):
        return freeze_all_time(fields.Datetime.add(MONDAY, **delta))

    @classmethod
    def _plan(cls, *summaries):
        """A manager's plan of calls, one for each summary."""
        call = cls.env.ref("mail.mail_activity_data_call")
        return cls.env["mail.activity.plan"].create(
            {
                "name": "What to do now",
                "res_model": "crisis.document",
                "company_id": False,
                "template_ids": [
                    Command.create({"activity_type_id": call.id, "summary": summary})
                    for summary in summaries
                ],
            }
        )

    def _planned(self, document):
        """Return the activities that the case has beside those of its duties."""
        shown = self.env["mail.activity"]
        for model in self.env["crisis.duty.mixin"]._duty_models():
            found = model.sudo().search([("document_id", "in", document.ids)])
            shown |= found.activity_id
        return document.activity_ids - shown.with_env(document.env)

    # Plans --------------------------------------------------------------

    def test_plan_is_launched_on_entry(self):
        """A stage's plan is launched when the case enters, for the responsible."""
        self._stage("own_follow_up").activity_plan_id = self._plan("Check", "Ask")
        document = self._at("own_remedy")
        self.assertFalse(self._planned(document))
        document.action_next_stage()
        planned = self._planned(document)
        self.assertEqual(sorted(planned.mapped("summary")), ["Ask", "Check"])
        self.assertEqual(planned.user_id, self.agent)

    def test_plan_of_the_first_stage(self):
        """A filed case has the activities of its first stage, beside its duties."""
        plan = self._plan("Look")
        for protocol in (self.own, self.customer_protocol):
            protocol._start_stage("crisis").activity_plan_id = plan
            document = self._file(protocol_id=protocol.id)
            self.assertEqual(self._planned(document).mapped("summary"), ["Look"])
            self.assertTrue(document.activity_ids - self._planned(document))

    def test_plan_is_launched_once_per_entry(self):
        """Saving again launches nothing; coming back launches it again."""
        self._stage("own_follow_up").activity_plan_id = self._plan("Check", "Ask")
        document = self._at("own_follow_up")
        self._planned(document).unlink()
        document.write({"stage_id": document.stage_id.id, "name": "Saved again"})
        self.assertFalse(self._planned(document))
        self._go(document, "own_remedy", "He still waits for it.")
        self.assertFalse(self._planned(document), "the stage has no plan")
        document.action_next_stage()
        self.assertEqual(len(self._planned(document)), 2)

    def test_plan_of_a_stage_passed_over_is_not_launched(self):
        """A jump launches what belongs to the stage it ends in."""
        self._stage("own_remedy").activity_plan_id = self._plan("Passed over")
        self._stage("own_follow_up").activity_plan_id = self._plan("Check")
        document = self._complete(self._file())
        self._go(document, "own_follow_up")
        self.assertEqual(self._planned(document).mapped("summary"), ["Check"])

    def test_plan_without_a_responsible(self):
        """While nobody is responsible, the supervisor gets what is to be done."""
        self._stage("own_reported").activity_plan_id = self._plan("Look")
        document = self._file(user_id=False, team_id=self.team.id)
        self.assertEqual(self._planned(document).user_id, self.supervisor)

    def test_plan_for_many_documents(self):
        """Many cases that enter at once get their own activities each."""
        self._stage("own_follow_up").activity_plan_id = self._plan("Check", "Ask")
        led = {"user_id": self.supervisor.id, "team_id": self.team.id}
        documents = self._file() | self._file(**led)
        for document in documents:
            self._complete(document)
        documents.write({"stage_id": self._stage("own_follow_up").id})
        for document in documents:
            planned = self._planned(document)
            self.assertEqual(len(planned), 2)
            self.assertEqual(planned.user_id, document.user_id)

    def test_refused_move_launches_nothing(self):
        """A refusal leaves no activity behind."""
        document = self._file()
        activities = document.activity_ids
        with self.assertRaises(UserError), self.cr.savepoint():
            self._go(document, "own_follow_up")
        document.invalidate_recordset()
        self.assertEqual(document.activity_ids, activities)

    # The end ------------------------------------------------------------

    def test_close_settles_what_is_open(self):
        """A closed case owes nothing but the relapse check; the rest is said."""
        self._stage("own_follow_up").activity_plan_id = self._plan("Ask")
        document = self._at("own_follow_up")
        document.activity_schedule(
            "mail.mail_activity_data_todo", summary="Buy <i>flowers</i>"
        )
        dropped = document.activity_ids
        document.action_next_stage()
        check = document.control_ids.filtered(lambda control: control.state == "open")
        self.assertEqual(check.relapse_day, document.level_id._relapse_day_list()[0])
        self.assertEqual(document.activity_ids, check.activity_id)
        self.assertFalse((dropped & document.activity_ids).exists())
        bodies = " ".join(document.message_ids.mapped("body"))
        self.assertIn("Buy &lt;i&gt;flowers&lt;/i&gt;", bodies)
        self.assertIn("<li>Ask</li>", bodies)

    def test_close_without_a_relapse_watch(self):
        """Where the level wants no relapse check, a closed case owes nothing."""
        document = self._at("own_follow_up")
        document.level_id.sudo().relapse_days = False
        document.action_next_stage()
        self.assertFalse(document.activity_ids)

    def test_way_out_settles_too(self):
        """What turned out to be no crisis leaves no activity either."""
        document = self._file()
        self._go(document, "own_not_crisis", "A false alarm")
        self.assertFalse(document.activity_ids)

    def test_close_without_activities_says_nothing(self):
        """Nothing is reported where nothing was open."""
        document = self._at("own_follow_up")
        document.level_id.sudo().relapse_days = False
        document.action_next_stage()
        self.flush_tracking()
        before = document.message_ids
        self._go(document, "own_not_crisis", "It was a false alarm.")
        document.invalidate_recordset(["message_ids"])
        said = (document.message_ids - before).filtered("body")
        self.assertEqual(len(said), 1)
        self.assertIn("It was a false alarm.", said.body)

    def test_date_closed(self):
        """The date of the close is the first one, and goes when it reopens."""
        with self._later(days=1):
            document = self._at("own_closed")
            self.env.flush_all()
        with self._later(days=2):
            document.root_cause = "It was found later on."
            self.env.flush_all()
            self.assertEqual(document.date_closed, fields.Datetime.add(MONDAY, days=1))
            self._go(document, "own_remedy", "The trouble goes on.")
            self.assertFalse(document.date_closed)
        with self._later(days=3):
            self._explain(document)
            self._do_controls(document)
            self._says_over(document, "yes")
            self._go(document, "own_closed")
        self.assertEqual(document.date_closed, fields.Datetime.add(MONDAY, days=3))

    def test_only_closed_cases_are_archived(self):
        """An open case stays in sight, by button, API and import."""
        document = self._file()
        with self.assertRaises(UserError), self.cr.savepoint():
            document.action_archive()
        with self.assertRaises(UserError), self.cr.savepoint():
            document.write({"active": False})
        with self.assertRaises(UserError), self.cr.savepoint():
            self._file(active=False)
        closed = self._at("own_closed")
        closed.with_user(self.supervisor).action_archive()
        self.assertFalse(closed.active)

    def test_one_open_case_keeps_all_in_sight(self):
        """Several are archived together or not at all."""
        closed, still_open = self._at("own_closed"), self._file()
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            (closed | still_open).action_archive()
        self.assertIn(still_open.reference, str(refusal.exception))
        closed.invalidate_recordset()
        self.assertTrue(closed.active)

    def test_archived_case_can_not_reopen_unseen(self):
        """A case that reopens comes back into sight."""
        document = self._at("own_closed")
        document.with_user(self.supervisor).action_archive()
        self._go(document, "own_remedy", "The trouble goes on.")
        self.assertTrue(document.active)
