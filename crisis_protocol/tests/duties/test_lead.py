from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestLead(CrisisCase):
    """At the highest level the supervisor leads, or names who does (S0-48, S1-02)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.highest = cls.env.ref("crisis_protocol.level_emergency")
        cls.severe = cls.env.ref("crisis_protocol.level_severe")
        cls.colleague = cls._new_user("colleague", "agent")
        cls.team.member_ids |= cls.colleague
        cls.document = cls._file(level_id=cls.highest.id)

    def _lead(self, document=None):
        document = document or self.document
        document.invalidate_recordset()
        return document.lead_ids.filtered(lambda duty: duty.state == "open")

    def _as(self, user, document=None):
        return (document or self.document).with_user(user)

    def test_supervisor_is_asked(self):
        """He is asked at once, with a time, an activity and the line on top."""
        lead = self._lead()
        self.assertEqual(lead.user_id, self.supervisor)
        self.assertTrue(lead.date_due and lead.activity_id)
        self.assertEqual(lead.activity_id.user_id, self.supervisor)
        seen = self._as(self.supervisor)
        self.assertEqual(seen.next_step_kind, "lead")
        self.assertNotEqual(self.document.next_step_kind, "lead", "the agent goes on")
        told = self.env["mail.message"].search(
            [
                ("model", "=", "crisis.document"),
                ("res_id", "=", self.document.id),
                ("partner_ids", "in", self.supervisor.partner_id.ids),
                ("body", "like", "asked to lead"),
            ]
        )
        self.assertEqual(len(told), 1)

    def test_only_at_such_a_level(self):
        """Other levels ask nobody; a case that gets there does."""
        document = self._file(level_id=self.severe.id)
        self.assertFalse(document.lead_ids)
        document.level_id = self.highest
        self.assertEqual(len(self._lead(document)), 1)
        self._lighten(document, level_id=self.severe.id)
        self.assertFalse(self._lead(document))

    def test_one_press(self):
        """He leads with one press, and owes what is owed from then on."""
        control = self.document.control_ids[:1]
        self.assertEqual(control.user_id, self.agent)
        lead = self._lead()
        self._as(self.supervisor).action_take_lead()
        self.document.invalidate_recordset()
        self.assertEqual(self.document.user_id, self.supervisor)
        self.assertEqual((lead.state, lead.leader_id), ("done", self.supervisor))
        self.assertEqual(control.user_id, self.supervisor)
        self.document._reconcile_duties()
        self.assertFalse(self._lead(), "he is asked once")

    def test_names_who_does(self):
        """He names a colleague, who is responsible from then on."""
        lead = self._lead().with_user(self.supervisor)
        action = self._as(self.supervisor).action_name_leader()
        self.assertEqual(action["res_id"], lead.id)
        with self.assertRaises(UserError):
            lead.action_name()
        lead.leader_id = self.colleague
        lead.action_name()
        self.assertEqual(self.document.user_id, self.colleague)
        self.assertEqual((lead.state, lead.done_by_id), ("done", self.supervisor))

    def test_leaves_it_to_the_responsible(self):
        """To name who leads already is an answer, too."""
        lead = self._lead().with_user(self.supervisor)
        lead.leader_id = self.agent
        lead.action_name()
        self.assertEqual((self.document.user_id, lead.state), (self.agent, "done"))

    def test_not_by_the_agent(self):
        """Nobody answers for him: not by a press, a cancel, nor by making him lead."""
        lead = self._lead().with_user(self.agent)
        for act in (lead.action_lead, self.document.action_take_lead):
            with self.assertRaises(AccessError), self.cr.savepoint():
                act()
        lead.leader_id = self.agent
        with self.assertRaises(AccessError), self.cr.savepoint():
            lead.action_name()
        with self.assertRaises(UserError), self.cr.savepoint():
            lead.user_id = self.agent
        action = lead.action_cancel()
        wizard = self.env[action["res_model"]].with_user(self.agent)
        wizard = wizard.with_context(**action["context"])
        with self.assertRaises(UserError), self.cr.savepoint():
            wizard.create({"reason": "He is busy all day"}).action_cancel()
        self.document.user_id = self.supervisor
        self.assertEqual(self._lead().state, "open", "he has not said so himself")

    def test_supervisor_takes_the_case(self):
        """Who takes the case himself, or gives it to somebody, has answered."""
        self._as(self.supervisor).action_take()
        self.assertFalse(self._lead())
        other = self._file(level_id=self.highest.id)
        self._as(self.supervisor, other).user_id = self.colleague
        self.assertFalse(self._lead(other))
        self.assertEqual(other.lead_ids.leader_id, self.colleague)

    def test_his_own_case(self):
        """Who files it himself and leads it is not asked."""
        self.team.member_ids |= self.supervisor
        document = self._file(
            self.supervisor, level_id=self.highest.id, team_id=self.team.id
        )
        self.assertEqual(document.user_id, self.supervisor)
        self.assertFalse(document.lead_ids)

    def test_who_may_not_lead(self):
        """Production does not lead cases."""
        lead = self._lead().with_user(self.supervisor)
        lead.leader_id = self.production
        with self.assertRaises(UserError), self.cr.savepoint():
            lead.action_name()

    def test_tick_of_the_activity(self):
        """To tick off the activity is the press."""
        lead = self._lead()
        lead.activity_id.with_user(self.supervisor).action_feedback()
        self.assertEqual(lead.state, "done")
        self.assertEqual(self.document.user_id, self.supervisor)

    def test_asked_anew_when_it_comes_back(self):
        """In a new run of the case he is asked anew."""
        self._as(self.supervisor).action_take_lead()
        end = self._stage("own_not_crisis")
        stage = self.document.stage_id
        why = "The customer had looked into the wrong folder."
        own = self.document.with_user(self.supervisor)
        own.write({"stage_id": end.id, "stage_reason": why})
        lead = self.document.lead_ids
        lead._write_as_system({"date_done": "2020-01-01 00:00:00"})
        why = "The reports of today are missing as well."
        self.document.write({"stage_id": stage.id, "stage_reason": why})
        self.assertEqual(len(self._lead()), 1)
