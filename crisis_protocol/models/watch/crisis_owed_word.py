from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.sql import column_exists

WORDS = ("first", "answer", "next")


class CrisisOwedWord(models.Model):
    """A word owed to the customer: the first, an answer, the next (S0-19, S0-42).

    The times of the level say when it is due, and a word that reaches him is all that
    does it: nobody ticks it off, moves it or cancels it. One word answers everything,
    so a case owes one at a time, by the earliest of the times. A promise is a duty of
    its own; as long as it is open, the customer knows when he hears from us next.
    """

    _name = "crisis.owed.word"
    _description = "Word Owed to the Customer"
    _inherit = "crisis.duty.mixin"

    _document_field = "owed_word_ids"

    kind = fields.Selection(
        [
            ("answer", "Answer to the customer"),
            ("first", "First word to the customer"),
            ("next", "Next word to the customer"),
        ],
        required=True,
        readonly=True,
    )
    date_since = fields.Datetime(
        "Owed Since",
        required=True,
        readonly=True,
        help="When the case was filed, when the customer wrote, or when he last heard "
        "from us.",
    )
    message_id = fields.Many2one(
        "mail.message",
        "Given in Message",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )

    def init(self):
        """Let the job plan what cases owe that are older than this kind of duty.

        That is felt from now on, as a level that changes is: nothing is late at once.
        """
        cr = self.env.cr
        if not column_exists(cr, "crisis_document", "date_clock"):
            return
        cr.execute(
            "UPDATE crisis_document"
            " SET date_look_again = %(now)s, date_watch = %(now)s, date_clock = %(now)s"
            " WHERE is_closed IS NOT TRUE"
            " AND NOT EXISTS (SELECT FROM crisis_owed_word) RETURNING id",
            {"now": fields.Datetime.now()},
        )
        if ids := [row[0] for row in cr.fetchall()]:
            self._replace_answer_activities(ids)

    def _replace_answer_activities(self, document_ids):
        """What asked for an answer before this kind of duty gives way to the duty's."""
        self.env.cr.execute(
            "DELETE FROM mail_activity USING crisis_document, ir_model_data"
            " WHERE crisis_document.id IN %s AND crisis_document.active"
            " AND crisis_document.date_unanswered IS NOT NULL"
            " AND mail_activity.res_model = 'crisis.document'"
            " AND mail_activity.res_id = crisis_document.id AND mail_activity.active"
            " AND mail_activity.activity_type_id = ir_model_data.res_id"
            " AND ir_model_data.module = 'crisis_protocol'"
            " AND ir_model_data.name = 'mail_activity_type_answer'",
            (tuple(document_ids),),
        )

    @api.depends("kind")
    def _compute_type_id(self):
        return super()._compute_type_id()

    def _type_name(self):
        # what asks for an answer is older than this kind of duty
        return self.kind if self.kind == "answer" else f"word_{self.kind}"

    # ------------------------------------------------------------------
    # The plan
    # ------------------------------------------------------------------

    @api.model
    def _planned_duty_values(self, documents):
        return [
            {
                "document_id": document.id,
                "kind": kind,
                "date_since": since.replace(microsecond=0),
                "date_planned": due,
            }
            for document in documents.filtered(lambda d: d.active and not d.is_closed)
            for due, kind, since in document._words_owed()
        ]

    @api.model
    def _plan_key(self, document_id, values):
        kind = values["kind"]
        return document_id, "word" if kind in WORDS else kind

    def _plan_key_values(self):
        return {"kind": self.kind}

    def _replan(self, vals):
        """What comes first may be another word by now; it is one duty all the same."""
        changed = {n: vals[n] for n in ("kind", "date_since") if vals[n] != self[n]}
        if changed:
            self._write_as_system(changed)
        return super()._replan(vals)

    # ------------------------------------------------------------------
    # The deed
    # ------------------------------------------------------------------

    def _do_by_word(self, date, message=None):
        """The customer has heard from us: what was owed until then is done.

        :param datetime date: when he heard it, naive UTC
        :param message: the message in which he heard it, if it was one
        """
        self._write_as_system(
            {
                "state": "done",
                "date_done": date,
                "done_by_id": self.env.uid,
                "message_id": message and message.id,
            }
        )
        self.env["mail.activity"]._sync_duty_activities(self)

    def action_do(self):
        """Write to the customer: a word that reaches him does it."""
        self.ensure_one()
        return self.document_id.action_write_customer()

    def _check_cancel(self):
        raise UserError(
            self.env._(
                "“%s” is not cancelled: a word that reaches the customer does it.",
                self._label(),
            )
        )

    def _check_change(self, vals):
        result = super()._check_change(vals)
        if "date_due" in vals:
            raise UserError(
                self.env._(
                    "The level says when the customer hears from us. Promise him a "
                    "time, and that one counts."
                )
            )
        return result

    def _late_line(self):
        """Say what the customer waits for, and since when."""
        if self.date_due > fields.Datetime.now():
            return super()._late_line()
        since = self._time(self.date_since)
        if self.kind == "answer":
            return self.env._("The customer wrote on %s and has no answer.", since)
        if self.kind == "first":
            return self.env._(
                "The customer has had no word from us since the case was filed."
            )
        if self.kind == "next":
            return self.env._("The customer's last word from us: %s.", since)
        return super()._late_line()

    # ------------------------------------------------------------------
    # Figures and story
    # ------------------------------------------------------------------

    @api.model
    def _figure_kinds(self):
        labels = self._fields["kind"]._description_selection(self.env)
        return {f"word_{kind}": label for kind, label in labels}

    @api.model
    def _figure_kind_sql(self):
        return SQL("'word_' || %s", self._column("kind"))

    @api.model
    def _timeline_moments(self):
        """Tell what came late or never: a word in time stands there itself."""
        return {
            self._kind_name(): SQL(
                "SELECT id, document_id, date_done AS date, %s AS kind,"
                " done_by_id AS user_id FROM crisis_owed_word WHERE state = 'missed'"
                " OR state = 'done' AND date_done > COALESCE(date_planned, date_due)%s",
                self._timeline_kind,
                self._flushed("date_done", "date_planned", "date_due", "state"),
            )
        }
