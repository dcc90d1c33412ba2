from odoo.tests import tagged

from ..duties.common_tour_duty import DutyTourCase


@tagged("post_install", "-at_install")
class TestTourClosingReport(DutyTourCase):
    def test_written_reviewed_sent(self):
        """The agent writes it, the supervisor sends it back, then lets it go."""
        case = self._file(description="<p>The item of channel 5 is missing.</p>")
        case.root_cause = "A misspelt keyword."
        self._says_over(case)
        self._tour(f"crises/{case.id}", "crisis_closing_report_tour", self.agent)
        report = case.closing_report_ids
        self.assertEqual((report.state, report.author_id), ("review", self.agent))
        with self.allow_pdf_render():
            self._tour(
                f"crisis.closing.report/{report.id}",
                "crisis_closing_report_review_tour",
                self.supervisor,
            )
        self.assertEqual(report.state, "sent")
        self.assertEqual(report.reviewer_id, self.supervisor)
        self.assertTrue(report.message_id.attachment_ids)

    def _tour(self, path, name, user):
        self.start_tour(f"/odoo/{path}", name, login=user.login, timeout=120)
