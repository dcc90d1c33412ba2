from ..common_access import AccessCase


class PhraseCase(AccessCase):
    """Phrases that the manager writes down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.english = cls.env.ref("base.lang_en")
        cls.topic = cls.env.ref("crisis_protocol.topic_next_word")
        cls.phrases = cls.env["crisis.phrase"].with_user(cls.manager)

    @classmethod
    def _phrase(cls, name="we are on our way", **vals):
        return cls.phrases.create(
            {
                "name": name,
                "protocol_id": cls.own.id,
                "lang_id": cls.english.id,
                "role": "recommended",
                "topic_id": cls.topic.id,
            }
            | vals
        )

    def _shipped(self, **filters):
        domain = [(name, "=", value) for name, value in filters.items()]
        return self.env["crisis.phrase"].search(domain)

    def _found(self, document, body):
        """Return the topics found in a text, as the agent's checklist shows them."""
        document.env.invalidate_all()
        return [t["name"] for t in document.check_words(body)["topics"] if t["found"]]
