from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import CrisisCase

TEXT = "<p>The keyword was misspelt.</p>"


@tagged("post_install", "-at_install")
class TestExplanationReview(CrisisCase):
    """At the severest levels a second person reads the explanation first (S0-22)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.severe = cls.env.ref("crisis_protocol.level_severe")
        cls.serious = cls.env.ref("crisis_protocol.level_serious")
        cls.colleague = cls._new_user("colleague", "agent")
        cls.team.member_ids |= cls.colleague

    def _confirmed(self, level=None):
        level = level or self.severe
        document = self._file(level_id=level.id, explanation=TEXT)
        document.action_confirm_facts()
        return document

    def _activity(self, document):
        kind = self.env.ref("crisis_protocol.mail_activity_type_review")
        return document.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )

    def test_which_levels_ask(self):
        """Shipped: the two severest levels."""
        levels = self.env["crisis.level"].search([("review_explanation", "=", True)])
        shipped = ("severe", "emergency")
        for name in shipped:
            self.assertIn(self.env.ref(f"crisis_protocol.level_{name}"), levels)
        self.assertNotIn(self.serious, levels)

    def test_reviewed_by_somebody_else(self):
        """Confirmed is not enough: with the review the explanation may leave."""
        document = self._confirmed()
        self.assertFalse(document.explanation_is_ready)
        with self.assertRaisesRegex(UserError, "second person"):
            document.action_send_explanation()
        document.with_user(self.supervisor).action_review_explanation()
        self.assertEqual(document.explanation_state, "reviewed")
        self.assertEqual(document.explanation_reviewed_by_id, self.supervisor)
        self.assertTrue(document.explanation_is_ready)

    def test_reviewed_as_it_was_read(self):
        """Changed and confirmed anew meanwhile, it has to be read again."""
        document = self._confirmed()
        reader = document.with_user(self.supervisor)

        def review(shown):
            context = {"crisis_expected_confirmed": fields.Datetime.to_string(shown)}
            reader.with_context(**context).action_review_explanation()

        read = document.date_explanation_confirmed
        self._confirm_anew(document, "<p>The channel was left out.</p>")
        with self.assertRaisesRegex(UserError, "Read it again"):
            review(read)
        self.assertEqual(document.explanation_state, "confirmed")
        review(document.date_explanation_confirmed)
        self.assertEqual(document.explanation_state, "reviewed")

    def test_mild_level_needs_none(self):
        """Where the level asks for no review, the confirmed text may leave."""
        document = self._confirmed(self.serious)
        self.assertTrue(document.explanation_is_ready)
        self.assertFalse(self._activity(document))

    def test_nobody_reviews_his_own(self):
        """Neither who wrote it last nor who confirmed it reviews it."""
        document = self._file(level_id=self.severe.id, explanation=TEXT)
        document.with_user(self.colleague).action_confirm_facts()
        for user in (self.agent, self.colleague):
            self.assertFalse(document.with_user(user).can_review_explanation)
            with self.assertRaisesRegex(UserError, "Somebody else"):
                document.with_user(user).action_review_explanation()
        self.assertTrue(document.with_user(self.supervisor).can_review_explanation)
        document.with_user(self.supervisor).action_review_explanation()

    def test_reviewer_who_changes_it(self):
        """A reviewer who rewrites it is its author now, and no reviewer any more."""
        document = self._confirmed()
        seen = document.with_user(self.supervisor)
        seen.explanation = "<p>A keyword was misspelt by us.</p>"
        self.assertEqual(document.explanation_state, "draft")
        document.action_confirm_facts()
        with self.assertRaisesRegex(UserError, "Somebody else"):
            seen.action_review_explanation()
        document.with_user(self.colleague).action_review_explanation()

    def test_review_needs_rights(self):
        """Other desks and production can't review."""
        document = self._confirmed()
        for user in (self.other_agent, self.other_supervisor, self.production):
            with self.assertRaises(AccessError):
                document.with_user(user).action_review_explanation()
        document.with_user(self.manager).action_review_explanation()

    def test_nothing_to_review(self):
        """A draft is not reviewed, and nothing twice."""
        document = self._file(level_id=self.severe.id, explanation=TEXT)
        seen = document.with_user(self.supervisor)
        with self.assertRaisesRegex(UserError, "nothing to review"):
            seen.action_review_explanation()
        document.action_confirm_facts()
        seen.action_review_explanation()
        with self.assertRaisesRegex(UserError, "nothing to review"):
            seen.action_review_explanation()

    def test_reviewer_is_asked(self):
        """The supervisor finds it among his activities, until it is reviewed."""
        document = self._confirmed()
        self.assertEqual(self._activity(document).user_id, self.supervisor)
        document.with_user(self.manager).action_review_explanation()
        self.assertFalse(self._activity(document))

    def test_second_person_is_asked(self):
        """When the supervisor wrote or confirmed it himself, another one is asked."""
        document = self._file(level_id=self.severe.id, explanation=TEXT)
        document.with_user(self.supervisor).action_confirm_facts()
        self.assertEqual(self._activity(document).user_id, self.manager)

    def test_absent_supervisor_is_not_asked(self):
        """Nobody's review waits for somebody who is away."""
        self.supervisor.write({"out_of_office_from": "2020-01-01 00:00:00"})
        document = self._confirmed()
        self.assertEqual(self._activity(document).user_id, self.manager)

    def test_void_takes_the_request_back(self):
        """A changed text is no longer to be reviewed; confirmed again, it is."""
        document = self._confirmed()
        document.remedy = "<p>The item was sent.</p>"
        self.assertFalse(self._activity(document))
        document.action_confirm_facts()
        self.assertEqual(len(self._activity(document)), 1)

    def test_level_raised_later(self):
        """A level that asks for a review asks for it at once."""
        document = self._confirmed(self.serious)
        document.level_id = self.severe
        self.assertEqual(self._activity(document).user_id, self.supervisor)
        self.assertFalse(document.explanation_is_ready)

    def test_level_raised_after_it_left(self):
        """What left unread at a mild level explains nothing at a grave one."""
        document = self._at("own_remedy")
        self.assertTrue(document.date_explanation_sent)
        self._hear(document, explanation_accepted="yes")
        document.with_user(self.agent).level_id = self.severe
        self.assertFalse(document.date_explanation_sent)
        self.assertEqual(document.explanation_state, "confirmed")
        self.assertEqual(document.explanation_accepted, "not_asked")
        self.assertEqual(self._activity(document).user_id, self.supervisor)
        self.assertIn("nobody has reviewed", document.message_ids[0].body)
        document.with_user(self.supervisor).action_review_explanation()
        self._send_explanation(document)
        sent = document.date_explanation_sent
        self.assertTrue(sent)
        document.with_user(self.agent).level_id = self.env.ref(
            "crisis_protocol.level_emergency"
        )
        self.assertEqual(document.date_explanation_sent, sent, "it was reviewed")

    def test_level_raised_as_it_ends(self):
        """Neither with the close nor after it, to be reopened as if it was read."""
        document = self._at("own_follow_up")
        closed = {"stage_id": self._stage("own_closed").id}
        graver = {"level_id": self.severe.id}
        with self.assertRaisesRegex(UserError, "Reopen it"), self.cr.savepoint():
            document.write(closed | graver)
        document.invalidate_recordset()
        self.assertFalse(document.is_closed)
        document.write(closed)
        with self.assertRaisesRegex(UserError, "Reopen it"), self.cr.savepoint():
            document.write(graver)
        document.invalidate_recordset()
        self.assertNotEqual(document.level_id, self.severe)

    def test_sent_back_with_a_reason(self):
        """The reviewer says what is wrong; the author reads it, and starts again."""
        document = self._confirmed()
        action = document.with_user(self.supervisor).action_return_explanation()
        model = self.env[action["res_model"]].with_user(self.supervisor)
        form = Form(model.with_context(**action["context"]))
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "what is wrong"):
            wizard.action_return()
        wizard.words = "Since when?"
        wizard.action_return()
        self.assertEqual(document.explanation_state, "draft")
        message = document.message_ids[0]
        self.assertIn("Since when?", message.body)
        self.assertIn(self.agent.partner_id, message.notified_partner_ids)
        self.assertFalse(self._activity(document))
        self.assertFalse(document.date_last_word, "no word to the customer")

    def test_next_step_asks(self):
        """The line on top says what the explanation waits for."""
        document = self._at("own_remedy")
        document.level_id = self.severe  # the category had its own
        document.explanation = "<p>In other words</p>"
        document._write_past_reactions({"date_last_word": False})
        document.invalidate_recordset()
        self.assertIn("not confirmed", document.next_step)
        document.action_confirm_facts()
        document.invalidate_recordset()
        self.assertEqual(document.next_step_kind, "none", "who wrote it waits")
        self.assertIn("second person", document.next_step)
        document.with_user(self.supervisor).action_review_explanation()
        document.invalidate_recordset()
        self.assertEqual(document.next_step_kind, "explain")

    def test_whoever_wrote_on_it(self):
        """A dot of somebody else makes a writer no second person."""
        document = self._file(level_id=self.severe.id, explanation=TEXT)
        colleague = document.with_user(self.colleague)
        colleague.explanation = "<p>The keyword was misspelt..</p>"
        colleague.action_confirm_facts()
        self.assertFalse(document.can_review_explanation)
        with self.assertRaisesRegex(UserError, "Somebody else"):
            document.action_review_explanation()
        self.assertEqual(self._activity(document).user_id, self.supervisor)
        document.with_user(self.supervisor).action_review_explanation()
        # what was read was read: from there on count those who write
        colleague.explanation = "<p>The keyword was misspelt, and is mended.</p>"
        colleague.action_confirm_facts()
        document.action_review_explanation()
        self.assertEqual(document.explanation_reviewed_by_id, self.agent)

    def _waiting(self, text="<p>A keyword was typed wrong by us.</p>"):
        """A case in the stage whose message is the explanation."""
        document = self._at("own_remedy")
        document.level_id = self.severe  # the category had its own
        document.explanation = text
        document.remedy = "<p>The item was sent and the archive searched.</p>"
        document._write_past_reactions({"date_last_word": False})
        return document

    def _step(self, document, user):
        document.invalidate_recordset()
        seen = document.with_user(user)
        return seen.next_step_kind, seen.next_step

    def test_line_says_that_a_dash_explains_nothing(self):
        """Before its facts are to be confirmed, there have to be some."""
        document = self._waiting("<p>-</p>")
        kind, words = self._step(document, self.agent)
        self.assertEqual(kind, "explanation")
        self.assertIn("“-” tells the customer nothing", words)

    def test_line_leads_who_reviews(self):
        """He is led to it, who wrote it waits, and then it is sent from there."""
        document = self._waiting()
        self.assertEqual(self._step(document, self.agent)[0], "explanation")
        document.with_user(self.agent).action_confirm_facts()
        kind, words = self._step(document, self.agent)
        self.assertEqual(kind, "none")
        self.assertIn("waits for its review", words)
        self.assertEqual(self._step(document, self.supervisor)[0], "review")
        action = document.with_user(self.supervisor).action_next_step()
        view = self.env.ref("crisis_protocol.crisis_document_view_form_explanation")
        self.assertEqual(action["views"], [(view.id, "form")])
        document.with_user(self.supervisor).action_review_explanation()
        kind, words = self._step(document, self.agent)
        self.assertEqual(kind, "explain")
        self.assertIn("is ready", words)
        self._send_message(document.with_user(self.agent).action_send_explanation())
        self.assertNotEqual(self._step(document, self.agent)[0], "explain")
