import re

from odoo import api, fields, models
from odoo.tools import html2plaintext

from ...tools.constants import MAX_WORD
from ...tools.inside import Inside
from ...tools.message_text import own_text
from ...tools.sentence import has_word

# A picture or a link says something, too.
SHOWS = re.compile(r"<img\b|\bhref=|\bhttps?://", re.IGNORECASE)


def _tidy(text):
    """Return a text without empty lines: letters keep a line for each paragraph."""
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


def _shorten(text):
    return text if len(text) <= MAX_WORD else f"{text[: MAX_WORD - 1]}…"


class CrisisDocument(models.Model):
    """Each word between us and the customer is kept, with the message it stands in."""

    _inherit = "crisis.document"

    word_ids = fields.One2many(
        "crisis.word", "document_id", "Words and Answers", readonly=True, copy=False
    )

    def _log_word_of_ours(self, date, message=None):
        if message:
            self._log_words(dict.fromkeys(self, message), date, direction="us")

    def _log_oral_words(self, notes, date):
        """Keep what was said outside Odoo.

        :param notes: the notes in the chatter, one for each document
        """
        by_document = dict(zip(self, notes, strict=True))
        self._log_words(by_document, date, direction="us", is_oral=True)

    def _log_word_of_his(self, date, message=None):
        if message:
            self._log_words(dict.fromkeys(self, message), date, direction="customer")

    def _log_words(self, messages, date, direction, is_oral=False):
        """Keep what was said, when and by whom.

        :param dict messages: {document: the message in which it stands}
        :param datetime date: when it was said, naive UTC
        :param str direction: `us` or `customer`
        """
        # nobody writes words himself, so that what was said stays
        self.env["crisis.word"].sudo().create(
            [
                {
                    "document_id": document.id,
                    "date": date,
                    "direction": direction,
                    "is_oral": is_oral,
                    "message_id": message.id,
                    "user_id": direction == "us" and self._colleague(message).id,
                    "text": self._words_in(message, is_oral),
                }
                for document, message in messages.items()
            ]
        )

    def _note_conversation(self, control):
        """Who was asked by telephone or in person has heard from us."""
        if control._was_conversation():
            asking = self.with_context(crisis_was_asked=Inside())
            asking._on_word_to_customer(control.date_done)
            self._log_asked(control)

    def _last_word_text(self):
        """Return what the customer last heard from us, as written in Odoo."""
        self.ensure_one()
        # a hand-over shows it to who may not read the case yet
        words = self.sudo().word_ids.filtered(
            lambda word: word.direction == "us"
            and not word.is_oral
            and word.message_id
            and not word.date_returned
        )
        return words[:1].message_id.body or ""

    def _log_asked(self, control):
        """Keep that the customer heard from us while he was asked how it stands."""
        # nobody writes words himself, so that what was said stays
        self.env["crisis.word"].sudo().create(
            {
                "document_id": self.id,
                "date": control.date_done,
                "direction": "us",
                "is_oral": True,
                "user_id": control.done_by_id.id,
                "text": _shorten(control._summary(control.result)),
            }
        )

    def _says_something(self, message):
        """A dot is no word; a picture, a link or a file is one."""
        body = str(message.body or "")
        # whoever sends it may not read its files
        shows = bool(message.sudo().attachment_ids or SHOWS.search(body))
        return super()._says_something(message) and (shows or has_word(body))

    @api.model
    def _colleague(self, message):
        if not self._speaks_for_others() and not self.env.user.share:
            return self.env.user
        # the author's user may be of a customer or of another company
        users = message.author_id.sudo().user_ids
        return users.filtered(lambda user: not user.share)[:1]

    @api.model
    def _words_in(self, message, is_oral):
        # what was noted by hand has no earlier mail below it to be cut off
        text = html2plaintext(message.body) if is_oral else own_text(message.body)
        return _shorten(_tidy(text) or message.subject or "")
