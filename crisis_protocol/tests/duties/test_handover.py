from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common_handover import HandoverCase

CARD = "crisis_protocol.crisis_handover_view_form_do"


@tagged("post_install", "-at_install")
class TestHandOver(HandoverCase):
    """First step: the giver says how it stands, and hands over."""

    def test_card(self):
        """The card is opened from the case, with the night's colleague proposed."""
        self.team.night_user_id = self.colleague
        action = self.document.action_hand_over()
        handovers = self.env["crisis.handover"].with_user(self.agent)
        card = Form(handovers.with_context(**action["context"]), CARD)
        self.assertEqual(card.receiver_id, self.colleague)
        card.situation = "The director waits for the clip"
        handover = card.save()
        handover.action_give()
        self.assertEqual(handover.document_id, self.document)
        self.assertEqual(handover.giver_id, self.agent)
        self.assertEqual(handover.user_id, self.colleague)

    def test_open_card_is_found_again(self):
        """As long as one is open, the button opens that one."""
        handover = self._prepared(self.colleague)
        self.assertEqual(self.document.action_hand_over()["res_id"], handover.id)

    def test_giver_keeps_it_until_accepted(self):
        """Handed over is not passed on: case and duties stay with the giver."""
        duties = self.document.control_ids
        self.assertEqual(duties.user_id, self.agent)
        handover = self._given()
        self.assertEqual(self.document.user_id, self.agent)
        self.assertEqual(duties.user_id, self.agent)
        self.assertEqual(handover.state, "open")
        self.assertEqual(self._cards(self.colleague), handover.sudo())
        self.assertFalse(self._cards(self.agent))
        self.assertIn(self.colleague.name, self.document.message_ids[:1].body)

    def test_what_it_needs(self):
        """Without a receiver, or without words on how it stands, nothing is given."""
        for vals in (
            {"receiver_id": False},
            {"situation": False},
            {"situation": " \n "},
        ):
            with self.subTest(vals=vals), self.cr.savepoint():
                handover = self._prepared(self.colleague, **vals)
                with self.assertRaises(UserError):
                    handover.action_give()
                self.assertFalse(handover.date_given)
                self._cancel(handover, self.agent)

    def test_not_to_oneself(self):
        """Nobody hands over to himself."""
        with self.assertRaises(UserError):
            self._prepared(self.agent)

    def test_only_to_somebody_who_may_work_on_it(self):
        """Who does not work with crisis documents can't be given one."""
        for user in (self.production, self.plain, self.portal):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._prepared(user)

    def test_not_to_another_company(self):
        """A colleague of another company could never take it, so he is not asked."""
        with self.assertRaises(UserError):
            self._prepared(self.foreign_agent).action_give()

    def test_not_after_the_end(self):
        """A case that has ended is not handed over."""
        self.document.with_user(self.supervisor).write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )
        with self.assertRaises(UserError):
            self.document.action_hand_over()
        with self.assertRaises(UserError):
            self._prepared(self.colleague)

    def test_nobody_is_responsible(self):
        """What nobody leads is taken, not handed over; a supervisor's case is his."""
        document = self._file(self.env.user, user_id=False, team_id=self.team.id)
        handover = self._given(document=document, user=self.supervisor)
        self.assertEqual(handover.giver_id, self.supervisor)
        self.team.supervisor_id = False
        orphan = self._file(self.env.user, user_id=False, team_id=self.team.id)
        with self.assertRaises(UserError):
            orphan.with_user(self.agent).action_hand_over()

    def test_not_twice(self):
        """What is handed over already is not handed over again."""
        with self.assertRaises(UserError):
            self._given().action_give()

    def test_one_at_a_time(self):
        """There can't be two hand-overs of one case under way."""
        self._given()
        with self.assertRaises(IntegrityError) as refusal, mute_logger("odoo.sql_db"):
            self._prepared(self.supervisor)
        handovers = self.env["crisis.handover"]
        self.assertIn("hand-over", handovers._sql_error_to_message(refusal.exception))

    def test_receiver_stays(self):
        """Once it is given, nobody can quietly name another receiver."""
        handover = self._given()
        for vals in ({"receiver_id": self.supervisor.id}, {"situation": "All is well"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                handover.write(vals)

    def test_not_passed_on_to_outsiders(self):
        """The duty to accept can't be passed to who may not work on the case."""
        handover = self._given()
        for user in (self.plain, self.production):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                handover.user_id = user

    def test_colleague_does_not_help_himself(self):
        """A third one can't pass somebody's hand-over to himself and accept it."""
        third = self._new_user("third", "agent")
        self.team.member_ids |= third
        handover = self._given().with_user(third)
        with self.assertRaises(UserError):
            handover.user_id = third
            handover.action_accept()
        self.assertEqual(self.document.user_id, self.agent)

    def test_taken_back(self):
        """As long as nobody has accepted, the giver may take it back."""
        handover = self._given()
        self._cancel(handover, self.agent)
        self.assertEqual(handover.state, "cancelled")
        self.assertFalse(self._cards(self.colleague))
        self.assertFalse(self.document.handover_warning)
        with self.assertRaises(UserError):
            handover.with_user(self.colleague).action_accept()
        self.assertEqual(self.document.user_id, self.agent)
