from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.constants import ANSWERS_EXPLANATION
from ...tools.inside import handed_inside
from ...tools.message_text import seen_text, shown_text, whole_text
from ...tools.said import plain
from ...tools.sentence import is_sentence

HOURS = frozenset({"hours_to_first_word", "hours_to_explanation"})


class CrisisDocument(models.Model):
    """The explanation reaches the customer (S0-23).

    How long it took until he accepts it, and until the first word, is measured.
    """

    _name = "crisis.document"
    _inherit = ["crisis.document", "crisis.figure.mixin"]

    _figures = HOURS | {"relapse_count", "explanation_version"}

    explanation_accepted = fields.Selection(
        ANSWERS_EXPLANATION,
        default="not_asked",
        readonly=True,
        copy=False,
        tracking=True,
        help="Whether the customer accepts the explanation, by his own word.",
    )
    explanation_is_ready = fields.Boolean(
        compute="_compute_explanation_is_ready", export_string_translation=False
    )
    date_explanation_sent = fields.Datetime(
        "Explanation Sent On", readonly=True, copy=False
    )
    explanation_sent_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    explanation_message_id = fields.Many2one(
        "mail.message",
        "Explained in Message",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    date_explanation_answered = fields.Datetime(
        "Customer Answered the Explanation On", readonly=True, copy=False
    )
    date_explanation_accepted = fields.Datetime(
        "Explanation First Accepted On",
        readonly=True,
        copy=False,
        help="If the customer refuses later, the time counts anew.",
    )
    explanation_refusal = fields.Text(
        "Why Not Accepted",
        readonly=True,
        copy=False,
        help="In the customer's own words.",
    )
    date_first_word = fields.Datetime(
        "First Word to the Customer", readonly=True, copy=False
    )
    hours_to_first_word = fields.Float(
        "Hours to the First Word",
        compute="_compute_hours_to_first_word",
        store=True,
        aggregator="avg",
        help="From filing. 0: not yet; such cases do not count in an average.",
    )
    hours_to_explanation = fields.Float(
        "Hours to an Accepted Explanation",
        compute="_compute_hours_to_explanation",
        store=True,
        aggregator="avg",
        help="From filing. 0: not yet; such cases do not count in an average.",
    )

    @api.depends("date_first_word")
    def _compute_hours_to_first_word(self):
        for document in self:
            document.hours_to_first_word = document._hours_to(document.date_first_word)

    @api.depends("date_explanation_accepted")
    def _compute_hours_to_explanation(self):
        for document in self:
            document.hours_to_explanation = document._hours_to(
                document.date_explanation_accepted
            )

    @api.model
    def _is_figure(self, name, condition=None):
        """Whose cases came back is asked in daily work; how often adds up nowhere."""
        return name in HOURS

    def _hours_to(self, date):
        """Return the hours from filing to a date; at least a second, 0 without date."""
        if not date:
            return 0
        filed = self.create_date.replace(microsecond=0)
        return max((date - filed).total_seconds(), 1) / 3600

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Leave cases that are not so far yet out of an average time."""
        name, _dot, function = aggregate_spec.partition(":")
        is_kept_back = handed_inside(self.env, "crisis_no_figures")
        if name in HOURS and function == "avg" and not is_kept_back:
            return SQL(
                "AVG(NULLIF(%s, 0))", self._field_to_sql(self._table, name, query)
            )
        return super()._read_group_select(aggregate_spec, query)

    # ------------------------------------------------------------------
    # Sending
    # ------------------------------------------------------------------

    @api.depends("explanation_state", "level_id.review_explanation")
    def _compute_explanation_is_ready(self):
        for document in self:
            document.explanation_is_ready = not document._explanation_lacks()

    def _message_waits_for(self):
        """The message that explains waits for the explanation."""
        lacks = self._waits_for_explanation() and self._explanation_lacks()
        return lacks or super()._message_waits_for()

    def _explanation_lacks(self):
        """Return what keeps the explanation from being sent; empty if nothing does."""
        if not self.explanation:
            return self.env._("The explanation to the customer is missing.")
        if not is_sentence(self.explanation):
            return self.env._(
                "Explanation: “%s” tells the customer nothing. Write it in sentences.",
                plain(self._fields["explanation"], self.explanation),
            )
        if not is_sentence(seen_text(self.explanation)):
            return self.env._(
                "Explanation: the customer would not see its words. Take their colour, "
                "size and strikethrough off."
            )
        if not self.date_explanation_confirmed:
            return self.env._("The facts of the explanation are not confirmed yet.")
        if self.level_id.review_explanation and not self.date_explanation_reviewed:
            if reader := self._review_activities().user_id[:1]:
                return self.env._(
                    "The explanation waits for its review by a second person: %s.",
                    reader._crisis_name(),
                )
            return self.env._("The explanation is not reviewed by a second person yet.")
        return ""

    def action_send_explanation(self):
        """Open the composer with the explanation, once it may be sent (S0-23).

        :raise UserError: if its facts are not confirmed or the review is missing
        """
        self.ensure_one()
        # a refusal names the case
        self.check_access("read")
        self.env["crisis.reviewed.explanation"]._check_ready(self)
        action = self.action_write_customer()
        template = self._explanation_template()
        return action | {
            "name": self.env._("Explain to the customer"),
            "context": action["context"] | {"default_template_id": template.id},
        }

    def _template_to_write(self):
        """As long as the explanation may not leave, tell how far we are instead."""
        template = super()._template_to_write()
        if template.crisis_kind != "explanation" or not self._explanation_lacks():
            return template
        others = self.stage_id.message_template_ids
        return others.filtered(lambda t: t.active and t.crisis_kind == "progress")[:1]

    def _explanation_template(self):
        """Return the message that explains: the protocol's own, else the shipped."""
        stages = self.stage_id | self.protocol_id.stage_ids
        found = stages.mail_template_id | stages.message_template_ids
        shipped = self.env.ref(
            f"crisis_protocol.mail_template_explanation_{self.origin}",
            raise_if_not_found=False,
        )
        explaining = found.filtered(
            lambda t: t.active and t.crisis_kind == "explanation"
        )
        return explaining[:1] or shipped or self.stage_id.mail_template_id

    def _note_explanation_sent(self, message=None):
        """The customer has the explanation now; whether he accepts it is open.

        :param message: the `mail.message` in which he has it, if that is known
        """
        now = fields.Datetime.now()
        for document in self:
            kept = {
                "date_explanation_sent": now,
                "explanation_sent_by_id": self.env.uid,
                "explanation_message_id": message and message.id,
            }
            if document.explanation_accepted == "no":
                kept |= document._no_answer()
            document._write_past_reactions(kept)
        self._do_explanation_owed("explanation", message)

    def _take_back_explanation(self, message, reason):
        """An explanation whose message did not arrive was not sent."""
        sent = self.filtered(lambda d: d.explanation_message_id == message)
        sent._write_past_reactions(
            {
                "date_explanation_sent": False,
                "explanation_sent_by_id": False,
                "explanation_message_id": False,
            }
        )

    def _is_explained_in(self, body):
        """Whether a message tells the explanation word for word, for him to read.

        What was confirmed, and read by a second person, is what counts: words that
        were changed in the message nobody has read, nor those that it hides.
        """
        told = seen_text(self.explanation)
        # an explanation that quotes a mail is quoted with it
        quotes = shown_text(self.explanation) != told
        said = self._on_one_line(seen_text(body) if quotes else shown_text(body))
        # what hides words on the case may be taken off a mail, which then says them
        versions = map(self._on_one_line, (told, whole_text(self.explanation)))
        return bool(told.strip()) and any(version in said for version in versions)

    @api.model
    def _on_one_line(self, text):
        """Return the words of a text on one line, with a blank around each."""
        return f" {' '.join(text.split())} "
