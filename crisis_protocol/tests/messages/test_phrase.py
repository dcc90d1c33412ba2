import psycopg2

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_access import VERBS
from .common_phrase import PhraseCase

LANGS = ("base.lang_tr", "base.lang_en", "base.lang_es", "base.lang_de")


@tagged("post_install", "-at_install")
class TestPhrase(PhraseCase):
    """The managed list."""

    def test_shipped(self):
        """Both protocols have the same expressions in each of the four languages."""
        for lang in LANGS:
            of_lang = {"lang_id": self.env.ref(lang).id}
            own = self._shipped(protocol_id=self.own.id, **of_lang)
            other = self._shipped(protocol_id=self.customer_protocol.id, **of_lang)
            with self.subTest(lang=lang):
                self.assertTrue(own)
                self.assertEqual(set(own.mapped("name")), set(other.mapped("name")))
                roles = dict(self.env["crisis.phrase"]._fields["role"].selection)
                self.assertEqual(set(own.mapped("role")), set(roles))

    def test_regret_belongs_where_we_caused_it(self):
        """Regret, remedy, a plea: required in our crises, forbidden in his."""
        for name in ("regret", "remedy", "understanding"):
            topic = self.env.ref(f"crisis_protocol.topic_{name}")
            for protocol, role in (
                (self.own, "required"),
                (self.customer_protocol, "forbidden"),
            ):
                phrases = self._shipped(topic_id=topic.id, protocol_id=protocol.id)
                with self.subTest(topic=name, role=role):
                    self.assertEqual(set(phrases.mapped("role")), {role})

    def test_who_may(self):
        """The manager edits the list, agent and supervisor read it, others nothing."""
        phrase = self._phrase()
        acts = {
            "read": lambda p: p.read(["name"]),
            "write": lambda p: p.write({"role": "required"}),
            "unlink": lambda p: p.unlink(),
            "create": lambda p: p.create(
                phrase.copy_data({"name": "we are coming"})[0]
            ),
        }
        for user, allowed in (
            (self.manager, VERBS),
            (self.supervisor, ("read",)),
            (self.agent, ("read",)),
            (self.production, ()),
            (self.plain, ()),
            (self.portal, ()),
        ):
            for verb in VERBS:
                with self.subTest(user=user.name, verb=verb):
                    may = self._may(lambda u=user, v=verb: acts[v](phrase.with_user(u)))
                    self.assertEqual(may, verb in allowed)

    def test_company(self):
        """Phrases of another company's protocol are not seen."""
        protocol = self.env["crisis.protocol"].create(
            {"name": "Foreign protocol", "company_id": self.company_2.id}
        )
        phrase = self.env["crisis.phrase"].create(
            self._phrase().copy_data({"protocol_id": protocol.id})
        )
        self.assertTrue(phrase.with_user(self.foreign_manager).has_access("write"))
        for user in (self.agent, self.manager):
            self.assertFalse(phrase.with_user(user).has_access("read"))

    def test_spaces(self):
        """Spaces and line breaks that came along with a phrase are tidied."""
        phrase = self._phrase("  we  are\n on our way ")
        self.assertEqual(phrase.name, "we are on our way")
        phrase.name = "we \t come"
        self.assertEqual(phrase.name, "we come")

    def test_words_needed(self):
        """A phrase without a word to look for is refused with the reason."""
        for name in ("", "   ", "…", "{time}", "(I)", "{time} (we come)"):
            with (
                self.subTest(name=name),
                self.assertRaisesRegex(ValidationError, "needs at least one word"),
                self.cr.savepoint(),
            ):
                self._phrase(name)

    def test_words_taken_away(self):
        """Who empties a phrase is told what is wrong, too."""
        phrase = self._phrase()
        with self.assertRaisesRegex(ValidationError, "needs at least one word"):
            phrase.name = False

    def test_too_long(self):
        """A sentence is no phrase."""
        with self.assertRaisesRegex(ValidationError, "too long"):
            self._phrase("word " * 50)

    def test_once_only(self):
        """The same words twice in one list are refused, in other lists they are not."""
        self._phrase()
        self._phrase(protocol_id=self.customer_protocol.id)
        self._phrase(lang_id=self.env.ref("base.lang_de").id)
        with (
            self.assertRaises(psycopg2.IntegrityError) as refusal,
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self._phrase(" we  are on our way")
        told = self.phrases._sql_error_to_message(refusal.exception)
        self.assertIn("has the phrase already", told)

    def test_stages_of_its_protocol(self):
        """A phrase is required in stages of its own protocol only."""
        stage = self._stage("own_remedy")
        phrase = self._phrase(stage_ids=stage.ids)
        for vals in (
            {"stage_ids": self._stage("customer_watch").ids},
            {"protocol_id": self.customer_protocol.id},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(ValidationError, "own protocol"),
                self.cr.savepoint(),
            ):
                phrase.write(vals)
