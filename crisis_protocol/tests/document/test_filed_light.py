from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import CrisisCase

WHY = "The customer says that it concerns one item only."


@tagged("post_install", "-at_install")
class TestFiledLight(CrisisCase):
    """Who files a case lighter than its category proposes says why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mild = cls.env.ref("crisis_protocol.level_notable")
        cls.serious = cls.env.ref("crisis_protocol.level_serious")
        cls.grave = cls.env.ref("crisis_protocol.level_emergency")
        cls.category = cls.env.ref("crisis_protocol.category_own_missed_item")
        cls.category.level_id = cls.serious
        cls.worst = cls.category.copy({"name": "Worst", "level_id": cls.grave.id})

    def test_lighter(self):
        """The reason comes in with the filing, and stays."""
        values = {"category_id": self.category.id, "level_id": self.mild.id}
        for given in ({}, {"change_reason": "ok"}):
            with self.assertRaisesRegex(UserError, "Say why"), self.cr.savepoint():
                self._file(**values, **given)
        document = self._file(**values, change_reason=WHY)
        self.assertEqual(document.level_id, self.mild)
        self.flush_tracking()
        self.assertIn(WHY, "".join(document.message_ids.mapped("body")))

    def test_below_review(self):
        """Below the level where a second person reads, it needs the supervisor."""
        values = {
            "category_id": self.worst.id,
            "level_id": self.mild.id,
            "change_reason": WHY,
        }
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._file(**values)
        # as a default of the context, and in two steps at once
        documents = self.env["crisis.document"].with_user(self.agent)
        document = self._file(level_id=self.mild.id)
        with self.assertRaises(AccessError), self.cr.savepoint():
            document.write(values)
        del values["level_id"]
        with self.assertRaises(AccessError), self.cr.savepoint():
            documents.with_context(default_level_id=self.mild.id).create(
                values
                | {
                    "name": "News",
                    "protocol_id": self.own.id,
                    "partner_id": self.customer.id,
                }
            )
        document = self._file(
            self.supervisor, level_id=self.mild.id, team_id=self.team.id, **values
        )
        self.assertEqual(document.level_id, self.mild)

    def test_as_proposed_or_graver(self):
        """What the category proposes, and what is graver, needs no word."""
        for level in (self.serious, self.grave):
            document = self._file(category_id=self.category.id, level_id=level.id)
            self.assertEqual(document.level_id, level)

    def test_by_habit(self):
        """Nobody's habit says how grave a case is, or whose."""
        defaults = self.env["ir.default"].with_user(self.agent)
        defaults.set("crisis.document", "level_id", self.mild.id, user_id=True)
        defaults.set("crisis.document", "team_id", self.other_team.id, user_id=True)
        defaults.set("crisis.document", "health_own", "good", user_id=True)
        document = self._file(category_id=self.worst.id)
        self.assertEqual(document.level_id, self.grave)
        self.assertEqual(document.team_id, self.team)
        self.assertEqual(document.health_own, "unknown")
        form = Form(self.env["crisis.document"].with_user(self.agent))
        form.protocol_id = self.own
        form.category_id = self.worst
        self.assertEqual(form.level_id, self.grave)
        self.assertEqual(form.health_own, "unknown")

    def test_form(self):
        """The form shows the field for the reason as soon as it is needed."""
        form = Form(self.env["crisis.document"].with_user(self.agent))
        form.name = "News"
        form.protocol_id = self.own
        form.partner_id = self.customer
        form.category_id = self.category
        self.assertFalse(form.asks_change_reason)
        form.level_id = self.mild
        self.assertTrue(form.asks_change_reason)
        form.change_reason = WHY
        self.assertEqual(form.save().level_id, self.mild)

    def test_team_is_proposed(self):
        """Emptied at filing, the team is proposed: somebody is told."""
        document = self._file(category_id=self.worst.id, team_id=False)
        self.assertEqual(document.team_id, self.team)
        told = document.sudo().notice_ids.receiver_id
        self.assertIn(self.supervisor.partner_id, told)

    def test_copied(self):
        """A copy is judged anew: the reason was that of the first one."""
        document = self._file(
            category_id=self.category.id, level_id=self.mild.id, change_reason=WHY
        )
        self.assertEqual(document.copy().level_id, self.serious)
