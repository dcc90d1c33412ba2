from datetime import timedelta

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged

from .common import WHAT, ErrandCase

TYPE = "crisis_protocol_sixth_duty.mail_activity_type_errand"


@tagged("post_install", "-at_install")
class TestErrand(ErrandCase):
    """A kind of duty that an addon brings lives as those of the core do."""

    def test_is_planned(self):
        """It is owed once, by whoever leads the case, however often one looks."""
        self.assertEqual(self.errand.name, WHAT)
        self.assertEqual(self.errand.user_id, self.agent)
        self.document._reconcile_duties()
        self.assertEqual(self.document.errand_ids, self.errand)
        self.document.errand = False
        self.assertEqual(self.errand.state, "cancelled")

    def test_activity(self):
        """It stands in the clock menu, with the addon's own activity type."""
        activity = self.errand.activity_id
        self.assertEqual(activity.activity_type_id, self.env.ref(TYPE))
        self.assertEqual(activity.user_id, self.agent)
        self.assertIn(WHAT, activity.summary)
        with self.assertRaises(RedirectWarning) as asked:
            activity.with_user(self.agent).action_done()
        _message, action, _button = asked.exception.args[:3]
        self.assertEqual(action["res_id"], self.errand.id)
        self.errand.action_brought()
        self.assertFalse(activity.exists().active)

    def test_dialog(self):
        """It is done in the addon's own dialog."""
        action = self.errand.action_do()
        view = "crisis_protocol_sixth_duty.crisis_errand_view_form_do"
        self.assertEqual(action["views"], [(self.env.ref(view).id, "form")])

    def test_lateness_and_ladder(self):
        """The job tells who owes it, then the supervisor, as of any duty."""
        late = self._due() + timedelta(minutes=1)
        with self._later(seconds=late.total_seconds()):
            self.document.invalidate_recordset(["late_duties"])
            self.assertIn(WHAT, self.document.late_duties)
            self.assertTrue(self.errand.is_late)
        with self._later(seconds=late.total_seconds() + 3600):
            self._run_the_job()
            self.assertTrue(self.errand.date_stepped)
            told = f"{self.errand._label()} was due"
            self.assertIn(told, self._chatter(self.document))

    def test_absence(self):
        """Nobody who is away silently owns it."""
        self.agent.crisis_substitute_id = self.colleague
        self.assertEqual(self.errand._planned_owner(), self.agent)
        self.errand.with_user(self.agent).user_id = self.colleague
        self.assertEqual(self.errand.activity_id.user_id, self.colleague)

    def test_cancelled_with_a_reason(self):
        self._cancel(self.errand, self.agent, "He comes himself")
        self.assertEqual(self.errand.state, "cancelled")
        self.document._reconcile_duties()
        self.assertEqual(len(self.document.errand_ids), 1, "it does not come back")

    def test_end_of_the_case(self):
        """What is open when the case ends is over."""
        self.document.with_user(self.supervisor).write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )
        self.assertEqual(self.errand.state, "cancelled")
        self.assertFalse(self.errand.activity_id.active)

    def test_rights(self):
        """Other desks see none of it, and nobody says that it was done but by doing."""
        for user in (self.other_agent, self.foreign_agent, self.production):
            errands = self.env["crisis.errand"].with_user(user)
            if user != self.production:
                self.assertFalse(errands.search([]))
            with self.assertRaises(AccessError):
                self.errand.with_user(user).action_brought()
        self.errand.with_user(self.agent).write({"state": "done", "note": "Porter"})
        self.assertEqual(self.errand.state, "open")
        self.assertEqual(self.errand.note, "Porter")
        self.errand.with_user(self.agent).action_brought()
        self.assertEqual(self.errand.done_by_id, self.agent)
        with self.assertRaises(UserError):
            self.errand.with_user(self.agent).action_brought()
