from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from .common import CrisisCase

MONDAY = fields.Datetime.to_datetime("2026-03-02 09:00:00")


@tagged("post_install", "-at_install")
class TestStageLife(CrisisCase):
    """What the entry into a stage sets off, and how its time is measured."""

    def _go(self, document, stage, reason=False):
        document.write({"stage_id": self._stage(stage).id, "stage_reason": reason})
        self.flush_tracking()

    def _later(self, **delta):
        return freeze_all_time(fields.Datetime.add(MONDAY, **delta))

    def _kinds(self, document):
        return document.activity_ids.activity_type_id

    def _type(self, name):
        return self.env.ref(f"crisis_protocol.mail_activity_type_{name}")

    # Plans --------------------------------------------------------------

    def test_plan_is_launched_on_entry(self):
        """A stage's plan is launched when the case enters, for the responsible."""
        document = self._at("own_remedy")
        document.activity_ids.unlink()
        document.action_next_stage()
        self.assertEqual(
            self._kinds(document), self._type("check") | self._type("ask_over")
        )
        self.assertEqual(document.activity_ids.user_id, self.agent)

    def test_plan_of_the_first_stage(self):
        """A filed case has the activities of its first stage (S0-27, S0-47)."""
        self.assertEqual(self._kinds(self._file()), self._type("inform_managers"))
        customer = self._file(protocol_id=self.customer_protocol.id)
        self.assertEqual(self._kinds(customer), self._type("inform_managers"))

    def test_plan_is_launched_once_per_entry(self):
        """Saving again launches nothing; coming back launches it again."""
        document = self._at("own_follow_up")
        document.activity_ids.unlink()
        document.write({"stage_id": document.stage_id.id, "name": "Saved again"})
        self.assertFalse(document.activity_ids)
        self._go(document, "own_remedy", "Not yet")
        self.assertFalse(document.activity_ids, "the stage has no plan")
        document.action_next_stage()
        self.assertEqual(len(document.activity_ids), 2)

    def test_plan_of_a_stage_passed_over_is_not_launched(self):
        """A jump launches what belongs to the stage it ends in."""
        self.env.ref(
            "crisis_protocol.stage_own_remedy"
        ).activity_plan_id = self.env.ref("crisis_protocol.mail_activity_plan_begin")
        document = self._complete(self._file())
        document.activity_ids.unlink()
        self._go(document, "own_follow_up")
        self.assertNotIn(self._type("inform_managers"), self._kinds(document))

    def test_plan_without_a_responsible(self):
        """While nobody is responsible, the supervisor gets what is to be done."""
        document = self._file(user_id=False, team_id=self.team.id)
        self.assertEqual(document.activity_ids.user_id, self.supervisor)

    def test_plan_for_many_documents(self):
        """Many cases that enter at once get their own activities each."""
        led = {"user_id": self.supervisor.id, "team_id": self.team.id}
        documents = self._file() | self._file(**led)
        for document in documents:
            self._complete(document)
        documents.activity_ids.unlink()
        documents.write({"stage_id": self._stage("own_follow_up").id})
        for document in documents:
            self.assertEqual(len(document.activity_ids), 2)
            self.assertEqual(document.activity_ids.user_id, document.user_id)

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
        """A closed case owes nothing more, and the chatter says what was dropped."""
        document = self._at("own_follow_up")
        document.activity_schedule(
            "mail.mail_activity_data_todo", summary="Buy <i>flowers</i>"
        )
        document.action_next_stage()
        self.assertFalse(document.activity_ids)
        bodies = " ".join(document.message_ids.mapped("body"))
        self.assertIn("Buy &lt;i&gt;flowers&lt;/i&gt;", bodies)
        self.assertIn(self._type("ask_over").summary, bodies)

    def test_way_out_settles_too(self):
        """What turned out to be no crisis leaves no activity either."""
        document = self._file()
        self._go(document, "own_not_crisis", "A false alarm")
        self.assertFalse(document.activity_ids)

    def test_close_without_activities_says_nothing(self):
        """Nothing is reported where nothing was open."""
        document = self._at("own_follow_up")
        document.activity_ids.unlink()
        before = document.message_ids
        document.action_next_stage()
        self.assertFalse((document.message_ids - before).filtered("body"))

    def test_date_closed(self):
        """The date of the close is the first one, and goes when it reopens."""
        with self._later(days=1):
            document = self._at("own_closed")
            self.env.flush_all()
        with self._later(days=2):
            document.root_cause = "Found later"
            self.env.flush_all()
            self.assertEqual(document.date_closed, fields.Datetime.add(MONDAY, days=1))
            self._go(document, "own_remedy", "It goes on")
            self.assertFalse(document.date_closed)
        with self._later(days=3):
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
        closed.action_archive()
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
        document.action_archive()
        self._go(document, "own_remedy", "It goes on")
        self.assertTrue(document.active)

    # Time ---------------------------------------------------------------

    def test_time_in_each_stage(self):
        """How long a case stood in each stage is measured."""
        with self._later():
            document = self._complete(self._file())
            self.flush_tracking()
        with self._later(hours=2):
            self._go(document, "own_assessment")
        with self._later(hours=5):
            self._go(document, "own_remedy")
        with self._later(hours=6):
            document.invalidate_recordset(["duration_tracking"])
            durations = {
                int(stage): seconds // 3600
                for stage, seconds in document.duration_tracking.items()
            }
        self.assertEqual(
            durations,
            {
                self._stage("own_reported").id: 2,
                self._stage("own_assessment").id: 3,
                self._stage("own_remedy").id: 1,
            },
        )

    def test_rotting(self):
        """A case that stays too long in its stage is marked and found."""
        with self._later():
            document = self._file()
            self.env.flush_all()
        found = [("id", "=", document.id), ("is_rotting", "=", True)]
        with self._later(hours=23):
            document.invalidate_recordset()
            self.assertFalse(document.is_rotting)
            self.assertFalse(document.search(found))
        with self._later(days=2, hours=1):
            document.invalidate_recordset()
            self.assertTrue(document.is_rotting)
            self.assertEqual(document.rotting_days, 2)
            self.assertEqual(document.search(found), document)

    def test_closed_cases_do_not_rot(self):
        """A closed case may rest."""
        with self._later():
            document = self._at("own_closed")
            self.env.flush_all()
        with self._later(days=90):
            document.invalidate_recordset()
            self.assertFalse(document.is_rotting)

    def test_clock_of_the_stage(self):
        """A move starts the stage's clock anew; saving the same stage does not."""
        with self._later():
            document = self._complete(self._file())
            self.env.flush_all()
        with self._later(days=1):
            document.write({"stage_id": document.stage_id.id})
            self.env.flush_all()
        self.assertEqual(document.date_last_stage_update, MONDAY)
        with self._later(days=1):
            self._go(document, "own_assessment")
        self.assertEqual(
            document.date_last_stage_update, fields.Datetime.add(MONDAY, days=1)
        )
