from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common_leading import LeadingCase


@tagged("post_install", "-at_install")
class TestLeadingLevel(LeadingCase):
    """A case follows what is as grave as itself; who has to know is told somewhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grave = cls.env.ref("crisis_protocol.level_emergency")
        cls.mild = cls.env.ref("crisis_protocol.level_notable")

    def _notices(self, document):
        document.invalidate_recordset()
        return document.sudo().notice_ids.filtered(lambda n: n.state == "open")

    def test_milder_case_leads_none(self):
        """Neither by a value, nor from the filing, nor by the dialog."""
        lead = self._file_at_start(level_id=self.mild.id)
        values = {"partner_id": self.customers[0].id, "level_id": self.grave.id}
        case = self._file_at_start(**values)
        before = self._notices(case)
        self.assertTrue(before)
        follow = self.env["crisis.leading.follow"].with_user(self.agent)
        for way in (
            lambda: case.write({"leading_id": lead.id}),
            lambda: self._file_at_start(**values, leading_id=lead.id),
            lambda: follow.create(
                {"document_ids": case.ids, "leading_id": lead.id}
            ).action_follow(),
        ):
            with self.assertRaisesRegex(UserError, "Raise the level"):
                with self.cr.savepoint():
                    way()
        self.assertEqual(self._notices(case), before)

    def test_same_customer(self):
        """What concerns a customer again is no other customer's case."""
        twin = self._file_at_start(partner_id=self.contact.id)
        with self.assertRaisesRegex(ValidationError, "another customer"):
            with self.cr.savepoint():
                twin.write({"leading_id": self.lead.id})
        follower = self._follower()
        with self.assertRaises(ValidationError), self.cr.savepoint():
            follower.write({"partner_id": self.customer.id})

    def test_told_there(self):
        """Who is told by the leading case is not told twice."""
        level = self.grave
        lead = self._file_at_start(level_id=level.id)
        self.assertTrue(self._notices(lead))
        follower = self._follower(lead=lead, level_id=level.id)
        self.assertFalse(self._notices(follower))
        case = self._file_at_start(level_id=level.id, partner_id=self.customers[1].id)
        self.assertTrue(self._notices(case))
        case.leading_id = lead
        self.assertFalse(self._notices(case))

    def test_told_nowhere(self):
        """Who is told of the leading case by nobody is told of the one that follows."""
        lead = self._file_at_start(level_id=self.grave.id)
        self.team.manager_ids |= self.other_supervisor
        case = self._file_at_start(
            level_id=self.grave.id, partner_id=self.customers[1].id
        )
        case.leading_id = lead
        receivers = self._notices(case).receiver_id
        self.assertEqual(receivers, self.other_supervisor.partner_id)
        filed = self._follower(lead=lead, level_id=self.grave.id)
        self.assertEqual(self._notices(filed).receiver_id, receivers)

    def test_graver_later(self):
        """Who becomes graver than what leads him has a lead of his own."""
        lead = self._file_at_start(level_id=self.mild.id)
        case = self._follower(lead=lead, level_id=self.mild.id)
        self.assertFalse(self._notices(case))
        case.level_id = self.grave
        # (his supervisor knows of the cause by the leading case)
        self.assertEqual(self._notices(case).receiver_id, self.manager.partner_id)
        self.assertTrue(case.sudo().lead_ids.filtered(lambda d: d.state == "open"))

    def test_judged_like_the_leading_case(self):
        """More customers of one cause are filed as that was judged."""
        category = self.env.ref("crisis_protocol.category_own_missed_item")
        category.level_id = self.env.ref("crisis_protocol.level_serious")
        lead = self._file_at_start(
            category_id=category.id,
            level_id=self.mild.id,
            change_reason="The customer says that it concerns one item only.",
        )
        self.lead = lead
        self._add(self.customers[:1]).action_add()
        self.assertEqual(self._led(lead).level_id, self.mild)
