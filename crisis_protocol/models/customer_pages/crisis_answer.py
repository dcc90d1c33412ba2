from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.constants import FILES

STATES = [
    ("taken", "Taken over"),
    ("waiting", "Waits for you"),
    ("set_aside", "Not used"),
    ("replaced", "Changed since"),
]


class CrisisAnswer(models.Model):
    """What the customer himself answered to a question of the protocol (S0-55…58).

    Nobody edits or deletes it. Where nobody had answered yet it stands in the
    document; else it waits until somebody takes it over or sets it aside.
    """

    _name = "crisis.answer"
    _description = "Customer's Answer"
    _inherit = "crisis.input.mixin"
    _order = "id desc"
    _rec_name = "question"

    document_id = fields.Many2one(
        "crisis.document", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="document_id.company_id")
    question_id = fields.Many2one(
        "crisis.question",
        "Question of the Protocol",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    question = fields.Char(required=True, readonly=True, help="As it was asked.")
    partner_id = fields.Many2one("res.partner", "Answered By", readonly=True)
    date = fields.Datetime(
        "Answered On", required=True, readonly=True, default=fields.Datetime.now
    )
    value = fields.Text("Answer", readonly=True, help="In his own words.")
    data = fields.Json(readonly=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Files", readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="waiting")
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    date_decided = fields.Datetime("Decided On", readonly=True)

    _waiting_idx = models.Index("(document_id) WHERE state = 'waiting'")

    def action_take(self):
        """Write the answers into their documents, in place of what stands there.

        :raise UserError: if that was decided before, or has to be done by hand
        """
        self._check_waiting()
        for answer in self:
            if not answer.question_id or not answer.question_id._can_land():
                raise UserError(
                    self.env._(
                        "Odoo can't take over “%s” by itself. Enter it by hand, then "
                        "set the answer aside.",
                        answer.question,
                    )
                )
            before = answer.document_id._answer_in_words(answer.question_id)
            answer._land()
            answer._decide("taken", self.env._("Taken over"), before)
        return True

    def action_set_aside(self):
        """Leave what stands in the documents; the answers stay in the list."""
        self._check_waiting()
        for answer in self:
            answer._decide("set_aside", self.env._("Not used"))
        return True

    def _check_waiting(self):
        self.document_id.check_access("write")
        self.document_id._check_open()
        if any(answer.state != "waiting" for answer in self):
            raise UserError(self.env._("This is decided already. Look again."))

    def _decide(self, state, label, before=None):
        """Keep who decided what about this answer, and say so on the document.

        :param str before: what stood in the document until now
        """
        self._keep_state(state)
        line = self.env._(
            "%(what)s, answered by %(name)s: %(question)s %(answer)s",
            what=label,
            name=self.partner_id.name,
            question=self.question,
            answer=self.value,
        )
        lines = [line]
        if before:
            lines.append(self.env._("Until now: %s", before))
        self.document_id._message_log(body=self.document_id._list_html(lines))

    def _keep_state(self, state):
        # nobody writes answers himself, so that what the customer said stays
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "date_decided": fields.Datetime.now(),
            }
        )

    def _land(self):
        """Write the answer into its document."""
        self.ensure_one()
        document, question = self.document_id, self.question_id
        vals = question._vals(self.data, document)
        if name := FILES.get(question.field_name):
            # the files are with the document already, as it holds what he gave
            files = self.attachment_ids
            vals[name] = [fields.Command.link(file.id) for file in files]
        document.write(vals)

    def _still_shows(self):
        """Whether the document still says what the customer answered."""
        self.ensure_one()
        document, question = self.document_id, self.question_id
        if not question or not question._can_land():
            return True
        name = FILES.get(question.field_name)
        if name and self.attachment_ids - document[name]:
            return False
        return document._shows_answer(question, self.data)

    def _says_nothing(self):
        """Whether it is a text that says nothing, as came in before that was asked."""
        return bool(self.question_id and self.question_id._why_no_answer(self.data))

    @api.model
    def _answered(self, documents):
        """Return the answers that count: they stand in the document, or may yet."""
        # the customer's page asks, too, and he has no rights
        return self.sudo().search(
            [
                ("document_id", "in", documents.ids),
                ("state", "in", ("taken", "waiting")),
            ]
        )

    def _note_replaced(self):
        """Say on the document what the customer had said, now that it is changed."""
        self.ensure_one()
        self._keep_state("replaced")
        document = self.document_id._in_desk_language()
        line = document.env._(
            "Changed since %(name)s answered himself: %(question)s He had said: "
            "%(answer)s",
            name=self.partner_id.name,
            question=self.question,
            answer=self.value,
        )
        document._message_log(body=document._list_html([line]))

    def _in_readers_words(self, zone):
        """Return the answer in the language and time zone of who reads it."""
        question = self.question_id
        return question._in_words(self.data, zone) if question else self.value
