from odoo.tests import tagged

from .common_phrase import PhraseCase

TO_WRITE = ("required", "recommended")


@tagged("post_install", "-at_install")
class TestPhraseUsed(PhraseCase):
    """What becomes of a phrase: looked for, copied, offered to those who type."""

    def test_change_is_seen_at_once(self):
        """What the manager changes is what the agent's next look at his text finds."""
        document = self._file(contact_id=self.contact.id)
        body = "<p>We are on our way.</p>"
        self.assertFalse(self._found(document, body))
        phrase = self._phrase()
        self.assertEqual(self._found(document, body), [self.topic.name])
        phrase.name = "we come"
        self.assertFalse(self._found(document, body))
        self.assertTrue(self._found(document, "We come."))
        phrase.action_archive()
        self.assertFalse(self._found(document, "We come."))
        phrase.action_unarchive()
        phrase.role = "discouraged"
        self.assertFalse(self._found(document, "We come."))
        self.assertEqual(document.check_words("We come.")["avoid"][0]["id"], phrase.id)
        phrase.unlink()
        self.assertFalse(document.check_words("We come.")["avoid"])

    def test_language_of_the_family(self):
        """Mexican Spanish reads the Spanish list until it has one of its own."""
        matcher = self.env["crisis.phrase"]._matcher
        _spanish, shipped = matcher(self.own.id, "es_ES")
        mexican, phrase_ids = matcher(self.own.id, "es_MX")
        self.assertTrue(shipped)
        self.assertEqual(phrase_ids, shipped)
        self.assertTrue(mexican.find("Le responderé mañana."))
        mexico = self.env.ref("base.lang_es_MX")
        phrase = self._phrase("le echo un telefonazo", lang_id=mexico.id)
        self.assertEqual(matcher(self.own.id, "es_MX")[1], (phrase.id,))
        self.assertEqual(matcher(self.own.id, "es_ES")[1], shipped)

    def test_language_of_another_family(self):
        """Languages whose codes begin alike are not of one family."""
        filipino = self.env["res.lang"].create({"name": "Filipino", "code": "fil_PH"})
        self._phrase("babalikan ka namin", lang_id=filipino.id)
        self.assertFalse(self.env["crisis.phrase"]._matcher(self.own.id, "fi_FI")[1])

    def test_copy_of_a_protocol(self):
        """The copy of a protocol has its phrases, required in its own stages."""
        copied = self.own.with_user(self.manager).copy()
        self.env.invalidate_all()
        phrases, twins = self.own.phrase_ids, copied.phrase_ids
        for name in ("name", "role", "topic_id", "lang_id", "sequence"):
            self.assertEqual([p[name] for p in twins], [p[name] for p in phrases])
        self.assertFalse(phrases & twins)
        self.assertTrue(twins.stage_ids)
        self.assertEqual(twins.stage_ids.protocol_id, copied)
        for phrase, twin in zip(phrases, twins, strict=True):
            self.assertEqual(
                phrase.stage_ids.mapped("name"), twin.stage_ids.mapped("name")
            )
        shared = phrases.canned_response_id
        self.assertEqual(twins.canned_response_id, shared)

    def test_copy_right_after_a_change(self):
        """Stages go with the right phrases, whatever was just added to the list."""
        regret = self.env.ref("crisis_protocol.topic_regret")
        stage = self._stage("own_remedy")
        mine = self._phrase("a first", topic_id=regret.id, sequence=0)
        mine.write({"role": "required", "stage_ids": stage.ids})
        copied = self.own.with_user(self.manager).copy()
        self.env.invalidate_all()
        twin = copied.phrase_ids.filtered(lambda p: p.name == "a first")
        self.assertEqual(twin.stage_ids.mapped("name"), [stage.name])

    def test_copy_of_a_phrase(self):
        """A copied phrase can be saved at once, and says that it is a copy."""
        phrase = self._phrase()
        self.assertEqual(phrase.copy().name, "we are on our way (copy)")

    # Canned responses: “::” offers what may be written ---------------------------

    def _offered(self, name="we are on our way"):
        """Return the canned responses that an agent is offered for these words."""
        self.env.invalidate_all()
        responses = self.env["mail.canned.response"].with_user(self.agent)
        return responses.search([("source", "=", name)])

    def test_what_may_be_written(self):
        """Required and recommended ones are offered to agents, the others are not."""
        for role in ("required", "recommended", "discouraged", "forbidden"):
            name = f"we {role} it"
            self._phrase(name, role=role)
            with self.subTest(role=role):
                offered = self._offered(name)
                self.assertEqual(len(offered), role in TO_WRITE)
                self.assertEqual(offered.substitution or name, name)

    def test_shipped_ones(self):
        """Every shipped phrase that may be written is offered, once for both lists."""
        phrases = self._shipped().filtered(lambda p: p.role in TO_WRITE)
        self.assertFalse(phrases.filtered(lambda p: not p.canned_response_id))
        sources = phrases.canned_response_id.mapped("source")
        self.assertEqual(len(sources), len(set(sources)))

    def test_as_it_is_written(self):
        """What is inserted can be sent: it has no marks of the list in it."""
        self._phrase("(we) will be on our way")
        offered = self.env["mail.canned.response"].search(
            [("source", "like", "on our")]
        )
        self.assertEqual(offered.substitution, "we will be on our way")
        shipped = self._shipped().canned_response_id
        self.assertFalse(shipped.filtered(lambda r: set("(){}") & set(r.substitution)))

    def test_in_step(self):
        """A canned response follows its phrase: renamed, archived, back, deleted."""
        phrase = self._phrase()
        self.assertEqual(len(self._offered()), 1)
        phrase.name = "we come"
        self.assertFalse(self._offered())
        self.assertEqual(len(self._offered("we come")), 1)
        phrase.action_archive()
        self.assertFalse(self._offered("we come"))
        phrase.action_unarchive()
        self.assertEqual(len(self._offered("we come")), 1)
        phrase.role = "forbidden"
        self.assertFalse(self._offered("we come"))
        phrase.role = "required"
        self.assertEqual(len(self._offered("we come")), 1)
        phrase.unlink()
        self.assertFalse(self._offered("we come"))

    def test_same_words_in_two_protocols(self):
        """They share one canned response, which stays as long as one needs it."""
        first = self._phrase()
        second = self._phrase(protocol_id=self.customer_protocol.id)
        offered = self._offered()
        self.assertEqual(len(offered), 1)
        self.assertEqual((first | second).canned_response_id.ids, offered.ids)
        first.name = "we come"
        self.assertEqual(self._offered(), offered)
        self.assertEqual(len(self._offered("we come")), 1)
        first.name = "we are on our way"
        self.assertEqual(self._offered(), offered)
        self.assertFalse(self._offered("we come"))
        first.unlink()
        self.assertEqual(self._offered(), offered)
        second.unlink()
        self.assertFalse(self._offered())

    def test_with_the_protocol(self):
        """With a protocol that is deleted go the canned responses only it needs."""
        protocol = self.env["crisis.protocol"].create({"name": "Third protocol"})
        self._phrase(protocol_id=protocol.id)
        protocol.unlink()
        self.assertFalse(self._offered())
