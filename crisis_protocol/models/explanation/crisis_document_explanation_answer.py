from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.said import check_spoken
from ...tools.sentence import is_answer, is_sentence, is_spoken

# What his words say against an answer that is noted.
AGAINST = {"yes": {"goes_on", "refuses"}, "unsaid": {"refuses"}}
# How often he is asked who does not say whether he accepts it.
ASKED_ENOUGH = 2


class CrisisDocument(models.Model):
    """The customer accepts the explanation or not, by his own word (S0-26).

    Nobody writes the answer: it comes with a control 2, a logged call, or with what he
    wrote himself, by mail or on his page. Who was asked in two contacts, apart from
    each other, and did not say, has been asked enough.
    """

    _inherit = "crisis.document"

    explanation_answer_words = fields.Text(
        "His Answer to the Explanation",
        readonly=True,
        copy=False,
        help="In the customer's own words.",
    )
    explanation_word_id = fields.Many2one(
        "crisis.word",
        "Answered in Writing",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    explanation_control_id = fields.Many2one(
        "crisis.control",
        "Answered in Control",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    explanation_asked_count = fields.Integer(
        "Asked Without Answer",
        readonly=True,
        copy=False,
        aggregator=None,
        help="In how many contacts he was asked about the explanation and did not say.",
    )
    date_explanation_asked = fields.Datetime(
        "Last Asked About the Explanation", readonly=True, copy=False
    )

    def action_explanation_answer(self):
        """Take the customer's answer from what he wrote (S0-26)."""
        self.check_access("write")
        return self._ask_for_words(
            "answer", self.env._("Does the customer accept the explanation?")
        )

    def _ask_for_words(self, kind, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "crisis.explanation.refuse",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_document_id": self.id, "default_kind": kind},
        }

    def _answer_words_of_his(self):
        """Return what he wrote since he has the explanation, the newest first."""
        if not self.date_explanation_sent:
            return self.env["crisis.word"]
        return self.env["crisis.word"].search(
            [
                ("document_id", "=", self.id),
                ("direction", "=", "customer"),
                ("date", ">=", self.date_explanation_sent.replace(microsecond=0)),
            ]
        )

    # ------------------------------------------------------------------
    # The deed
    # ------------------------------------------------------------------

    def _check_explanation_answer(self, answer, words, date, reason=""):
        """Refuse an answer that he can't have given, or that nothing shows.

        :param str answer: one of `ANSWERS_EXPLANATION`
        :param str words: what he said, as it was written down
        :param datetime date: when he said it, naive UTC
        :param str reason: why it is noted so, where his words say otherwise
        :raise UserError: saying what is missing
        """
        self.ensure_one()
        if answer == "not_asked":
            return
        sent = self.date_explanation_sent
        if not sent:
            raise UserError(
                self.env._(
                    "The customer does not have the explanation yet. Send it, then ask "
                    "him."
                )
            )
        # people write no seconds
        if date < sent.replace(second=0, microsecond=0):
            raise UserError(
                self.env._(
                    "He was not asked about the explanation then: it was sent on %s.",
                    self.env["crisis.duty.mixin"]._time(sent),
                )
            )
        if not is_answer(words) and not is_spoken(words):
            raise UserError(
                self.env._(
                    "Write down what the customer said to the explanation, in his own "
                    "words."
                )
            )
        # who refuses it may do so in a word
        check_spoken(self.env, words, is_proof=answer != "no")
        self._check_answer_contradicted(answer, words, reason)

    def _check_answer_contradicted(self, answer, words, reason):
        """Ask again where his words say otherwise than the answer.

        :raise UserError: without a reason
        """
        if self._is_answer_contradicted(answer, words) and not is_sentence(reason):
            raise UserError(
                self.env._(
                    "The customer's words say that the explanation is not enough for "
                    "him, or that he is not content: “%s”. Note it all the same? Then "
                    "write under “Why All the Same” why, in a sentence. It is kept as "
                    "an override.",
                    " ".join(words.split()),
                )
            )

    def _is_answer_contradicted(self, answer, words):
        against = AGAINST.get(answer)
        return bool(against) and not against.isdisjoint(
            self.env["crisis.expression"]._all_said(words)
        )

    def _keep_answer_contradiction(self, answer, words, reason):
        """An answer that his words speak against stays on the trail, with why."""
        if not self._is_answer_contradicted(answer, words):
            return
        labels = self._fields["explanation_accepted"]._description_selection(self.env)
        self.env["crisis.override"]._keep_contradictions(
            [
                {
                    "document_id": document.id,
                    "gate_name": self.env._(
                        "The answer to the explanation was noted as “%(answer)s”, "
                        "though the customer said: “%(words)s”",
                        answer=dict(labels)[answer],
                        words=" ".join(words.split()),
                    ),
                    "reason": reason.strip(),
                }
                for document in self
            ]
        )

    def _answer_explanation(self, answer, words, date, reason="", **deed):
        """Take in what he said to the explanation in a contact.

        :param str answer: one of `ANSWERS_EXPLANATION`
        :param str words: what he said, in his own words
        :param datetime date: when, naive UTC
        :param str reason: why it is noted so, where his words say otherwise
        :param deed: what the answer rests on, as a value of the field that keeps it
        """
        self._keep_answer_contradiction(answer, words, reason)
        if answer == "unsaid":
            self._note_not_said(words, date, **deed)
        elif answer != "not_asked":
            self._note_explanation_answer(answer == "yes", words, **deed)

    def _take_explanation_answer(self, control):
        self._answer_explanation(
            control.explanation_accepted,
            control.customer_words,
            control.date_done,
            control.contradiction_reason,
            explanation_control_id=control.id,
        )

    def _note_explanation_answer(self, is_accepted, words="", **deed):
        """Keep whether the customer accepts the explanation (S0-26).

        A refusal makes the explanation a draft again: its facts are confirmed, and it
        is reviewed, anew.

        :param str words: what he said, in his own words
        :param deed: what it rests on, as a value of the field that keeps it
        """
        now = fields.Datetime.now()
        words = (words or "").strip()
        for document in self:
            kept = self._no_deed() | deed
            kept |= {
                "date_explanation_answered": now,
                "explanation_answer_words": words,
            }
            if is_accepted:
                first = document.date_explanation_accepted or now
                kept |= {
                    "explanation_accepted": "yes",
                    "date_explanation_accepted": first,
                }
            else:
                kept |= document._refusal(words)
            document._write_past_reactions(kept)
            if words:
                # who presses on his page is no user: the line is Odoo's own then
                author = self.env.user.partner_id
                if self.env.user.share:
                    author = self.env.ref("base.partner_root")
                document._message_log(
                    body=document._answer_words(is_accepted, words),
                    author_id=author.id,
                )
        self._review_activities().unlink()
        self._do_explanation_owed("acceptance")

    def _whose_word_counts(self):
        # who changes a contact need not read what was written
        written = self.sudo().explanation_word_id.message_id.author_id
        asked = self.explanation_control_id.asked_partner_id
        return super()._whose_word_counts() | asked | written

    def _no_deed(self):
        """Return the fields that keep what an answer rests on, empty."""
        return {"explanation_word_id": False, "explanation_control_id": False}

    def _unsaid(self):
        """What was confirmed stays confirmed; it has to reach the new one."""
        unsent = dict.fromkeys(
            (
                "date_explanation_sent",
                "explanation_sent_by_id",
                "explanation_message_id",
                "explanation_asked_count",
                "date_explanation_asked",
                "date_explanation_answered",
                "date_explanation_accepted",
                "explanation_refusal",
                "date_first_word",
            ),
            False,
        )
        if self.date_explanation_sent:
            unsent["date_explanation_owed"] = fields.Datetime.now()
        return super()._unsaid() | self._no_answer() | unsent

    def _no_answer(self):
        """Return how a text begins that the customer is still to be asked about.

        That he had accepted or refused an earlier one, and when, stays in the story.
        """
        begun = self._no_deed() | {
            "explanation_accepted": "not_asked",
            "explanation_answer_words": False,
        }
        if self.explanation_accepted == "unsaid":
            begun["date_explanation_answered"] = False
        return begun

    def _note_not_said(self, words, date, **deed):
        """Keep that he was asked and did not say.

        Two contacts count as two if as much time lies between them as between two
        controls 2; when they are written down counts, and not what is claimed.
        """
        now = fields.Datetime.now()
        for document in self.filtered(lambda d: d.explanation_accepted == "not_asked"):
            asked = document.date_explanation_asked
            level = document.level_id
            if asked and min(now, date) < document._deadline(
                level.control_customer_minutes, asked
            ):
                continue
            count = document.explanation_asked_count + 1
            kept = {"explanation_asked_count": count, "date_explanation_asked": now}
            if count >= ASKED_ENOUGH:
                kept |= self._no_deed() | deed
                kept |= {
                    "explanation_accepted": "unsaid",
                    "date_explanation_answered": now,
                    "explanation_answer_words": words,
                }
            document._write_past_reactions(kept)
            if count >= ASKED_ENOUGH:
                document._do_explanation_owed("acceptance")
            else:
                document._plan_owed_words()
            document._message_log(
                body=self.env._(
                    "Asked whether he accepts the explanation, the customer did not "
                    "say: “%s”",
                    words,
                )
            )

    def _refusal(self, words):
        from_customer = self.explanation_accepted != "no"
        said_before = not from_customer and self.explanation_refusal
        return self._unconfirmed | {
            "explanation_accepted": "no",
            "explanation_refusal": words or said_before,
            "date_explanation_accepted": False,
            "explanation_version": self.explanation_version + from_customer,
            "date_explanation_owed": fields.Datetime.now(),
        }

    def _answer_words(self, is_accepted, words):
        if is_accepted:
            return self.env._("The customer accepts the explanation: “%s”", words)
        return self.env._("The customer does not accept the explanation: “%s”", words)
