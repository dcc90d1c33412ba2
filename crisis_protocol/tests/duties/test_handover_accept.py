from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_handover import HandoverCase


@tagged("post_install", "-at_install")
class TestAccept(HandoverCase):
    """Second step: the receiver takes it, or says why he can't."""

    def test_accepted(self):
        """From now on the receiver is responsible, and nothing hangs any more."""
        handover = self._given()
        before = self.document.message_ids
        handover.with_user(self.colleague).action_accept()
        self.assertEqual(self.document.user_id, self.colleague)
        self.assertEqual(handover.state, "done")
        self.assertEqual(handover.done_by_id, self.colleague)
        self.assertFalse(self._cards(self.colleague))
        said = (self.document.message_ids - before).mapped("body")
        self.assertTrue([body for body in said if "Taken over from Agent" in body])

    def test_duties_pass(self):
        """What the giver owed on the case the receiver owes; others keep theirs."""
        system = self.document.control_ids.filtered(lambda c: c.kind == "system")
        asking = self.document.control_ids - system
        asking.with_user(self.supervisor).user_id = self.supervisor
        promise = self.document._promise(self.document._default_promise_date())
        self._given().with_user(self.colleague).action_accept()
        for duty in (system, promise):
            self.assertEqual(duty.user_id, self.colleague)
            self.assertEqual(duty.activity_id.user_id, self.colleague)
        self.assertEqual(asking.user_id, self.supervisor)

    def test_duties_passed_to_the_giver_by_hand(self):
        """Also what somebody had passed on to the giver goes with the case."""
        system = self.document.control_ids.filtered(lambda c: c.kind == "system")
        system.with_user(self.supervisor).user_id = self.supervisor
        system.with_user(self.supervisor).user_id = self.agent
        self._given().with_user(self.colleague).action_accept()
        self.assertEqual(system.user_id, self.colleague)

    def test_other_cases_of_the_giver_stay(self):
        """Only this case passes."""
        other = self._file()
        self._given().with_user(self.colleague).action_accept()
        self.assertEqual(other.user_id, self.agent)
        self.assertEqual(other.control_ids.user_id, self.agent)

    def test_givers_own_reading_stays_his(self):
        """What the giver himself has to read he can't hand over."""
        self.document.level_id = self.env.ref("crisis_protocol.level_severe")
        notice = self.document.notice_ids.filtered(
            lambda n: n.receiver_id == self.manager.partner_id
        )
        self.assertEqual(notice.user_id, self.manager)
        # told by hand once more after he has taken the case
        self.document.with_user(self.manager).action_take()
        again = (
            self.env["crisis.notice"]
            .with_user(self.agent)
            .create(
                {
                    "document_id": self.document.id,
                    "receiver_id": self.manager.partner_id.id,
                    "date_due": fields.Datetime.now(),
                }
            )
        )
        again.action_send()
        self.assertEqual(again.user_id, self.manager)
        self._given(user=self.manager).with_user(self.colleague).action_accept()
        self.assertEqual(again.user_id, self.manager)

    def test_only_the_receiver(self):
        """Neither the giver nor a supervisor accepts in his place."""
        handover = self._given()
        for user in (self.agent, self.supervisor, self.manager, self.other_agent):
            self.env.invalidate_all()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                handover.with_user(user).action_accept()
        self.assertEqual(self.document.user_id, self.agent)

    def test_not_before_it_is_given(self):
        """What is only prepared can't be accepted or refused."""
        handover = self._prepared(self.colleague).with_user(self.colleague)
        with self.assertRaises(UserError):
            handover.action_accept()
        with self.assertRaises(UserError):
            self._refuse(handover, self.colleague)

    def test_not_twice(self):
        """Accepted once is accepted."""
        handover = self._given().with_user(self.colleague)
        handover.action_accept()
        with self.assertRaises(UserError):
            handover.action_accept()

    def test_case_ended_meanwhile(self):
        """A hand-over of a case that has ended asks nobody any more."""
        handover = self._given().with_user(self.colleague)
        self.document.with_user(self.supervisor).write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )
        with self.assertRaises(UserError):
            handover.action_accept()
        self.assertFalse(self._cards(self.colleague))
        self.assertEqual(self.document.user_id, self.agent)

    def test_taken_by_a_third_meanwhile(self):
        """Who took the case meanwhile does not lose it to an old hand-over."""
        handover = self._given().with_user(self.colleague)
        self.document.with_user(self.supervisor).action_take()
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            handover.action_accept()
        self.assertEqual(self.document.user_id, self.supervisor)

    def test_from_the_case(self):
        """Who is asked takes the case over where he reads it; others see who is."""
        self._given(self.colleague)
        seen = self.document.with_user(self.colleague)
        self.assertTrue(seen.can_take_over)
        self.assertIn("wants to hand this case over to you", seen.handover_warning)
        self.assertIn(self.agent.name, seen.handover_warning)
        mine = self.document.with_user(self.agent)
        self.assertFalse(mine.can_take_over)
        self.assertIn("has not accepted", mine.handover_warning)
        with self.assertRaises(AccessError):
            mine.action_take_over()
        seen.action_take_over()
        self.assertEqual(self.document.user_id, self.colleague)
        with self.assertRaises(UserError):
            seen.action_take_over()
