from datetime import timedelta

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..duties.common_control import ControlCase

TEXT = "<p>The keyword was misspelt.</p>"
WORDS = "Now I see how it came about."


class Undone:
    """What is done inside is rolled back."""

    def __init__(self, env):
        self.env = env

    def __enter__(self):
        self.savepoint = self.env.cr.savepoint()
        self.savepoint.__enter__()

    def __exit__(self, *_error):
        self.savepoint.close(rollback=True)
        self.env.invalidate_all()
        return False


@tagged("post_install", "-at_install")
class TestExplanationAnswer(ControlCase):
    """Whether he accepts the explanation is the customer's own word (S0-26)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file_at_start(explanation=TEXT)
        with cls._minute(10):
            cls._send_explanation(cls.document)

    def _writes(self, minutes, words, document=None):
        """The customer writes a mail at that minute; return the word."""
        document = document or self.document
        with self._minute(minutes):
            self._customer_writes(document, Markup(words))
        document.invalidate_recordset()
        return document.word_ids.filtered(lambda w: w.direction == "customer")[:1]

    def _wizard(self, user=None):
        action = self.document.action_explanation_answer()
        model = self.env[action["res_model"]].with_user(user or self.agent)
        return model.with_context(**action["context"])

    def _asked(self, minutes, **vals):
        with self._minute(minutes):
            call = self._hear(self.document, explanation_accepted="unsaid", **vals)
        self.document.invalidate_recordset()
        return call

    # ------------------------------------------------------------------
    # By what it comes
    # ------------------------------------------------------------------

    def test_never_by_a_field(self):
        """Form, import and API claim nothing: the answer rests on a deed."""
        claimed = {
            "explanation_accepted": "yes",
            "explanation_answer_words": WORDS,
            "date_explanation_answered": "2026-03-02 10:00:00",
            "explanation_asked_count": 2,
        }
        self.document.write(claimed)
        filed = self._file(**claimed)
        by_default = (
            self.env["crisis.document"]
            .with_user(self.agent)
            .with_context(default_explanation_accepted="yes")
            .create(
                {
                    "name": "Another",
                    "protocol_id": self.own.id,
                    "partner_id": self.customer.id,
                }
            )
        )
        for document in self.document | filed | by_default:
            self.assertEqual(document.explanation_accepted, "not_asked")
            self.assertFalse(document.explanation_answer_words)
            self.assertFalse(document.explanation_asked_count)

    def test_by_call(self):
        """What he said in a call stands there, with the call."""
        with self._minute(20):
            call = self._hear(self.document, WORDS, explanation_accepted="yes")
        self.assertEqual(self.document.explanation_state, "accepted")
        self.assertEqual(self.document.explanation_answer_words, WORDS)
        self.assertEqual(self.document.explanation_call_id, call)

    def test_by_control(self):
        """Control 2 asks for it, too."""
        vals = {"customer_words": WORDS, "explanation_accepted": "yes"}
        self._result(self.document, "customer", "clean", 20, **vals)
        control = self.document.explanation_control_id
        self.assertEqual(control.customer_words, WORDS)
        self.assertEqual(self.document.explanation_state, "accepted")
        self.assertFalse(self.document.explanation_call_id)
        vals = {"customer_words": "No, not at all.", "explanation_accepted": "no"}
        self._result(self.document, "customer", "problem", 30, **vals)
        self.assertEqual(self.document.explanation_state, "refused")
        self.assertEqual(self.document.explanation_refusal, "No, not at all.")

    def test_control_without_proof(self):
        """Nobody reached, no words, or nothing sent: no answer."""
        with self._minute(20):
            control = self._control(
                self.document, "customer", explanation_accepted="yes"
            )
            with self.assertRaisesRegex(UserError, "was reached"):
                control.action_unreached()
            control.customer_words = "ok"
            with self.assertRaisesRegex(UserError, "own words"):
                control.action_clean()
            unsent = self._file()
            control = self._control(unsent, "customer", explanation_accepted="yes")
            with self.assertRaisesRegex(UserError, "does not have"):
                control.action_clean()

    def test_by_mail(self):
        """What he wrote is taken word for word; nobody types it for him."""
        with self.assertRaisesRegex(UserError, "has written nothing"):
            self._wizard().create({}).action_accept()
        word = self._writes(30, "<p>Tamam.</p>")
        wizard = Form(self._wizard())
        self.assertEqual(wizard.text, "Tamam.")
        wizard.save().action_accept()
        self.assertEqual(self.document.explanation_accepted, "yes")
        self.assertEqual(self.document.explanation_answer_words, "Tamam.")
        self.assertEqual(self.document.explanation_word_id, word)

    def test_refused_in_his_words(self):
        """His refusal is kept, and the draft is open again."""
        self._writes(30, "<p>That is &lt;no&gt; reason!</p>")
        self._wizard().create({}).action_refuse()
        document = self.document
        self.assertEqual(document.explanation_state, "refused")
        self.assertEqual(document.explanation_refusal, "That is <no> reason!")
        self.assertIn("That is &lt;no&gt; reason!", document.message_ids[0].body)
        self.assertFalse(document.explanation_is_ready)
        with self.assertRaisesRegex(UserError, "not confirmed"):
            document.action_send_explanation()

    # ------------------------------------------------------------------
    # Against his words
    # ------------------------------------------------------------------

    def _ways_to_accept(self, words, **vals):
        """Return {name: what notes that he accepts it, though he said these words}."""

        def call():
            with self._minute(20):
                self._hear(self.document, words, explanation_accepted="yes", **vals)

        def control():
            said = {"customer_words": words, "explanation_accepted": "yes"}
            self._result(self.document, "customer", "clean", 20, **said | vals)

        def wizard():
            self._writes(15, f"<p>{words}</p>")
            self._wizard().create(vals).action_accept()

        return {"call": call, "control": control, "wizard": wizard}

    def test_accepted_against_his_words(self):
        """Who notes that he accepts it, though he says no, is asked why."""
        words = "Açıklamanızı kesinlikle kabul etmiyoruz"
        reason = "She laughed, it was meant as a joke"
        for said in (words, "Hâlâ devam ediyor, ikna olmadık"):
            for name, way in self._ways_to_accept(said).items():
                with self.subTest(way=name, words=said), self.cr.savepoint():
                    with self.assertRaisesRegex(UserError, "(?i)why.* all the same"):
                        way()
                self.env.invalidate_all()
                self.assertEqual(self.document.explanation_accepted, "not_asked")
        ways = self._ways_to_accept(words, contradiction_reason=reason)
        for name, way in ways.items():
            with self.subTest(way=name), Undone(self.env):
                way()
                self.document.invalidate_recordset()
                self.assertEqual(self.document.explanation_accepted, "yes")
                override = self.document.override_ids
                self.assertEqual(override.kind, "contradiction")
                self.assertIn(words, override.gate_name)
                self.assertEqual(override.reason, reason)

    def test_refused_by_his_words(self):
        """That he did not say is no way past his saying no; a refusal asks nobody."""
        words = "Kabul etmiyoruz, yeterli bulmuyoruz"
        with (
            self.assertRaisesRegex(UserError, "(?i)why.* all the same"),
            self.cr.savepoint(),
        ):
            self._asked(20, words=words)
        self._asked(20, words="Yayın hâlâ devam ediyor, başka bir şey demedi")
        self.assertEqual(self.document.explanation_asked_count, 1)
        with self._minute(40):
            self._hear(self.document, words, explanation_accepted="no")
        self.assertEqual(self.document.explanation_refusal, words)
        self.assertFalse(self.document.override_ids)

    def test_words_that_say_too_little(self):
        """Neither is a word alone, nor a time, an answer to it."""
        for words in ("TRT", "12", "peki", "21:00"):
            for answer in ("yes", "unsaid"):
                with self.subTest(words=words, answer=answer), self.cr.savepoint():
                    with self.assertRaises(UserError), self._minute(20):
                        self._hear(self.document, words, explanation_accepted=answer)
        self.assertEqual(self.document.explanation_accepted, "not_asked")

    def test_other_words_are_no_answer(self):
        """Neither ours, nor those from before, nor those of another case."""
        other = self._file()
        words = self._writes(30, "<p>Fine with me.</p>", other)
        early = self._file_at_start(explanation=TEXT)
        words |= self._writes(5, "<p>Where is it?</p>", early)
        words |= self.document.word_ids.filtered(lambda w: w.direction == "us")
        self.assertEqual(len(words), 3)
        for word in words:
            with self.assertRaisesRegex(UserError, "has written nothing"):
                self._wizard().create({"word_id": word.id}).action_accept()
        with self._minute(20):
            self._send_explanation(early)
        self.assertFalse(early._answer_words_of_his())

    def test_who_may_answer(self):
        """Other desks note no answer."""
        self._writes(30, "<p>Fine with me.</p>")
        for user in (self.other_agent, self.production):
            with self.assertRaises(AccessError):
                self.document.with_user(user).action_explanation_answer()
            with self.assertRaises(AccessError):
                self._wizard(user).create({}).action_accept()

    # ------------------------------------------------------------------
    # Another text, another answer
    # ------------------------------------------------------------------

    def test_another_text_asks_again(self):
        """What he accepted was the text that he had."""
        with self._minute(20):
            self._hear(self.document, WORDS, explanation_accepted="yes")
        self.document.explanation = "<p>In other words</p>"
        self.assertEqual(self.document.explanation_accepted, "not_asked")
        self.assertEqual(self.document.explanation_state, "draft")

    def test_after_a_refusal(self):
        """The next version goes the whole way again, and asks him again."""
        with self._minute(20):
            self._hear(self.document, "That is no reason.", explanation_accepted="no")
            self.document.explanation = "<p>Our editor was away.</p>"
        self.assertEqual(self.document.explanation_accepted, "no", "it is still so")
        self.assertEqual(self.document.explanation_version, 2)
        with self._minute(30):
            self._send_explanation(self.document)
        self.assertEqual(self.document.explanation_state, "sent")
        self.assertEqual(self.document.explanation_accepted, "not_asked")

    # ------------------------------------------------------------------
    # He does not say
    # ------------------------------------------------------------------

    def test_asked_twice(self):
        """Asked in two contacts, apart from each other, he has been asked enough."""
        self._asked(20)
        self.assertEqual(self.document.explanation_accepted, "not_asked")
        for minutes in (21, 110):
            self._asked(minutes)
            self.assertEqual(self.document.explanation_asked_count, 1, "too soon")
        call = self._asked(125, words="Let me read it first, I said.")
        self.assertEqual(self.document.explanation_accepted, "unsaid")
        self.assertEqual(self.document.explanation_call_id, call)
        self.assertIn("Let me read", self.document.explanation_answer_words)
        self.assertEqual(self.document.explanation_state, "sent")
        with self._minute(140):
            self._hear(self.document, WORDS, explanation_accepted="yes")
        self.assertEqual(self.document.explanation_accepted, "yes")

    def test_no_call_of_long_ago(self):
        """Two calls written down at once are one, whatever times they claim."""
        self._asked(115)
        with self.assertRaisesRegex(UserError, "within two hours"):
            self._asked(240, date="2026-03-02 09:12:00")
        self._asked(240, date="2026-03-02 11:30:00")
        self.assertEqual(self.document.explanation_asked_count, 1)

    def test_another_text_counts_anew(self):
        """Who gets another text is asked about that one."""
        self._asked(20)
        with self._minute(30):
            self.document.explanation = "<p>Our editor was away.</p>"
            self._send_explanation(self.document)
        self.assertFalse(self.document.explanation_asked_count)


@tagged("post_install", "-at_install")
class TestExplanationClose(ControlCase):
    """No case ends whose explanation was not sent, or not answered (S0-23…26)."""

    def _unexplained(self):
        """A case before its end whose explanation was written anew."""
        document = self._at("own_follow_up", level_id=self.level.id)
        with self._at_time(document.write_date + timedelta(minutes=1)):
            document.explanation = "<p>Our editor was away.</p>"
        document.invalidate_recordset()
        return document

    def _close(self, document):
        document.stage_id = self._stage("own_closed")

    def test_never_as_a_draft(self):
        """Written, confirmed, reviewed is not sent; sent is not answered."""
        document = self._unexplained()
        sent, accepted = self._gate("own_close_explanation"), self._gate("own_accepted")
        for step in ("draft", "confirmed", "reviewed"):
            self.flush_tracking()
            with self.subTest(step):
                self.assertEqual(document.explanation_state, step)
                refusal = self._refused(document, lambda: self._close(document))
                self.assertIn(sent.name, refusal)
                self.assertIn(accepted.name, refusal)
            if step == "draft":
                document.action_confirm_facts()
            elif step == "confirmed":
                document.with_user(self.supervisor).action_review_explanation()
        self._send_explanation(document)
        self.flush_tracking()
        refusal = self._refused(document, lambda: self._close(document))
        self.assertNotIn(sent.name, refusal)
        self.assertIn(accepted.name, refusal)
        self._hear(document, WORDS, explanation_accepted="no")
        self.flush_tracking()
        self.assertIn(
            accepted.name, self._refused(document, lambda: self._close(document))
        )
        document.explanation = "<p>We did not look.</p>"
        self._explain(document)
        self._close(document)
        self.assertTrue(document.is_closed)

    def test_who_does_not_say(self):
        """Asked twice is enough."""
        document = self._unexplained()
        self._send_explanation(document)
        for minutes in (0, 101):
            moment = document.date_explanation_sent + timedelta(minutes=minutes)
            with self._at_time(moment):
                self._hear(document, explanation_accepted="unsaid")
        self.assertEqual(document.explanation_accepted, "unsaid")
        self._close(document)
        self.assertTrue(document.is_closed)

    def test_line_on_top(self):
        """It leads there: confirm, review, send, ask."""
        document = self._unexplained()
        steps = []
        for deed in (
            document.action_confirm_facts,
            lambda: document.with_user(self.supervisor).action_review_explanation(),
            lambda: self._send_explanation(document),
            lambda: self._hear(document, explanation_accepted="unsaid"),
            lambda: self._hear(document, WORDS, explanation_accepted="yes"),
        ):
            document.invalidate_recordset()
            steps.append((document.next_step_kind, document.next_step))
            deed()
        kinds, sentences = zip(*steps, strict=True)
        self.assertEqual(kinds, ("explanation", "none", "explain", "answer", "answer"))
        for words, sentence in zip(
            ("not confirmed", "Supervisor", "Send", "Does the customer", "once"),
            sentences,
            strict=True,
        ):
            self.assertIn(words, sentence)
        document.invalidate_recordset()
        self.assertEqual(document.next_step_kind, "stage")

    def test_customer_protocol(self):
        """What we found is sent to him, too; acceptance is not asked for."""
        document = self._at("customer_follow_up")
        document.explanation = "<p>It began with one post.</p>"

        def move():
            document.stage_id = self._stage("customer_closed")

        self.assertIn(
            self._gate("customer_explanation").name, self._refused(document, move)
        )
        self._send_explanation(document)
        self._hear(document)
        move()
        self.assertTrue(document.is_closed)
