from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from ..common import CrisisCase

TEXT = "<p>The keyword was misspelt.</p>"
MONDAY = datetime(2026, 3, 2, 10, 0)


@tagged("post_install", "-at_install")
class TestExplanation(CrisisCase):
    """The explanation is drafted, its facts are confirmed, and changes void that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file(level_id=cls._level("serious").id)

    @classmethod
    def _level(cls, name):
        return cls.env.ref(f"crisis_protocol.level_{name}")

    def _confirmed(self):
        self.document.explanation = TEXT
        self.document.action_confirm_facts()
        return self.document

    def test_state_follows(self):
        """Nothing, a draft, confirmed: the state says how far it is."""
        document = self.document
        self.assertEqual(document.explanation_state, "none")
        document.explanation = TEXT
        self.assertEqual(document.explanation_state, "draft")
        self.assertEqual(document.explanation_author_id, self.agent)
        self.assertEqual(document.explanation_version, 1)
        with freeze_all_time(MONDAY):
            document.action_confirm_facts()
        self.assertEqual(document.explanation_state, "confirmed")
        self.assertEqual(document.explanation_confirmed_by_id, self.agent)
        self.assertEqual(document.date_explanation_confirmed, MONDAY)
        document.explanation = False
        self.assertEqual(document.explanation_state, "none")

    def test_written_with_the_filing(self):
        """A text that comes with the document is a draft of who filed it."""
        document = self._file(explanation=TEXT)
        self.assertEqual(document.explanation_state, "draft")
        self.assertEqual(document.explanation_author_id, self.agent)
        self.assertEqual(document.explanation_version, 1)

    def test_nothing_to_confirm(self):
        """Without an explanation there are no facts, and once is enough."""
        with self.assertRaisesRegex(UserError, "Write the explanation first"):
            self.document.action_confirm_facts()
        document = self._confirmed()
        with self.assertRaisesRegex(UserError, "done already"):
            document.action_confirm_facts()

    def test_remedy_alone_is_no_explanation(self):
        """A remedy is written at any time, but it explains nothing."""
        self.document.remedy = "<p>The item was sent.</p>"
        self.assertEqual(self.document.explanation_state, "draft")
        with self.assertRaises(UserError):
            self.document.action_confirm_facts()

    def test_change_voids_the_confirmation(self):
        """Whoever changes explanation or remedy makes a draft of it again."""
        for name in ("explanation", "remedy"):
            with self.subTest(name):
                document = self._confirmed()
                document.with_user(self.supervisor)[name] = f"<p>New {name}</p>"
                self.assertEqual(document.explanation_state, "draft")
                self.assertFalse(document.explanation_confirmed_by_id)
                self.assertEqual(document.explanation_author_id, self.supervisor)
                self.assertEqual(document.explanation_version, 1, "nobody got it yet")

    def test_same_words_void_nothing(self):
        """Saving the same text, as another editor writes it, changes nothing."""
        document = self._confirmed()
        same = (
            TEXT,
            '<p data-oe-version="2.0">The  keyword was\nmisspelt.</p>',
            "<p>The keyword was <strong>misspelt.</strong></p><p><br></p>",
            "<p>The keyword was misspelt.&nbsp;</p>",
        )
        for text in same:
            document.with_user(self.supervisor).explanation = text
            self.assertEqual(document.explanation_state, "confirmed", text)
            self.assertEqual(document.explanation_author_id, self.agent)

    def test_other_meaning_voids(self):
        """A struck word or another link is another text."""
        other = (
            "<p>The keyword was <s>misspelt.</s></p>",
            '<p>The keyword was <a href="https://example.com">misspelt.</a></p>',
            "<p>The keyword was not misspelt.</p>",
        )
        for text in other:
            document = self._confirmed()
            document.explanation = text
            self.assertEqual(document.explanation_state, "draft", text)

    def test_nothing_is_handed_in(self):
        """Nobody claims a confirmation, a review or a sending by writing it."""
        self.document.explanation = TEXT
        self.document.write(
            {
                "explanation_state": "sent",
                "date_explanation_confirmed": MONDAY,
                "explanation_confirmed_by_id": self.supervisor.id,
                "date_explanation_reviewed": MONDAY,
                "date_explanation_sent": MONDAY,
                "date_explanation_accepted": MONDAY,
                "explanation_accepted": "yes",
                "hours_to_explanation": 1,
                "explanation_version": 9,
            }
        )
        self.assertEqual(self.document.explanation_state, "draft")
        self.assertEqual(self.document.explanation_version, 1)
        self.assertFalse(self.document.hours_to_explanation)
        self.assertEqual(self.document.explanation_accepted, "not_asked")
        claimed = self._file(date_explanation_sent=MONDAY, explanation_state="sent")
        self.assertEqual(claimed.explanation_state, "none")

    def test_who_may_confirm(self):
        """The own desk and its supervisor confirm; other desks can't."""
        self.document.explanation = TEXT
        for user in (self.other_agent, self.other_supervisor, self.production):
            with self.assertRaises(AccessError):
                self.document.with_user(user).action_confirm_facts()
        self.document.with_user(self.supervisor).action_confirm_facts()
        self.assertEqual(self.document.explanation_confirmed_by_id, self.supervisor)

    def test_ended_case(self):
        """A case that has ended is explained no more, until it is reopened."""
        document = self._at("own_closed")
        with self.assertRaisesRegex(UserError, "has ended"):
            document.action_confirm_facts()

    def test_copy_and_relapse(self):
        """A copy starts without; what came back has to be explained anew."""
        document = self._at("own_closed")
        version = document.explanation_version
        self.assertEqual(document.copy().explanation_state, "none")
        hours = document.hours_to_explanation
        document._reopen_for_relapse("It is gone again")
        self.assertEqual(document.explanation_state, "draft")
        self.assertEqual(document.explanation_accepted, "not_asked")
        self.assertEqual(document.explanation_version, version + 1)
        self.assertTrue(document.explanation, "it is what the next one starts from")
        self.assertEqual(document.hours_to_explanation, hours)

    def test_hours_measured(self):
        """From filing to the first word, and to the first acceptance."""
        with freeze_all_time(MONDAY):
            document = self._file(explanation=TEXT)
            self.env.flush_all()
        with freeze_all_time(MONDAY + timedelta(minutes=30)):
            document.action_log_word("We are looking into it.")
        with freeze_all_time(MONDAY + timedelta(hours=2)):
            self._explain(document)
        with freeze_all_time(MONDAY + timedelta(hours=5)):
            document.explanation = "<p>In other words</p>"
            self._explain(document)
        self.assertEqual(document.hours_to_first_word, 0.5)
        self.assertEqual(document.hours_to_explanation, 2, "the first time counts")
        self._hear(document, "That is no reason.", explanation_accepted="no")
        self.assertFalse(document.hours_to_explanation)

    def test_average_leaves_out_the_open(self):
        """A case not explained yet does not make us look fast."""
        documents = self.document | self._file() | self._file()
        for document, hours in zip(documents, (2, 4), strict=False):
            document._write_past_reactions(
                {
                    "date_explanation_accepted": document.create_date.replace(
                        microsecond=0
                    )
                    + timedelta(hours=hours)
                }
            )
        [(average, count)] = documents._read_group(
            [("id", "in", documents.ids)], [], ["hours_to_explanation:avg", "__count"]
        )
        self.assertEqual((average, count), (3, 3))
