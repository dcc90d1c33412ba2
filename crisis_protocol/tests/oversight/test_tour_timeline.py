from odoo.tests import tagged

from ..duties.common_tour_duty import DutyTourCase


@tagged("post_install", "-at_install")
class TestTourTimeline(DutyTourCase):
    def test_words_of_a_case(self):
        """A manager finds in the timeline what was said to the customer, and by him."""
        with self._ago(20):
            case = self._file(name="The bulletin is missing")
        with self._ago(15):
            case.action_log_word("Told her that we search.")
        with self._ago(10):
            self._customer_writes(case, "Hurry up, please.")
            case.message_post(
                body="He sounded upset.",
                message_type="comment",
                subtype_xmlid="mail.mt_note",
            )
        self.start_tour(
            f"/odoo/crises/{case.id}",
            "crisis_timeline_tour",
            login=self.manager.login,
            timeout=90,
        )
