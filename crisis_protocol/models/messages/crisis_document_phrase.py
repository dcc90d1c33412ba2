from collections import defaultdict
from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize_all, plaintext2html

from ...tools.constants import TO_AVOID
from ...tools.inside import handed_inside
from ...tools.message_text import own_text


@dataclass(frozen=True)
class PhraseFindings:
    """What a message says of the protocol's expressions.

    `found` and `avoid` are phrases with the words that stand in the message,
    `missing` topics of which one phrase is required.
    """

    found: dict
    avoid: dict
    missing: models.BaseModel

    @property
    def state(self):
        if self.avoid:
            return "avoid"
        return "incomplete" if self.missing else "right"

    @property
    def is_promise(self):
        return any(phrase.topic_id.is_promise for phrase in self.found)


class CrisisDocument(models.Model):
    """The right words to the customer, looked at while writing and when they leave."""

    _inherit = "crisis.document"

    # not read-only, so that who hands one in is refused aloud, by their own rights
    check_ids = fields.One2many(
        "crisis.phrase.check", "document_id", "Checked Messages"
    )

    def check_words(self, body):
        """Tell for the composer what a text has, lacks and should not have.

        :param str body: HTML
        :return: `mode` (off, warn, block); `topics` to write, each with its phrases and
            whether it is required and found; what to `avoid`, in the text's own words
        """
        self.ensure_one()
        self.check_access("read")
        words = self._find_phrases(body if isinstance(body, str) else "")
        found = {phrase.topic_id for phrase in words.found}
        by_topic = defaultdict(list)
        required = self._required_topics()
        for phrase in self._phrases():
            if phrase.role not in TO_AVOID:
                by_topic[phrase.topic_id].append(phrase)
        return {
            "mode": self.protocol_id.phrase_check,
            "topics": [
                {
                    "id": topic.id,
                    "name": topic.name,
                    "advice": topic.advice or "",
                    "required": topic in required,
                    "found": topic in found,
                    "promise": topic.is_promise,
                    "phrases": [{"id": p.id, "name": p._written()} for p in phrases],
                }
                for topic, phrases in by_topic.items()
            ],
            "avoid": [
                {
                    "id": phrase.id,
                    "text": text,
                    "forbidden": phrase.role == "forbidden",
                    "topic": phrase.topic_id.name,
                    "advice": phrase.topic_id.advice or "",
                }
                for phrase, text in words.avoid.items()
            ],
        }

    def _phrases(self):
        """Return the phrases of the protocol in the language of the customer."""
        _matcher, phrase_ids = self._phrase_matcher()
        return self.env["crisis.phrase"].browse(phrase_ids)

    def _phrase_matcher(self):
        lang = self.message_lang or self.env.lang
        return self.env["crisis.phrase"]._matcher(self.protocol_id.id, lang)

    def _required_topics(self):
        """Return what a message has to say in the present stage; nothing at the end."""
        topics = self.env["crisis.phrase.topic"]
        if self.is_closed or self.customer_says_over == "yes":
            return topics
        here = self._phrases().filtered(
            lambda p: p.role == "required"
            and (not p.stage_ids or self.stage_id in p.stage_ids)
        )
        return here.topic_id

    def _find_phrases(self, body):
        """Look at a message and return its `PhraseFindings`."""
        matcher, _phrase_ids = self._phrase_matcher()
        text = own_text(body)
        matches = {match.name: match for match in matcher.find(text)}
        found, avoid = {}, {}
        for phrase in self._phrases().filtered(lambda p: p.id in matches):
            match = matches[phrase.id]
            side = avoid if phrase.role in TO_AVOID else found
            side[phrase] = " ".join(text[match.start : match.end].split())
        said = self.env["crisis.phrase.topic"].union(*(p.topic_id for p in found))
        return PhraseFindings(found, avoid, self._required_topics() - said)

    # ------------------------------------------------------------------
    # When it leaves
    # ------------------------------------------------------------------

    def _hold_unread(self, date, message=None):
        """What a second person has to read leaves in no other message, either.

        :raise UserError: for words that nobody else has read
        """
        for document in self if message else ():
            document._check_read(message.body)

    def _check_read(self, body):
        for kind in self.env["crisis.reviewed.text.mixin"]._kinds():
            for document in self:
                if kind._is_told_in(document, body):
                    kind._check_ready(document)

    def _refuse_words(self, date, message=None):
        """:raise UserError: where the protocol lets no such message pass"""
        self._check_words_before(message.body)

    def _look_at_words(self, date, message=None):
        """Look at the words of what leaves, and keep what it promises.

        :raise UserError: where the protocol lets no such message pass
        """
        for document in self if message else ():
            document._check_message(message)

    def message_post(self, **kwargs):
        """A colleague's mail that the protocol holds back becomes a note, and is kept.

        Who writes from his own mail program gets no message window to correct it in.
        """
        reason = self._holds_back_mail(kwargs)
        if not reason:
            return super().message_post(**kwargs)
        message = super().message_post(**self._as_note(kwargs))
        self.message_notify(
            partner_ids=message.author_id.ids,
            subject=self.env._("Not passed on: %s", self.display_name),
            body=plaintext2html(
                self.env._("Your mail stands on the case as a note.") + "\n\n" + reason
            ),
        )
        return message

    @api.model
    def _as_note(self, values):
        note = {"subtype_xmlid": "mail.mt_note", "subtype_id": False, "partner_ids": []}
        return values | note

    def _holds_back_mail(self, values):
        """Return why a mail of a colleague must not go on to the customer, or False."""
        if values.get("message_type") != "email":
            return False
        author = self.env["res.partner"].browse(values.get("author_id") or [])
        if not self._works_here(author):
            return False
        body = values.get("body") or ""
        try:
            self._check_read(body)
            self._refuse(self._find_phrases(body))
        except UserError as refusal:
            return str(refusal)
        return False

    def _note_direct_mail(self, mail):
        """A mail that was sent without the thread is a word to the customer, too.

        :raise UserError: for one that is to leave later, which nothing keeps from
            being changed or dropped until then
        """
        self.ensure_one()
        addresses = set(email_normalize_all(mail.email_to or ""))
        own = self.commercial_partner_id | self._customer_contact()
        is_named = addresses & set(own.mapped("email_normalized"))
        if not is_named and not self._reaches_customer(mail.recipient_ids):
            return
        now = fields.Datetime.now()
        if mail.scheduled_date and mail.scheduled_date > now:
            raise UserError(
                self.env._("To send it later, choose “Send Later” in the message.")
            )
        # with a mail that is sent and forgotten, its message would go
        mail.is_notification = True
        self._on_word_to_customer(now, mail.mail_message_id)

    def _check_message(self, message):
        if self.protocol_id.phrase_check == "off":
            return
        words = self._find_phrases(message.body)
        self._refuse(words)
        # nobody writes checks himself
        self.env["crisis.phrase.check"].sudo().create(
            {
                "message_id": message.id,
                "document_id": self.id,
                "user_id": self._colleague(message).id or self.env.uid,
                "date": message._crisis_time(),
                "lang": self.message_lang or self.env.lang,
                "state": words.state,
                "missing_topic_ids": words.missing.ids,
                "found_phrase_ids": [phrase.id for phrase in words.found],
                "avoid_phrase_ids": [phrase.id for phrase in words.avoid],
            }
        )
        names_time = handed_inside(self.env, "crisis_names_next_word")
        if words.is_promise and not names_time and not self.is_closed:
            self._promise_as_usual(message)

    def _promise_as_usual(self, message):
        """Who wrote “I will get back to you” has promised, even if he named no time.

        The level says by when.
        """
        date = self._default_promise_date()
        if date and date > fields.Datetime.now():
            self._promise(date, message)

    def _check_words_before(self, body):
        """Refuse a message now that could not leave later.

        :raise UserError: where the protocol lets no such message pass
        """
        for document in self:
            document._refuse(document._find_phrases(body))

    def _refuse(self, words):
        forbidden = {
            phrase: text
            for phrase, text in words.avoid.items()
            if phrase.role == "forbidden"
        }
        blocks = self.protocol_id.phrase_check == "block"
        if not blocks or not (forbidden or words.missing):
            return
        lines = [self.env._("The protocol does not let this message leave.")]
        if words.missing:
            lines += ["", self.env._("Missing:")]
            lines += [self._missing_line(topic) for topic in words.missing]
        if forbidden:
            lines += ["", self.env._("To leave out:")]
            lines += [
                f"• “{text}” ({phrase.topic_id.name})"
                for phrase, text in forbidden.items()
            ]
        raise UserError("\n".join(lines))

    def _missing_line(self, topic):
        example = self._phrases().filtered(
            lambda p: p.topic_id == topic and p.role == "required"
        )[:1]
        return self.env._(
            "• %(topic)s, e.g. “%(phrase)s”",
            topic=topic.name,
            phrase=example._written(),
        )
