from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ErrandCase


@tagged("post_install", "-at_install")
class TestErrandPaste(ErrandCase):
    """Lines are pasted into a model of an addon, with the columns of that model."""

    def _paste(self, text):
        model = self.env["crisis.errand.paste"].with_user(self.agent)
        return model.create({"document_id": self.document.id, "text": text})

    def test_own_columns(self):
        """A table whose head names them; what the core knows besides is set aside."""
        wizard = self._paste(
            "Ne\tTarih\tTeslim alan\tMecra\n"
            "A disk\t05.03.2026\tPorter\tSabah\n"
            "A print\t\tReception\tSabah\n"
        )
        self.assertEqual((wizard.line_count, wizard.new_count), (2, 2))
        for text in ("What Is Brought", "Who Took It", "Left aside, columns: Mecra"):
            self.assertIn(text, wizard.preview)
        wizard.action_add()
        disk, paper = (self.document.errand_ids - self.errand).sorted("id")
        self.assertEqual((disk.name, disk.note), ("A disk", "Porter"))
        self.assertEqual(disk.date_due, datetime(2026, 3, 5, 12))
        self.assertEqual(paper.user_id, self.agent)
        self.assertTrue(paper.activity_id)

    def test_own_limits(self):
        """What is too long is refused with its line, and nothing is added."""
        too_long = f"{'x' * 121}\t05.03.2026\n"
        wizard = self._paste(f"Ne\tTarih\n{too_long}A print\t31.02.2026\n")
        self.assertEqual(wizard.error_count, 2)
        with self.assertRaisesRegex(UserError, "longer than 120 characters"):
            wizard.action_add()
        self.assertEqual(self.document.errand_ids, self.errand)

    def test_words_of_a_mail(self):
        """In a mail a line is taken whole: it has no outlet, page or link to find."""
        said = "A print - page 5 - https://a.example.com/1"
        self._paste(said).action_add()
        self.assertIn(said, self.document.errand_ids.mapped("name"))
