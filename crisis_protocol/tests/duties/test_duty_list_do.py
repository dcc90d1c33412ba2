from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_duty_list import CrisisDutyListCase


@tagged("post_install", "-at_install")
class TestDutyListDo(CrisisDutyListCase):
    """What is owed is done where it is listed."""

    def test_done_in_place(self):
        """From the line the dialog opens in which the duty is done."""
        document = self._file()
        control = self._of_kind(document, "system")
        line = self._lines(control).with_user(self.agent)
        action = line.action_do()
        self.assertEqual(action["res_model"], control._name)
        self.assertEqual(action["res_id"], control.id)
        with Form(control, view=action["views"][0][0]) as form:
            form.checked_mails = form.checked_report = form.checked_system = True
            form.note = "All items of the day are there."
        control.action_clean()
        line.invalidate_recordset()
        self.assertEqual(line.state, "done")
        self.assertNotIn(line, self._action("my", self.agent))

    def test_every_kind_is_done_from_its_line(self):
        """Each kind opens its own dialog, in a view that exists."""
        document = self._file()
        for duty in self._one_of_each(document):
            action = self._lines(duty).with_user(self.agent).action_do()
            model = self.env[action["res_model"]].with_user(self.agent)
            view_id = action["views"][0][0]
            with self.subTest(kind=duty._name):
                self.assertEqual(action["target"], "new")
                self.assertTrue(model.get_view(view_id, "form")["arch"])

    def test_cancelled_in_place(self):
        """From the line the duty is cancelled with a reason."""
        document = self._file()
        control = self._of_kind(document, "system")
        line = self._lines(control).with_user(self.agent)
        action = line.action_cancel()
        wizard = self.env[action["res_model"]].with_user(self.agent)
        wizard = wizard.with_context(**action["context"]).create(
            {"reason": "It was planned twice."}
        )
        wizard.action_cancel()
        self.assertEqual(control.state, "cancelled")
        with self.assertRaises(UserError):
            line.action_cancel()

    def test_document_opens(self):
        """From the line the case opens."""
        document = self._file()
        action = self._lines(self._open(document))[:1].action_open_document()
        self.assertEqual(action["res_model"], document._name)
        self.assertEqual(action["res_id"], document.id)

    def test_not_for_strangers(self):
        """Who may not see a line does nothing from it."""
        line = self._lines(self._open(self._file()))[:1].with_user(self.other_agent)
        for act in (line.action_do, line.action_cancel, line.action_open_document):
            with self.assertRaises(AccessError):
                act()
