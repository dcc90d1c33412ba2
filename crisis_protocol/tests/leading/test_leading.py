from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common_leading import LeadingCase


@tagged("post_install", "-at_install")
class TestLeading(LeadingCase):
    """Many customers, one cause: one case leads, the others follow it."""

    def test_counts(self):
        """The leading case knows how many follow it, and how many are still open."""
        followers = self._follower(0) | self._follower(1)
        self.assertEqual(self._led(), followers)
        self.assertEqual((self.lead.open_led_count, self.lead.led_count), (2, 2))
        self._leave_path(followers[0])
        self.assertEqual((self.lead.open_led_count, self.lead.led_count), (1, 2))

    def _leave_path(self, document):
        out = self._stage("own_not_crisis")
        own = document.with_user(self.supervisor)
        own.write({"stage_id": out.id, "stage_reason": "A false alarm"})

    def test_no_chains(self):
        """Who follows can't lead, and who leads can't follow."""
        follower = self._follower()
        other = self._file_at_start(partner_id=self.customers[1].id)
        for document, lead in (
            (other, follower),
            (self.lead, other),
            (other, other),
            (self.lead, follower),
        ):
            with self.subTest(document=document, lead=lead), self.cr.savepoint():
                with self.assertRaises(ValidationError):
                    document.leading_id = lead
        self.assertFalse(other.leading_id)

    def test_same_protocol(self):
        """Cases that follow one another go by the same protocol."""
        other = self._file_at_start(protocol_id=self.customer_protocol.id)
        with self.assertRaises(ValidationError):
            other.leading_id = self.lead

    def test_protocol_of_a_leading_case_stays(self):
        """A fresh leading case can't be filed under another protocol behind them."""
        self._follower()
        with self.assertRaises(ValidationError):
            self.lead.protocol_id = self.customer_protocol

    def test_what_has_ended_is_not_joined(self):
        """Neither a closed case follows, nor does one follow a closed case."""
        other = self._file_at_start(partner_id=self.customers[1].id)
        self._leave_path(other)
        with self.assertRaisesRegex(UserError, "has ended"):
            other.leading_id = self.lead
        self._leave_path(self.lead)
        open_one = self._file_at_start(partner_id=self.customers[2].id)
        with self.assertRaisesRegex(UserError, "has ended"):
            open_one.leading_id = self.lead

    def test_ended_case_keeps_its_leading_case(self):
        """A closed case is history."""
        follower = self._follower()
        self._leave_path(follower)
        with self.assertRaisesRegex(UserError, "has ended"):
            follower.leading_id = False

    def test_leaving_asks_why(self):
        """Past the dialog, too: whoever takes a case away says why."""
        follower = self._follower()
        other = self._file_at_start(partner_id=self.customers[2].id)
        for lead in (False, other.id):
            with self.subTest(lead=lead):
                with self.assertRaisesRegex(UserError, "why"), self.cr.savepoint():
                    follower.leading_id = lead
                self.env.invalidate_all()
        self.assertEqual(follower.leading_id, self.lead)

    def test_leading_case_is_not_deleted(self):
        """Not even fresh, and by a supervisor."""
        self._follower()
        with self.assertRaisesRegex(UserError, "follow"):
            self.lead.with_user(self.supervisor).unlink()

    def test_cases_are_not_joined_through_the_list(self):
        """Only its own link lets a case follow, with all its rules."""
        other = self._file_at_start(partner_id=self.customers[1].id)
        self.lead.write({"led_ids": [(4, other.id)]})
        self.assertFalse(self._led())

    def test_follow_and_leave(self):
        """An open case joins by the dialog and leaves with a reason, told in both."""
        other = self._file_at_start(partner_id=self.customers[1].id)
        action = other.action_follow()
        follows = self.env[action["res_model"]].with_user(self.agent)
        with Form(follows.with_context(**action["context"])) as form:
            form.leading_id = self.lead
        form.record.action_follow()
        self.assertEqual(other.leading_id, self.lead)
        self.assertIn(self.lead.reference, self._said(other))
        action = other.action_leave()
        with Form(follows.with_context(**action["context"])) as form:
            form.reason = "Their own firewall"
        form.record.action_leave()
        self.assertFalse(other.leading_id)
        self.assertIn("Their own firewall", self._said(other))

    def test_leaving_needs_a_reason(self):
        follower = self._follower()
        follows = self.env["crisis.leading.follow"].with_user(self.agent)
        for reason in ("  ", "-", "ok", "tamam"):
            leaving = follows.create(
                {"document_ids": follower.ids, "is_leaving": True, "reason": reason}
            )
            with self.assertRaisesRegex(UserError, "Say why"):
                leaving.action_leave()

    def test_many_follow_at_once(self):
        """From the list, several cases join by one click."""
        others = self.lead.browse()
        for number in range(3):
            others |= self._file_at_start(partner_id=self.customers[number].id)
        follows = self.env["crisis.leading.follow"].with_user(self.agent)
        dialog = follows.with_context(active_ids=others.ids).create(
            {"leading_id": self.lead.id}
        )
        dialog.action_follow()
        self.assertEqual(self._led(), others)


