from datetime import timedelta

from odoo.tests import tagged

from .common_control import START, RelapseCase

FIRST_DAY = 1


@tagged("post_install", "-at_install")
class TestRelapse(RelapseCase):
    """The crisis has come back: the same case goes on where it ended (S0-38)."""

    def _relapse(self, days=1, **vals):
        return self._check_up("problem", days, note="The item is gone again.", **vals)

    def test_reopens_the_same_document(self):
        """A problem reopens the case at its last open stage, with the reason."""
        documents = self.env["crisis.document"].search_count([])
        self._relapse()
        document = self.document
        self.assertFalse(document.is_closed)
        self.assertEqual(document.stage_id, self._stage("own_follow_up"))
        self.assertIn("The item is gone again.", document.stage_reason)
        self.assertFalse(document.date_closed)
        self.assertEqual(self.env["crisis.document"].search_count([]), documents)

    def test_counts_as_recurrence(self):
        """Each relapse counts."""
        self._relapse()
        self.assertEqual(self.document.relapse_count, 1)
        with self._day(2):
            self._complete(self.document)
            self.document.action_next_stage()
        self._relapse(days=3)
        self.assertEqual(self.document.relapse_count, 2)

    def test_by_hand_counts_too(self):
        """A crisis that comes back between two checks is a relapse all the same."""
        with self._day(2):
            self.document.write(
                {
                    "stage_id": self._stage("own_follow_up").id,
                    "stage_reason": "He rang: the item is gone again.",
                }
            )
        self.assertEqual(self.document.relapse_count, 1)

    def test_counts_once_without_tracking(self):
        """An import with its history off counts one relapse, and one new version."""
        self.assertTrue(self.document.explanation)
        version = self.document.explanation_version
        silent = self.document.with_context(tracking_disable=True)
        with self._day(2):
            silent.write(
                {
                    "stage_id": self._stage("own_follow_up").id,
                    "stage_reason": "He rang: the item is gone again.",
                }
            )
        self.assertEqual(self.document.relapse_count, 1)
        self.assertEqual(self.document.explanation_version, version + 1)

    def test_controls_begin_anew(self):
        """Both series start again, from the relapse and with no clean result."""
        self._relapse(days=1)
        document = self.document
        self.assertFalse(self._checks())
        self.assertFalse(document.clean_system_count or document.clean_customer_count)
        for kind in ("system", "customer"):
            minutes = self.level[f"control_{kind}_minutes"]
            due = START + timedelta(days=1, minutes=minutes)
            self.assertEqual(self._open(document, kind).date_due, due)

    def test_his_word_is_needed_again(self):
        """The customer's word that it is over has not held."""
        self.assertEqual(self.document.customer_says_over, "yes")
        self._relapse()
        self.assertNotEqual(self.document.customer_says_over, "yes")

    def test_reading_and_supervisor(self):
        """A relapse is a problem like any: worse reading, the supervisor hears."""
        self.document.health_own = "good"
        self._relapse()
        self.assertEqual(self.document.health_own, "strained")
        told = self.env["mail.notification"].search(
            [
                ("res_partner_id", "=", self.supervisor.partner_id.id),
                ("mail_message_id.body", "ilike", "The item is gone again."),
            ]
        )
        self.assertTrue(told)

    def test_next_close_is_watched_from_its_own_day(self):
        """After the next close the watch begins with its first day."""
        self._relapse(days=1)
        with self._day(2):
            self._complete(self.document)
            self.document.action_next_stage()
        check = self._checks()
        self.assertEqual(check.relapse_day, FIRST_DAY)
        self.assertEqual(check.date_due, START + timedelta(days=2 + FIRST_DAY))
