from odoo.tests import tagged

from .common_words import LACKING, PROMISE, RIGHT, RUDE, WordsCase


@tagged("post_install", "-at_install")
class TestWordsRequired(WordsCase):
    """What a message has to say, and what not, by protocol, stage and language."""

    def _required(self, document):
        document.invalidate_recordset()
        return self._names(document._required_topics())

    def test_stages(self):
        """Regret, remedy and plea are required in the stages that say so only."""
        everywhere = {"next_word"}
        apology = {"regret", "remedy", "understanding"}
        for stage, needed in (
            ("own_reported", everywhere | apology),
            ("own_assessment", everywhere),
            ("own_remedy", everywhere | apology),
            ("own_follow_up", everywhere),
        ):
            document = self._at(stage)
            self._says_over(document, "no")
            with self.subTest(stage=stage):
                self.assertEqual(self._required(document), needed)

    def test_over(self):
        """Who says that it is over, and whose case is closed, gets no promise more."""
        self.assertTrue(self._required(self.document))
        self._says_over(self.document, "yes")
        self.assertFalse(self._required(self.document))
        self._mode("block")
        self.assertEqual(self._leaves(self._by_quick_reply, LACKING).state, "right")
        self._says_over(self.document, "not_asked")
        self._end(self.document)
        self.assertFalse(self._required(self.document))
        self.assertEqual(self._leaves(self._by_quick_reply, LACKING).state, "right")
        self._is_held_back(self._by_quick_reply, RUDE)

    def test_crisis_of_the_customer(self):
        """An apology would make the customer's own crisis ours: it does not leave."""
        self.document = self._file_at_start(
            protocol_id=self.customer_protocol.id, contact_id=self.contact.id
        )
        check = self._leaves(self._by_quick_reply, RIGHT)
        self.assertEqual(check.state, "avoid")
        self.assertEqual(
            self._names(check.avoid_phrase_ids.topic_id),
            {"regret", "remedy", "understanding"},
        )
        self._mode("block")
        told = self._is_held_back(self._by_quick_reply, RIGHT)
        self.assertIn("To leave out:", told)
        self.assertIn("We are sorry", told)
        self.assertEqual(self._leaves(self._by_quick_reply, PROMISE).state, "right")

    def test_shipped_messages(self):
        """Each message that a stage offers may leave as it is, in each language."""
        wrong = []
        for protocol in (self.own, self.customer_protocol):
            protocol.stage_ids.gate_ids.unlink()
            document = self._file_at_start(
                protocol_id=protocol.id, contact_id=self.contact.id
            )
            for stage in protocol.stage_ids.filtered(lambda s: not s.is_closed):
                vals = {"stage_id": stage.id, "stage_reason": "To look at its messages"}
                document.write(vals)
                for lang, _name in self.env["res.lang"].get_installed():
                    document.lang = lang
                    wrong += self._wrong_messages(document, lang)
        self.assertFalse(wrong, "\n".join(wrong))

    def _wrong_messages(self, document, lang):
        """Return what is wrong with the messages of the stage, as lines."""
        lines = []
        for choice in document.message_choices():
            template = self.env["mail.template"].browse(choice["id"])
            body = template._render_field("body_html", document.ids, set_lang=lang)
            words = document._find_phrases(body[document.id])
            lacks = words.missing.mapped("name") + list(words.avoid.values())
            if lacks:
                lines.append(
                    f"{lang}, {document.stage_id.name}: {template.name}: {lacks}"
                )
        return lines

    def test_all_is_told_at_once(self):
        """The refusal names all that is missing, and all to leave out."""
        self._mode("block")
        told = self._is_held_back(self._by_quick_reply, "<p>You idiot.</p>")
        for words in ("Regret", "Making up for it", "Plea", "The next word", "idiot"):
            self.assertIn(words, told)
        self.assertIn("get back to you", told)
        self.assertNotIn("(I)", told)

    def test_own_words_only(self):
        """Quoted mail and signature neither fulfil nor break the protocol."""
        self._mode("block")
        quoted = f"<blockquote>{RUDE}</blockquote>"
        self._is_held_back(self._by_quick_reply, LACKING + quoted)
        check = self._leaves(self._by_quick_reply, RIGHT + quoted)
        self.assertEqual(check.state, "right")

    def test_language_of_the_customer(self):
        """A message is compared with the list of the language it is written in."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.contact.lang = "tr_TR"
        self.document = self._file_at_start(contact_id=self.contact.id)
        body = "<p>Üzgünüz, telafi edeceğiz. Anlayışınızı rica ederiz.</p>"
        self._mode("block")
        self._is_held_back(self._by_quick_reply, RIGHT)
        check = self._leaves(self._by_quick_reply, f"{body}<p>Size döneceğiz.</p>")
        self.assertEqual((check.state, check.lang), ("right", "tr_TR"))