@tagged("post_install", "-at_install")
class TestLeadingGates(LeadingCase):
    """Closed one by one, the leading case last."""

    def test_leading_case_closes_last(self):
        """The gate names the open ones; once they are closed it holds."""
        lead = self._at("own_follow_up")
        follower = self._at("own_follow_up", partner_id=self.customers[0].id)
        follower.leading_id = lead
        self._do_controls(lead)
        refusal = self._refused(lead, lead.action_next_stage)
        self.assertIn(self._gate("own_led").name, refusal)
        self.assertEqual(lead.next_step_kind, "led")
        shown = lead.search(lead.action_open_led()["domain"])
        self.assertEqual(shown, follower)
        follower.action_next_stage()
        lead.action_next_stage()
        self.assertTrue(lead.is_closed)

    def test_supervisor_may_close_it_before(self):
        """He passes the gate with a reason, and each case watches itself again."""
        lead = self._at("own_follow_up")
        follower = self._at("own_follow_up", partner_id=self.customers[0].id)
        follower.leading_id = lead
        move = self.env["crisis.stage.move"].with_user(self.supervisor)
        move.create(
            {
                "document_id": lead.id,
                "kind": "override",
                "stage_id": self._stage("own_closed").id,
                "reason": "The customer is on holiday",
            }
        ).action_move()
        self.assertTrue(lead.is_closed)
        self.assertFalse(follower.is_closed)
        self.assertTrue(self._open(follower, "system"))

    def test_production_works_for_all(self):
        """What the leading case ordered is ordered for those that follow, too."""
        lead = self._at("own_assessment")
        follower = self._at("own_assessment", partner_id=self.customers[0].id)
        documents = lead | follower
        documents.write({"production_needed": "not_asked"})
        gate = self._gate("own_production")
        follower.leading_id = lead
        self.assertEqual(gate._unmet(documents), documents)
        self._no_production(lead)
        self.assertFalse(gate._unmet(follower))
        lead.production_needed = "yes"
        self.assertTrue(gate._unmet(follower))
        lead._inform_production(self.unit)
        self.assertFalse(gate._unmet(documents))


@tagged("post_install", "-at_install")
class TestLeadingRights(LeadingCase):
    """Nobody learns of a case what he may not read."""

    def setUp(self):
        super().setUp()
        self.follower = self._follower(
            user=self.manager, user_id=self.other_agent.id, team_id=self.other_team.id
        ).with_user(self.other_agent)
        self.lead.write({"user_id": self.agent.id, "team_id": self.team.id})
        self.env.invalidate_all()

    def test_reference_only(self):
        """Who may not read the leading case sees its number and opens nothing."""
        with self.assertRaises(AccessError):
            self.lead.with_user(self.other_agent).read(["name"])
        self.assertNotIn(self.lead.name, self.follower.leading_line)
        self.assertIn(self.lead.reference, self.follower.leading_line)
        self.assertFalse(self.follower.can_open_leading)
        with self.assertRaises(AccessError):
            self.follower.action_open_leading()

    def test_reference_only_in_every_reading(self):
        """Form, list and API name it no further."""
        reference = self.lead.reference
        specification = {"leading_id": {"fields": {"display_name": {}}}}
        (row,) = self.follower.web_read(specification)
        self.assertEqual(row["leading_id"]["display_name"], reference)
        (row,) = self.follower.read(["leading_id"])
        self.assertEqual(row["leading_id"], (self.lead.id, reference))
        (row,) = self.follower.search_read([("id", "=", self.follower.id)])
        self.assertEqual(row["leading_id"], (self.lead.id, reference))

    def test_named_to_who_may_read_it(self):
        """The manager reads topic and number, and may open it."""
        follower = self.follower.with_user(self.manager)
        self.assertIn(self.lead.name, follower.leading_line)
        self.assertFalse(self.lead.leading_line)
        self.assertEqual(follower.action_open_leading()["res_id"], self.lead.id)
        (row,) = follower.read(["leading_id"])
        self.assertEqual(row["leading_id"][1], self.lead.display_name)

    def test_what_may_not_be_read_is_not_joined(self):
        """Following hands over an explanation, so it takes the right to read."""
        own = self._file(user=self.other_agent, partner_id=self.customers[1].id)
        with self.assertRaises(AccessError):
            own.leading_id = self.lead
        with self.assertRaises(AccessError):
            self._file(
                user=self.other_agent,
                partner_id=self.customers[1].id,
                leading_id=self.lead.id,
            )

    def test_chatter_names_no_other_customer(self):
        """What the system writes on a case tells nothing of the leading customer."""
        self.lead.write({"explanation": "<p>A disk broke.</p>"})
        self.lead.action_confirm_facts()
        self._result(
            self.lead, "system", "clean", 60, note="Akdeniz sees all items again."
        )
        said = self._said(self.follower)
        self.assertIn(self.lead.reference, said)
        self.assertNotIn(self.customer.name, said)
        self.assertNotIn(self.lead.name, said)

    def test_write_to_all_needs_the_right_to_all(self):
        """A case of another team is not written to behind its back."""
        with self.assertRaisesRegex(UserError, "another team"):
            self.lead.action_write_all()
        action = self.lead.with_user(self.manager).action_write_all()
        ids = action["context"]["default_res_ids"]
        self.assertEqual(set(ids), {self.lead.id, self.follower.id})
