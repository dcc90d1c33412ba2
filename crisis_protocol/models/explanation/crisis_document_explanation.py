from lxml import html

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_datetime, is_html_empty

EXPLANATION_STATES = [
    ("none", "Not written yet"),
    ("draft", "Draft"),
    ("confirmed", "Facts confirmed"),
    ("reviewed", "Reviewed"),
    ("sent", "Sent"),
    ("accepted", "Accepted"),
    ("refused", "Not accepted"),
]
TEXTS = ("explanation", "remedy")
# What counts no longer once it has to be sent anew.
UNSENT = dict.fromkeys(
    (
        "date_explanation_sent",
        "explanation_sent_by_id",
        "explanation_message_id",
        "explanation_asked_count",
        "date_explanation_asked",
    ),
    False,
)
# And once the text has changed.
UNCONFIRMED = UNSENT | dict.fromkeys(
    (
        "date_explanation_confirmed",
        "explanation_confirmed_by_id",
        "date_explanation_reviewed",
        "explanation_reviewed_by_id",
    ),
    False,
)


class CrisisDocument(models.Model):
    """The explanation and the remedy: what is written, and how far it is (S0-22…25).

    The holding message has bought the time for it (S0-19). Who confirms and reviews it
    stands in `crisis_document_explanation_review.py`, how it reaches the customer in
    `crisis_document_explanation_sent.py`, what he says to it in
    `crisis_document_explanation_answer.py`, and what it has in common with other texts
    that a second person reads in `crisis_reviewed_explanation.py`.
    """

    _inherit = "crisis.document"

    # What is written, confirmed and reviewed together, and what falls with a change.
    _explanation_texts = TEXTS
    _unconfirmed = UNCONFIRMED

    explanation = fields.Html(
        "Explanation to the Customer",
        copy=False,
        help="What happened and why, in a form that he can accept.",
    )
    remedy = fields.Html(copy=False, help="How we make up for it.")
    explanation_state = fields.Selection(
        EXPLANATION_STATES,
        "Explanation Status",
        compute="_compute_explanation_state",
        store=True,
        precompute=True,
        help="How far the explanation to the customer is.",
    )
    explanation_version = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="Each text that differs from what the customer got counts one more.",
    )
    explanation_author_id = fields.Many2one(
        "res.users",
        "Explanation Written By",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who changed explanation or remedy last.",
    )
    explanation_writer_ids = fields.Many2many(
        "res.users",
        "crisis_explanation_writer_rel",
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="All who have written on it since it was last reviewed or sent.",
    )
    explanation_line = fields.Char(compute="_compute_explanation_line")

    @api.depends(
        *TEXTS,
        "explanation_accepted",
        "date_explanation_confirmed",
        "date_explanation_reviewed",
        "date_explanation_sent",
    )
    def _compute_explanation_state(self):
        for document in self:
            if document.explanation_accepted == "yes":
                document.explanation_state = "accepted"
            elif document.date_explanation_sent:
                document.explanation_state = "sent"
            elif document.date_explanation_reviewed:
                document.explanation_state = "reviewed"
            elif document.date_explanation_confirmed:
                document.explanation_state = "confirmed"
            elif document.explanation_accepted == "no":
                # a draft again, until its facts are confirmed anew
                document.explanation_state = "refused"
            else:
                is_written = any(document[name] for name in TEXTS)
                document.explanation_state = "draft" if is_written else "none"

    @api.depends(
        "explanation_state", "explanation_accepted", "level_id.review_explanation"
    )
    @api.depends_context("lang", "tz")
    def _compute_explanation_line(self):
        for document in self:
            document.explanation_line = document._explanation_words()

    def _explanation_words(self):
        """Say in one line how far the explanation is, and what it waits for."""
        state = self.explanation_state
        if state == "confirmed":
            words = self._who_when("confirmed")
            if self.level_id.review_explanation:
                return self.env._(
                    "%s A second person reviews it before it leaves.", words
                )
            return words
        if self.explanation_accepted == "unsaid":
            return self.env._("Asked twice, the customer did not say what he thinks.")
        if state in ("reviewed", "sent"):
            return self._who_when(state)
        return {
            "draft": self.env._("Confirm its facts before it leaves."),
            "refused": self.env._("Write it so that the customer can accept it."),
        }.get(state, "")

    def _who_when(self, step):
        user = self[f"explanation_{step}_by_id"]
        date = self[f"date_explanation_{step}"]
        return self.env._(
            "%(user)s, %(time)s.",
            user=user._crisis_name() or "–",
            time=format_datetime(
                self.env, date, tz=str(self.env.tz), dt_format="short"
            ),
        )

    def _ask_explanation(self):
        if not (self._customer_waits() and self._waits_for_explanation()):
            return None
        if lacks := self._explanation_lacks():
            return self._explanation_step(lacks)
        if not self.date_explanation_sent:
            return "explain", self.env._(
                "The explanation is ready: send it to the customer."
            )
        return None

    def _waits_for_explanation(self):
        """Whether the word that the stage wants is the explanation."""
        return self.stage_id.mail_template_id.crisis_kind == "explanation"

    # ------------------------------------------------------------------
    # Draft
    # ------------------------------------------------------------------

    @api.model
    def _begin_explanations(self, rows):
        """Begin with who wrote it."""
        return [self._begin_explanation(vals) for vals in rows]

    @api.model
    def _begin_explanation(self, vals):
        if any(vals.get(name) for name in TEXTS):
            return vals | {
                "explanation_author_id": self.env.uid,
                "explanation_writer_ids": [Command.set([self.env.uid])],
                "explanation_version": 1,
            }
        return vals

    def _explanations_before(self, vals):
        watched = {*TEXTS, "level_id", "category_id"}
        if not watched & vals.keys():
            return None
        return {
            document: (document._explanation_content(), document._is_read_twice())
            for document in self
        }

    def _react_to_explanation(self, change):
        """What was changed is not confirmed any more."""
        before = change.before["_explanations_before"]
        if before is None:
            return
        changed = self.filtered(lambda d: d._explanation_content() != before[d][0])
        changed._check_explains_still()
        changed._explanation_changed()
        graver = self.filtered(lambda d: d._is_read_twice() and not before[d][1])
        graver._explain_reviewed()
        # the level may ask for one now
        self.env["crisis.reviewed.explanation"]._ask(self)

    def _check_explains_still(self):
        """:raise UserError: for what the end of a case rests on"""
        ended = self.filtered("is_closed")[:1]
        if ended and not self.env.su:
            raise UserError(
                self.env._(
                    "%s has ended with what the customer was told. Reopen it to "
                    "explain it otherwise.",
                    ended.display_name,
                )
            )

    def _explanation_content(self):
        return [self._content(self[name]) for name in TEXTS]

    @api.model
    def _content(self, value):
        """Return what a text says, whatever its markup: words, links and pictures.

        An editor writes the same text in many ways; only what the customer reads
        makes a difference.
        """
        if is_html_empty(value):
            return []
        root = html.fragment_fromstring(value, create_parent="div")
        told = " ".join(root.itertext()).replace("\ufeff", "").split()
        for part in root.iter():
            told += [part.get(name) for name in ("href", "src") if part.get(name)]
            if part.tag in ("s", "del", "strike"):
                told.append(f"<{part.tag}>{part.text_content()}")
        return told

    def _explanation_changed(self):
        """Whoever changes the text is its author, and nobody has confirmed it yet.

        Who wrote on it before stays one of its writers, until somebody else has read
        it, or the customer.

        What the customer already has makes the text a new version.
        """
        for document in self:
            is_accepted = document.explanation_accepted == "yes"
            # a refusal stands until the next version has reached him
            is_answered = document.explanation_accepted != "no"
            was_told = bool(document.date_explanation_sent) or is_accepted
            was_confirmed = bool(document.date_explanation_confirmed)
            was_read = was_told or bool(document.date_explanation_reviewed)
            writers = self.env.user
            if not was_read:
                writers |= document.explanation_writer_ids
            version = document.explanation_version
            kept = UNCONFIRMED | {
                "explanation_author_id": self.env.uid,
                "explanation_writer_ids": [Command.set(writers.ids)],
                "explanation_version": version + (was_told or not version),
            }
            if is_answered:
                kept |= document._no_answer()
            if was_told:
                kept["date_explanation_owed"] = fields.Datetime.now()
            document._write_past_reactions(kept)
            if was_told:
                document._plan_owed_words()
            if was_told or was_confirmed:
                document._message_log(
                    body=self.env._(
                        "The explanation was changed: its facts have to be confirmed "
                        "again."
                    )
                )
        self._review_activities().unlink()
        self._on_explanation_moved(is_changed=True)

    def _is_read_twice(self):
        """Whether a second person reads the explanation before it leaves."""
        # whoever changes a case may not read its level any more
        return self.sudo().level_id.review_explanation

    def _explain_reviewed(self):
        """What left unread at a milder level is no explanation at a graver one.

        :raise UserError: where a case has ended with it, or ends by the same write
        """
        unread = self.filtered(
            lambda d: d.date_explanation_sent and not d.date_explanation_reviewed
        )
        unread._check_explains_still()
        for document in unread.filtered(lambda d: not d.is_closed):
            document._write_past_reactions(
                UNSENT
                | document._no_answer()
                | {"date_explanation_owed": fields.Datetime.now()}
            )
            document._plan_owed_words()
            document._message_log(
                body=self.env._(
                    "At “%s” a second person reads the explanation before it leaves. "
                    "What the customer was sent nobody has reviewed: it is reviewed, "
                    "and sent again.",
                    document.level_id.name,
                )
            )

    def _on_explanation_moved(self, is_changed=False):
        """The explanation was confirmed, reviewed, sent back, or its text changed."""
        self._run_steps(self._explanation_steps(), is_changed)

    @api.model
    def _explanation_steps(self):
        """Return what a move of the explanation sets off, in this order."""
        return ("_own_explanation", "_pass_on_explanation")

    def _reopen_explanation(self, is_relapse):
        """What came back was not explained rightly: the text is a draft again."""
        for document in self.filtered("explanation") if is_relapse else ():
            document._write_past_reactions(
                UNCONFIRMED
                | document._no_answer()
                | {"explanation_version": document.explanation_version + 1}
            )
