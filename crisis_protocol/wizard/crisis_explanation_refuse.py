from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.constants import WORDS_SAY
from ..tools.sentence import is_sentence


class CrisisExplanationRefuse(models.TransientModel):
    """Takes the customer's answer to an explanation, or sends it back to its author.

    The answer is what he wrote himself, by mail or on his page, word for word. What he
    said is logged as a call or a control 2, which ask for it, too (S0-26).
    """

    _name = "crisis.explanation.refuse"
    _description = "Answer to the Explanation"

    document_id = fields.Many2one("crisis.document", required=True, ondelete="cascade")
    kind = fields.Selection(
        [("answer", "The customer's answer"), ("return", "Sent back")],
        required=True,
        default="answer",
        export_string_translation=False,
    )
    word_ids = fields.Many2many(
        "crisis.word",
        compute="_compute_word_ids",
        export_string_translation=False,
    )
    word_id = fields.Many2one(
        "crisis.word",
        "What He Wrote",
        compute="_compute_word_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', word_ids)]",
    )
    date_written = fields.Datetime("Written On", compute="_compute_text")
    text = fields.Text("In His Words", compute="_compute_text")
    words_say = fields.Selection(WORDS_SAY, compute="_compute_text")
    contradiction_reason = fields.Text(
        "Why All the Same", help="Where his words say otherwise than how it is noted."
    )
    words = fields.Text()

    @api.depends("document_id", "kind")
    def _compute_word_ids(self):
        for wizard in self:
            is_answer = wizard.kind == "answer" and wizard.document_id
            found = is_answer and wizard.document_id._answer_words_of_his()
            wizard.word_ids = found or False

    @api.depends("word_ids")
    def _compute_word_id(self):
        for wizard in self:
            wizard.word_id = wizard.word_ids[:1]

    @api.depends("word_id")
    def _compute_text(self):
        for wizard in self:
            word = wizard.word_id & wizard.word_ids
            wizard.text = word.text
            wizard.date_written = word.date
            wizard.words_say = self.env["crisis.expression"]._said(word.text)

    def action_accept(self):
        """What he wrote accepts the explanation.

        :raise UserError: if he wrote nothing since he has it, or it is answered, or
            where his words say otherwise and nobody says why
        """
        return self._note_answer(True)

    def action_refuse(self):
        """What he wrote does not accept it: the explanation is a draft again.

        :raise UserError: if he wrote nothing since he has it, or it is answered
        """
        return self._note_answer(False)

    def _note_answer(self, is_accepted):
        self.ensure_one()
        document = self.document_id
        document.check_access("write")
        word = self.word_id & document._answer_words_of_his()
        if not word:
            raise UserError(
                self.env._(
                    "The customer has written nothing since he has the explanation. "
                    "What he said is logged as a call or a control."
                )
            )
        answer, reason = "yes" if is_accepted else "no", self.contradiction_reason
        document._check_answer_contradicted(answer, word.text, reason)
        document._keep_answer_contradiction(answer, word.text, reason)
        document._note_explanation_answer(
            is_accepted, word.text, explanation_word_id=word.id
        )
        # whoever takes it from his words need not read the message
        document._note_whose_word(word.sudo().message_id.author_id)
        return {"type": "ir.actions.act_window_close"}

    def action_return(self):
        """Send the explanation back to its author.

        :raise UserError: without words, or if it is no longer under review
        """
        self.ensure_one()
        words = (self.words or "").strip()
        if not is_sentence(words):
            raise UserError(
                self.env._(
                    "Say in a sentence what is wrong, so that the next text is better."
                )
            )
        self.document_id.check_access("write")
        self.document_id._return_explanation(words)
        return {"type": "ir.actions.act_window_close"}

    def action_log_call(self):
        """He said it: log the call in which he did."""
        self.ensure_one()
        self.document_id.check_access("write")
        return self.document_id.action_log_call()
