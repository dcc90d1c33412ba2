from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import freeze_all_time

from ..common_race import RaceCase
from .common_handover import HandoverCase

MONDAY = datetime(2027, 3, 1, 12, 0)


@tagged("post_install", "-at_install")
class TestUnanswered(HandoverCase):
    """A hand-over that nobody accepts does not hang unseen."""

    def test_warning(self):
        """From giving to accepting the case says that it hangs, to who may see it."""
        seen = self.document.with_user(self.supervisor)
        self.assertFalse(seen.handover_warning)
        handover = self._prepared(self.colleague)
        self.assertFalse(seen.handover_warning, "it is not given yet")
        handover.action_give()
        self.assertIn(self.colleague.name, seen.handover_warning)
        self.assertIn(self.agent.name, seen.handover_warning)
        handover.with_user(self.colleague).action_accept()
        self.assertFalse(seen.handover_warning)

    def test_no_warning_after_a_refusal(self):
        """A refused hand-over hangs no more."""
        self._refuse(self._given(), self.colleague)
        self.assertFalse(self.document.with_user(self.supervisor).handover_warning)

    def test_ladder(self):
        """Late, the receiver is reminded, then the giver, then the supervisor."""
        rungs = {"owner": 0, "responsible": 15, "supervisor": 30}
        level = self.env.ref("crisis_protocol.level_severe").copy(
            {
                "inform_supervisor": False,
                "inform_managers": False,
                "step_ids": [
                    Command.create({"target": target, "minutes": minutes})
                    for target, minutes in rungs.items()
                ],
            }
        )
        with freeze_all_time(MONDAY):
            document = self._file(level_id=level.id)
            self._given(document=document, date_due=MONDAY + timedelta(minutes=10))
            self.env.flush_all()
        for target, user in (
            ("owner", self.colleague),
            ("responsible", self.agent),
            ("supervisor", self.supervisor),
        ):
            due = MONDAY + timedelta(minutes=10 + rungs[target])
            with self.subTest(target=target, when="before"):
                self.assertFalse(self._told(user, due - timedelta(minutes=1), document))
            with self.subTest(target=target, when="then"):
                self.assertTrue(self._told(user, due, document))

    def _told(self, user, moment, document):
        """Run the job; tell whether it told this user of the hanging hand-over."""
        before = self._messages_to(user)
        self._sweep(moment)
        label = self.env.ref("crisis_protocol.mail_activity_type_handover").name
        return (self._messages_to(user) - before).filtered(
            lambda m: m.res_id == document.id and label in m.body
        )


@tagged("post_install", "-at_install")
class TestReceiverAway(HandoverCase):
    """Nobody who is away silently owns a hand-over."""

    def test_away_when_it_is_given(self):
        """A hand-over to somebody away goes to his substitute at once."""
        self._leave(self.colleague, self.supervisor)
        handover = self._given()
        self.assertEqual(handover.user_id, self.supervisor)
        self.assertEqual(self._cards(self.supervisor), handover.sudo())
        self.assertFalse(self._cards(self.colleague))

    def test_away_afterwards(self):
        """Who leaves before he has answered is stood in for."""
        handover = self._given()
        self._leave(self.colleague, self.supervisor)
        self.document._reconcile_duties()
        self.assertEqual(handover.user_id, self.supervisor)

    def test_substitute_accepts(self):
        """Who stands in may accept, and is then the responsible himself."""
        handover = self._given()
        self._leave(self.colleague, self.supervisor)
        self.document._reconcile_duties()
        handover.with_user(self.supervisor).action_accept()
        self.assertEqual(self.document.user_id, self.supervisor)
        self.assertEqual(handover.receiver_id, self.colleague, "the trail stays")

    def test_others_do_not(self):
        """While somebody stands in, a third one can accept as little as before."""
        handover = self._given()
        self._leave(self.colleague, self.supervisor)
        self.document._reconcile_duties()
        for user in (self.agent, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                handover.with_user(user).action_accept()

    def test_substitute_who_may_not_work_on_it(self):
        """Who has no rights is not named as substitute."""
        for user in (self.plain, self.production):
            with self.subTest(user=user.login), self.assertRaises(ValidationError):
                self.colleague.crisis_substitute_id = user

    def test_substitute_who_may_not_any_more(self):
        """A substitute who has lost his rights does not end up with the case."""
        handover = self._given()
        self.colleague.crisis_substitute_id = self.other_agent
        self.other_agent.group_ids = self.env.ref("base.group_user")
        self._leave(self.colleague, self.other_agent)
        self.document._reconcile_duties()
        self.assertNotEqual(handover.user_id, self.other_agent)
        with self.assertRaises(UserError):
            handover.with_user(self.other_agent).action_accept()
        self.assertEqual(self.document.user_id, self.agent)

    def test_giver_stands_in_for_the_receiver(self):
        """Where the giver is the receiver's substitute, he does not accept himself."""
        handover = self._given()
        self._leave(self.colleague, self.agent)
        self.document._reconcile_duties()
        self.assertNotEqual(handover.user_id, self.agent)


@tagged("post_install", "-at_install")
class TestHandoverRace(RaceCase):
    """Two people answer at once: one of them counts."""

    def _given(self):
        with self._session() as env:
            document = self._file(env)
            document.sudo().user_id = env.ref("base.user_root")
            handover = env["crisis.handover"].create(
                {
                    "document_id": document.id,
                    "receiver_id": env.uid,
                    "date_due": fields.Datetime.now() + timedelta(hours=1),
                    "situation": "Somebody waits",
                }
            )
            handover.action_give()
            return handover.id

    def _ended(self, handover_id):
        with self._session() as env:
            handover = env["crisis.handover"].browse(handover_id)
            taken = handover.document_id.message_ids.filtered(
                lambda m: "Taken over from" in m.body
            )
            return (
                handover.state,
                handover.document_id.user_id.id == env.uid,
                len(taken),
            )

    @mute_logger("odoo.sql_db")
    def test_accepted_twice(self):
        """A double click takes the case over once."""
        handover_id = self._given()
        outcomes = self._together(
            lambda env: env["crisis.handover"].browse(handover_id).action_accept()
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        self.assertEqual([type(error) for error in refused], [UserError])
        self.assertEqual(self._ended(handover_id), ("done", True, 1))

    @mute_logger("odoo.sql_db")
    def test_accepted_and_taken_back(self):
        """Either he takes the case or it is taken back, never half of both."""
        handover_id = self._given()
        turns, turn_of = iter(("accept", "cancel")), {}

        def press(env):
            handover = env["crisis.handover"].browse(handover_id)
            if env.cr not in turn_of:
                turn_of[env.cr] = next(turns)  # the same again, when it is retried
            if turn_of[env.cr] == "accept":
                return handover.action_accept()
            wizard = env["crisis.duty.cancel"].create(
                {
                    "duty_model": handover._name,
                    "duty_id": handover.id,
                    "reason": "I stay longer",
                }
            )
            return wizard.action_cancel()

        outcomes = self._together(press)
        refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        self.assertEqual([type(error) for error in refused], [UserError])
        self.assertIn(
            self._ended(handover_id), [("done", True, 1), ("cancelled", False, 0)]
        )
