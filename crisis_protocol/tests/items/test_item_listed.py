from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import CrisisCase

WHY = "The item was only late and is there by now."
NO_REASONS = (False, "  ", "-", "ok", "tamam")


@tagged("post_install", "-at_install")
class TestItemListed(CrisisCase):
    """A case of missed news or wrong values has its lines, or says why none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.missed = cls.env.ref("crisis_protocol.category_own_missed_item")
        cls.document = cls._file(category_id=cls.missed.id)

    def _wizard(self, **vals):
        action = self.document.action_inform_production()
        wizards = self.env[action["res_model"]].with_user(self.agent)
        form = Form(wizards.with_context(**action["context"]))
        form.unit_ids.add(self.unit)
        for name, value in vals.items():
            setattr(form, name, value)
        return form.save()

    def test_categories_that_list(self):
        """Missed news and wrong values list them; a new subcategory begins as it."""
        asked = self.env["crisis.category"].search([("asks_items", "=", True)])
        names = {
            name.removeprefix("crisis_protocol.category_")
            for name in asked.get_external_id().values()
        }
        shipped = {
            "own_missed",
            "own_missed_item",
            "own_missed_technical",
            "own_missed_summary",
            "own_report_error",
            "own_report_mismatch",
        }
        self.assertLessEqual(shipped, names)
        new = self.env["crisis.category"].with_user(self.manager)
        parent = self.env.ref("crisis_protocol.category_own_missed")
        self.assertTrue(new.create({"name": "X", "parent_id": parent.id}).asks_items)
        self.assertFalse(self._file().lacks_items)
        other = self.env.ref("crisis_protocol.category_own_report_gap")
        self.assertFalse(self._file(category_id=other.id).lacks_items)

    def test_production_is_told_what_to_search(self):
        """Without lines and without a reason production can't be informed."""
        self.assertTrue(self.document.lacks_items)
        for reason in NO_REASONS:
            wizard = self._wizard(item_reason=reason)
            self.assertTrue(wizard.lacks_items)
            with self.assertRaises(UserError), self.cr.savepoint():
                wizard.action_inform()
        self.document.invalidate_recordset()
        self.assertFalse(self.document.sudo().task_ids)
        self.document.item_ids = [Command.create({"name": "The new terminal"})]
        wizard = self._wizard()
        self.assertFalse(wizard.lacks_items)
        wizard.action_inform()
        self.assertTrue(self.document.sudo().task_ids)

    def test_why_none_is_said_in_the_dialog(self):
        """The reason is kept with who said it, and production informed."""
        self._wizard(item_reason=WHY).action_inform()
        kept = self.document.override_ids
        self.assertEqual((kept.kind, kept.reason), ("items", WHY))
        self.assertEqual(kept.user_id, self.agent)
        self.assertTrue(self.document.sudo().task_ids)

    def test_a_line_of_a_dash_is_none(self):
        """An item that nobody could find again is none."""
        with self.assertRaises(UserError), self.cr.savepoint():
            self.document.item_ids = [Command.create({"name": "-"})]

    def test_what_is_listed_later_ends_it(self):
        """A line ends the reason; without the line, it is asked again."""
        self.document._waive_items(WHY)
        self.assertFalse(self.document.lacks_items)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.document._waive_items(WHY)
        self.document.item_ids = [Command.create({"name": "The new terminal"})]
        self.assertFalse(self.document.override_ids.is_in_force)
        self.document.item_ids.unlink()
        self.assertTrue(self.document.lacks_items)

    def test_the_line_on_top(self):
        """The line on top leads to the items, or to the reason why there are none."""
        document = self._complete(self._file())
        document.category_id = self.missed
        document.stage_id = self._stage("own_assessment")
        document.item_ids = [Command.create({"name": "The new terminal"})]
        document.item_ids.unlink()
        self.assertEqual(document.next_step_kind, "items")
        action = document.action_waive_items()
        waives = self.env["crisis.waive"].with_user(self.agent)
        for reason in ("-", "tamam"):
            form = Form(waives.with_context(**action["context"]))
            form.reason = reason
            with self.assertRaises(UserError), self.cr.savepoint():
                form.save().action_waive()
        form = Form(waives.with_context(**action["context"]))
        form.reason = WHY
        form.save().action_waive()
        document.invalidate_recordset()
        self.assertEqual(document.next_step_kind, "stage")

    def test_others_can_not(self):
        """Who may not change the case leaves nothing out of it."""
        with self.assertRaises(AccessError):
            self.document.with_user(self.other_agent)._waive_items(WHY)
