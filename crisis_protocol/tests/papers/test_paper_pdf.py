import io
import re
from unittest import SkipTest

from pypdf import PdfReader

from odoo.tests import tagged

from .common_closing_report import ClosingReportCase

FILE = "crisis_protocol.document_paper"
CUSTOMER = "crisis_protocol.closing_report_paper"
TURKISH = "İğneada ve Şırnak'ta ışık: öğün çağrısı"


@tagged("post_install", "-at_install")
class TestPaperPdf(ClosingReportCase):
    """Real pages, as the engine at hand prints them."""

    def _pdf(self, report, documents, lang="en_US"):
        reports = self.env["ir.actions.report"].with_user(self.agent)
        reports = reports.with_context(force_report_rendering=True, lang=lang)
        try:
            with self.allow_pdf_render():
                content, kind = reports._render_qweb_pdf(report, documents.ids)
        except SkipTest as reason:  # Odoo's way to say that the engine can't do it
            self.fail(reason)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        return [" ".join(page.extract_text().split()) for page in pages]

    def test_pdf_for_the_file(self):
        """Real pages with selectable Turkish text and a long table; two at once."""
        document = self._file(name=TURKISH)
        rows = [
            {"document_id": document.id, "name": f"{n}. Işıklı çağrı"}
            for n in range(80)
        ]
        self.env["crisis.item"].with_user(self.agent).create(rows)
        pages = self._pdf(FILE, document)
        self.assertGreaterEqual(len(pages), 3)
        whole = " ".join(pages)
        self.assertIn("İğneada ve Şırnak", whole)
        self.assertEqual(len(re.findall(r"\d+\. Işıklı çağrı", whole)), 80)
        both = self._pdf(FILE, document | self._file(name="Second"))
        self.assertEqual(len(both), len(pages) + 1)
        self.assertIn("Second", both[-1])

    def test_pdf_for_the_customer(self):
        """A short report is one page, in real text."""
        self._report(happened=f"<p>{TURKISH}</p>")
        pages = self._pdf(CUSTOMER, self.document)
        self.assertEqual(len(pages), 1)
        self.assertIn("Şırnak'ta ışık", pages[0])
