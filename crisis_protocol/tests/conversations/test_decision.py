from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import CrisisCase
from ..test_bad_markup import SCRIPT


@tagged("post_install", "-at_install")
class TestDecision(CrisisCase):
    """What is decided, why, and how it affects the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._new_user("colleague", "agent")
        cls.team.member_ids |= cls.colleague
        cls.document = cls._file()

    def _decide(self, user=None, **vals):
        values = {
            "document_id": self.document.id,
            "name": "Search the archive again",
            "reason": "More items may be missing",
            "effect": "positive",
        }
        decisions = self.env["crisis.decision"].with_user(user or self.agent)
        return decisions.create(values | vals)

    def _last_note(self):
        self.document.invalidate_recordset(["message_ids"])
        return self.document.message_ids[0]

    def _end(self):
        self.document.with_user(self.supervisor).write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )

    def test_noted(self):
        """It has an author and a time, and stands in the chatter as a note."""
        action = self.env.ref("crisis_protocol.crisis_decision_action_new")
        model = self.env[action.res_model].with_user(self.agent)
        form = Form(model.with_context(default_document_id=self.document.id))
        form.name = "Search the archive again"
        form.reason = "More items may be missing"
        form.effect = "positive"
        form.stress = "We say that it is free"
        decision = form.save()
        self.assertEqual(self.document.decision_ids, decision)
        self.assertEqual(decision.user_id, self.agent)
        self.assertTrue(decision.date)
        note = self._last_note()
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))
        self.assertEqual(note.author_id, self.agent.partner_id)
        for words in (decision.name, decision.reason, decision.stress, "Good"):
            self.assertIn(words, note.body)

    def test_decided_by_another(self):
        """The agent notes what his supervisor decided."""
        decision = self._decide(user_id=self.supervisor.id)
        self.assertEqual(decision.user_id, self.supervisor)
        self.assertIn(self.supervisor.name, self._last_note().body)

    def test_bad_effect_is_softened(self):
        """A step that hurts may be needed, and says what softens it."""
        for soften in (False, "  "):
            with self.subTest(soften=soften):
                with self.assertRaisesRegex(ValidationError, "what softens it"):
                    self._decide(effect="negative", soften=soften)
        decision = self._decide(effect="negative", soften="We tell him before")
        with self.assertRaisesRegex(ValidationError, "what softens it"):
            decision.soften = False
        neutral = self._decide(effect="none")
        with self.assertRaisesRegex(ValidationError, "what softens it"):
            neutral.effect = "negative"

    def test_words_are_needed(self):
        """A decision without words, or without a reason, is none."""
        for vals in ({"name": "  "}, {"reason": " \n"}):
            with self.subTest(**vals), self.assertRaises(ValidationError):
                self._decide(**vals)

    def test_not_in_the_future(self):
        """Nobody decides in advance."""
        with self.assertRaisesRegex(ValidationError, "future"):
            self._decide(date="2099-01-01 08:00:00")

    def test_corrected(self):
        """Its author or a supervisor corrects it, and the chatter tells what."""
        decision = self._decide()
        for user, name in (
            (self.agent, "Search a month again"),
            (self.supervisor, "Search two months again"),
        ):
            before = decision.name
            decision.with_user(user).name = name
            note = self._last_note()
            self.assertIn(before, note.body)
            self.assertIn(name, note.body)
            self.assertEqual(note.author_id, user.partner_id)

    def test_same_again(self):
        """Saving it unchanged tells nothing."""
        decision = self._decide()
        messages = self.document.message_ids
        decision.write({"name": decision.name, "effect": decision.effect})
        self.document.invalidate_recordset(["message_ids"])
        self.assertEqual(self.document.message_ids, messages)

    def test_colleague_adds_another(self):
        """A colleague of the team does not rewrite it."""
        decision = self._decide()
        with self.assertRaisesRegex(UserError, "Add another one"):
            decision.with_user(self.colleague).reason = "The facts were different."
        self.assertFalse(decision.with_user(self.colleague).can_correct)
        self._decide(self.colleague)
        self.assertEqual(len(self.document.decision_ids), 2)

    def test_ended_case(self):
        """After the end nothing is decided, and nothing corrected."""
        decision = self._decide()
        self._end()
        for user in (self.agent, self.supervisor):
            with self.subTest(user=user.login):
                with self.assertRaisesRegex(UserError, "Reopen it first"):
                    decision.with_user(user).name = "Otherwise"
                with self.assertRaisesRegex(UserError, "Reopen it first"):
                    self._decide(user)

    def test_stays_on_its_case(self):
        """It can't be moved to another case, nor made through the case."""
        decision = self._decide()
        other = self._file()
        decision.document_id = other
        self.assertEqual(decision.document_id, self.document)
        other.write({"decision_ids": [(4, decision.id)]})
        self.assertFalse(other.decision_ids)

    def test_markup_stays_text(self):
        """What people type stays text in the chatter."""
        decision = self._decide(
            name=f"Wait {SCRIPT}", reason=f"No facts yet today {SCRIPT}", stress=SCRIPT
        )
        decision.reason = f"{SCRIPT} corrected since yesterday"
        for message in self.document.message_ids.filtered("body")[:2]:
            self.assertNotIn("<script", message.body)
            self.assertIn("&lt;script&gt;", message.body)
