from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import plaintext2html

from ...tools.personal_link import place_of

# How long a link may be used, in hours: he may have to ask at home first.
ACCEPT_HOURS = 14 * 24
ACCEPT_SCOPE = "crisis_protocol.accept"
MAX_WORDS = 5000


class CrisisDocument(models.Model):
    """The customer says himself whether the explanation is enough (S0-26)."""

    _inherit = "crisis.document"

    accept_buttons = fields.Html(
        compute="_compute_accept_buttons",
        sanitize=False,
        export_string_translation=False,
        help="Two large buttons for the message that explains: enough, not enough yet.",
    )

    @api.depends("message_lang", "contact_id", "partner_id")
    def _compute_accept_buttons(self):
        for document in self:
            reader = document.with_context(lang=document._page_lang())
            document.accept_buttons = bool(document._origin) and reader._accept_html()

    def _accept_html(self):
        return self.env["ir.qweb"]._render(
            "crisis_protocol.accept_buttons",
            # the reader's own link comes in when the mail leaves to him
            {"url": place_of("accept", self.ids), "answers": self._accept_labels()},
            minimal_qcontext=True,
        )

    @api.model
    def _accept_labels(self):
        """Return {answer: what he says by it} in the language of this environment."""
        return {
            "yes": self.env._("The explanation is enough for us"),
            "no": self.env._("It is not enough for us yet"),
        }

    def _page_links(self):
        return super()._page_links() | {"accept": self._accept_url}

    def _accept_url(self, partner=None):
        """Return the link with which one of the customer, and he alone, answers.

        It is for the explanation as it is now: after a refusal there comes another one.

        :param partner: who; the contact if nobody is named
        """
        version = self.explanation_version
        return self._page_url(
            "/crisis/accept", ACCEPT_SCOPE, ACCEPT_HOURS, version, partner
        )

    @api.model
    def _from_accept_token(self, token):
        """Return (document, contact, version of the explanation) of a link."""
        return self._from_page_token(ACCEPT_SCOPE, token)

    def _may_accept(self, version):
        """Whether the explanation that a link is for is the one he has."""
        return bool(self.date_explanation_sent) and self.explanation_version == version

    def _note_accept_answer(self, answer, words, partner, version):
        """Take in what the customer pressed: his answer, and the word that it is.

        :param str answer: one of `_accept_labels`
        :param str words: what he wrote beside it, or nothing
        :param int version: the explanation that his link was made for
        :return: False if it was noted already, or is about an earlier explanation
        """
        self.ensure_one()
        # The customer presses, who has no rights; and what is stored goes to
        # colleagues, so it speaks their language.
        document = self.sudo()._in_desk_language()
        document._lock_rows()
        words = self._clean_visitor_text(words, MAX_WORDS)
        said = words or document._accept_labels()[answer]
        is_same = (
            document.explanation_accepted == answer
            and document.explanation_answer_words == said
        )
        if is_same or not document._may_accept(version):
            return False
        document._track_set_author(partner)
        word = document._post_accept_answer(answer, words, partner)
        document._note_explanation_answer(
            answer == "yes", said, explanation_word_id=word.id
        )
        return True

    def _post_accept_answer(self, answer, words, partner):
        """Post the answer as his own message; return the word that it is."""
        body = Markup("<p><b>%s</b></p>") % self._accept_labels()[answer]
        if words:
            body += plaintext2html(words)
        asks_reply = answer == "no" or bool(words)
        self._post_as_customer(body, partner, asks_reply=asks_reply)
        newest = [("document_id", "=", self.id), ("direction", "=", "customer")]
        return self.env["crisis.word"].search(newest, order="id desc", limit=1)
