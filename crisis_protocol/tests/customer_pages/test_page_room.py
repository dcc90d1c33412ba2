from unittest.mock import patch

from odoo.tests import tagged

from ...tools import customer_file
from .common_page import PDF, InformationPageCase


@tagged("post_install", "-at_install")
class TestPageRoom(InformationPageCase):
    """One link takes so many files and so much, and all else is kept."""

    def _send(self, count, start=0):
        files = [
            ("has_bulletin", f"{start + number}.pdf", PDF) for number in range(count)
        ]
        return self._answer(files, presentation=f"A table, from {start}")

    def _files(self):
        return self._own("has_bulletin").attachment_ids

    def test_number(self):
        """Twenty files in all: the rest is named, and nothing else is lost."""
        self._send(8)
        self._send(8, 8)
        page = self._send(8, 16)
        self.assertEqual(len(self._files()), 20)
        self.assertIn("Left out: 20.pdf, 21.pdf, 22.pdf, 23.pdf", page.text)
        self.assertIn("19.pdf", self._files().mapped("name"))
        self.assertNotIn("23.pdf", self._own("has_bulletin")[:1].value)

    def test_size(self):
        """So much in all; a small one still finds room."""
        with patch.object(customer_file, "MAX_LINK_MB", 0.0001):  # 104 bytes
            big = PDF + b" " * 80
            page = self._answer(
                [("has_bulletin", "big.pdf", big), ("has_bulletin", "more.pdf", big)]
            )
            self.assertIn("Left out: more.pdf", page.text)
            self.assertEqual(self._files().mapped("name"), ["big.pdf"])

    def test_in_his_language(self):
        """The refusal is in the customer's language."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.contact.lang = self.document.lang = "tr_TR"
        with patch.object(customer_file, "MAX_LINK_FILES", 0):
            page = self._answer([("has_bulletin", "one.pdf", PDF)])
        self.assertIn("one.pdf", page.text)
        self.assertNotIn("Left out", page.text)

    def test_same_press_twice(self):
        """What arrived is not refused when it is sent once more."""
        with patch.object(customer_file, "MAX_LINK_FILES", 1):
            self._answer([("has_bulletin", "one.pdf", PDF)])
            page = self._answer([("has_bulletin", "one.pdf", PDF)])
            self.assertNotIn("Left out", page.text)
        self.assertEqual(len(self._files()), 1)

    def test_for_each_contact(self):
        """The room is the link's: another contact has his own."""
        with patch.object(customer_file, "MAX_LINK_FILES", 1):
            self._answer([("has_bulletin", "one.pdf", PDF)])
            self.document.contact_id = self.customer
            self._answer([("has_bulletin", "two.pdf", PDF)])
        self.assertEqual(len(self._files()), 2)
