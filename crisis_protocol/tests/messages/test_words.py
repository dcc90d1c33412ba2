from functools import partial

from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_words import BLAMING, LACKING, PROMISE, RIGHT, RUDE, WordsCase


@tagged("post_install", "-at_install")
class TestWords(WordsCase):
    """Each message to the customer is looked at when it leaves, whatever its way."""

    def test_warn(self):
        """Every way: the message leaves, and how its words were is kept with it."""
        for name, way in self._ways().items():
            with self.subTest(way=name):
                check = self._leaves(way, LACKING)
                self.assertEqual(check.state, "incomplete", name)
                self.assertEqual(check.user_id, self.agent)
                self.assertEqual(check.date, check.message_id.date)
                self.assertIn("The bulletin follows", check.message_id.body)
                self.assertIn("The bulletin follows", check.message_body)
                self.assertEqual(check.message_id.crisis_check_ids, check)
                missing = {"regret", "remedy", "understanding"}
                # Odoo posts a template with the composer, which names the time
                missing |= {"next_word"} if name != "posted_template" else set()
                self.assertEqual(self._names(check.missing_topic_ids), missing, name)

    def test_off(self):
        """Every way: where the protocol does not look, nothing is held or kept."""
        self._mode("off")
        for name, way in self._ways().items():
            with self.subTest(way=name):
                self.assertFalse(self._leaves(way, RUDE + PROMISE))
                if name != "posted_template":  # the composer's own time
                    self.assertFalse(self.document.promise_ids, name)
                self.document.sudo().promise_ids.unlink()

    def test_block(self):
        """Every way: what lacks required words does not leave, nor anything of it."""
        promise = self._by_hand(self._moment(120))
        self._mode("block")
        for name, way in self._ways().items():
            with self.subTest(way=name):
                told = self._is_held_back(way, LACKING)
                self.assertIn("Missing:", told)
                self.assertIn("Regret", told)
                self.assertEqual(promise.state, "open")

    def test_block_lets_pass(self):
        """Every way: what has the required words and no rude one leaves."""
        self._mode("block")
        for name, way in self._ways().items():
            if name == "composer":
                continue  # asks for the time; see the promises
            for body, state in ((RIGHT, "right"), (BLAMING, "avoid")):
                with self.subTest(way=name, state=state):
                    self.assertEqual(self._leaves(way, body).state, state, name)

    def test_programs(self):
        """A message that a program or an automation sends is looked at as well."""
        for name, way in self._ways("_program_").items():
            with self.subTest(way=name):
                self._mode("warn")
                self.assertEqual(self._leaves(way, LACKING).state, "incomplete", name)
                self._mode("block")
                self._is_held_back(way, LACKING)

    def test_kept_result(self):
        """What was found, missing and to avoid is kept, one record for a message."""
        check = self._leaves(self._by_quick_reply, BLAMING)
        self.assertFalse(check.missing_topic_ids)
        self.assertEqual(
            self._names(check.found_phrase_ids.topic_id),
            {"regret", "remedy", "understanding", "next_word"},
        )
        self.assertEqual(
            check.avoid_phrase_ids.mapped("name"), ["you should have told us"]
        )
        self.assertEqual(check.document_id, self.document)
        self.assertEqual(check.lang, "en_US")
        self.assertEqual(check.protocol_id, self.own)
        self.assertEqual(check.team_id, self.team)

    # What is never looked at ------------------------------------------------------

    def test_internal(self):
        """Notes, words to colleagues and what Odoo itself notes are never checked."""
        self._mode("block")
        colleague = self.supervisor.partner_id.ids
        note = {"subtype_xmlid": "mail.mt_note"}
        for options in (
            note | {"partner_ids": []},
            note | {"partner_ids": colleague},
            {"partner_ids": colleague},
        ):
            with self.subTest(options=options):
                way = partial(self._by_quick_reply, **options)
                self.assertFalse(self._leaves(way, RUDE))
        with self.mock_mail_gateway():
            self._scheduled(RUDE, is_note=True, partner_ids=[]).post_message()
            self._scheduled(RUDE, partner_ids=colleague).post_message()
            self.document.message_notify(body=RUDE, partner_ids=colleague)
            self.document.write({"user_id": self.supervisor.id, "name": "You idiot"})
            self.flush_tracking()
        self._call(due=False)
        self.document.action_log_word("We are looking into it.")
        self.assertFalse(self._checks())

    def test_words_of_the_customer(self):
        """What the customer writes himself is never checked, nor held back."""
        self._mode("block")
        with self.mock_mail_gateway():
            for kind in ("comment", "email"):
                message = self._customer_writes(
                    self.document,
                    Markup(RUDE),
                    message_type=kind,
                    partner_ids=self.customer.ids,
                )
                self.assertIn("idiot", message.body)
        self.assertFalse(self._checks())

    def test_nothing_to_read(self):
        """A dot to the customer is no word, and a word by telephone has words."""
        for body in (".", "<p>-</p>", "<p>…</p>"):
            with self.subTest(body=body):
                self._by_quick_reply(body)
                self.assertFalse(self.document.date_last_word)
                self.assertFalse(self.document.word_ids)
        for words in (None, "", "-", ".", "x", {"a": 1}, []):
            with self.subTest(words=words):
                with self.assertRaisesRegex(UserError, "Say in a few words"):
                    self.document.action_log_word(words)
        self.assertFalse(self.document.date_first_word)
        self._by_quick_reply("<p>Tamam.</p>")
        self.assertTrue(self.document.date_first_word)

    def test_nothing_to_read_is_held_back(self):
        """Where the protocol lets no lacking message pass, it lets none pass empty."""
        self._mode("block")
        with self.assertRaisesRegex(UserError, "Missing:"):
            self._by_quick_reply(".")
        self.assertFalse(self.document.date_last_word)
