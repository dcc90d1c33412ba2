from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

OUTCOMES = [
    ("open", "Open"),
    ("kept", "Kept"),
    ("late", "Late"),
    ("broken", "Broken"),
    ("cancelled", "Cancelled"),
]
# What the outcome of a duty is called for a promise.
CALLED = {"on_time": "kept", "missed": "broken"}


class CrisisPromise(models.Model):
    """The next word, promised to the customer for a time (S0-32, S0-33, S4-42).

    Only the word is promised, never a solution. The next word to the customer keeps
    it, and nothing else does; whether it was late or broken is worked out.
    """

    _name = "crisis.promise"
    _description = "Promise"
    _inherit = "crisis.duty.mixin"

    _document_field = "promise_ids"

    promised_by_id = fields.Many2one(
        "res.users",
        default=lambda self: self._default_promised_by_id(),
        required=True,
        readonly=True,
        index=True,
    )
    message_id = fields.Many2one(
        "mail.message",
        "Promised in Message",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    kept_message_id = fields.Many2one(
        "mail.message",
        "Kept With Message",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    outcome = fields.Selection(
        OUTCOMES, compute="_compute_outcome", store=True, help="Worked out, never set."
    )
    minutes_late = fields.Integer(
        "Late By (min)", compute="_compute_outcome", store=True, aggregator="avg"
    )

    def _default_promised_by_id(self):
        return self.env.user

    @api.model
    def _default_due(self, document):
        return document._default_promise_date()

    @api.depends("state", "date_due", "date_done")
    def _compute_outcome(self):
        for promise in self:
            outcome, delay = promise._measured()
            promise.outcome = CALLED.get(outcome, outcome)
            promise.minutes_late = delay.total_seconds() // 60

    @api.constrains("date_due")
    def _check_date_due(self):
        for promise in self:
            if promise.state == "open" and promise.date_due < fields.Datetime.now():
                raise UserError(
                    self.env._("The next word can only be promised for a time to come.")
                )

    def _check_change(self, vals):
        result = super()._check_change(vals)
        if "date_due" in vals and not self.env.user.has_group(
            "crisis_protocol.group_crisis_supervisor"
        ):
            raise UserError(
                self.env._(
                    "A promise to the customer can't be moved. Tell him the new time: "
                    "that word keeps this promise and gives the next."
                )
            )
        return result

    def _check_cancel(self):
        if not self.env.user.has_group("crisis_protocol.group_crisis_supervisor"):
            raise UserError(
                self.env._("Only a supervisor may take back a promise to the customer.")
            )
        return super()._check_cancel()

    def action_do(self):
        """Write to the customer: his next word keeps the promise."""
        self.ensure_one()
        return self.document_id.action_write_customer()

    def _keep_by_word(self, date, message=None):
        """The customer has heard from us: what was promised until now is kept.

        :param datetime date: when he heard it, naive UTC
        """
        # messages count in whole seconds
        given_before = self.filtered(
            lambda promise: promise.create_date.replace(microsecond=0) <= date
        )
        given_before._expire_overdue(date)
        for promise in given_before.filtered(lambda p: p.state == "open"):
            promise._write_as_system(
                {
                    "state": "done",
                    "date_done": date,
                    "done_by_id": self.env.uid,
                    "kept_message_id": message and message.id,
                }
            )
        self.env["mail.activity"]._sync_duty_activities(given_before)

    def _expiry(self):
        """A promise is broken when the customer had no word in another interval."""
        document = self.document_id
        return document._felt(
            document._deadline(document.level_id.customer_word_minutes, self.date_due)
        )

    # ------------------------------------------------------------------
    # Figures and story
    # ------------------------------------------------------------------

    @api.model
    def _figure_kinds(self):
        return {"promise": self.env._("Promise to the customer")}

    @api.model
    def _figure_user_sql(self):
        """It is kept or broken by who gave it, whoever owes the word now."""
        return self._column("promised_by_id")

    @api.model
    def _timeline_moments(self):
        return super()._timeline_moments() | {
            "promised": SQL(
                "SELECT id, document_id, create_date AS date, 'duty' AS kind,"
                " promised_by_id AS user_id FROM crisis_promise%s",
                self._flushed("create_date", "promised_by_id"),
            )
        }

    def _tell_promised(self):
        title = self.env._(
            "%(who)s promised the customer his next word by %(time)s.",
            who=self._name_of(self.promised_by_id),
            time=self._time(self.date_due),
        )
        return title, ""

    def _tell_end(self):
        if self.state != "missed":
            return super()._tell_end()
        time = self._time(self.date_due)
        return self.env._("The word promised for %s was not given.", time), ""

    def _tell_done(self):
        time = self._time(self.date_due)
        if self.outcome == "kept":
            return self.env._("The word promised for %s was given in time.", time), ""
        title = self.env._(
            "The word promised for %(time)s was given %(minutes)s minutes late.",
            time=time,
            minutes=self.minutes_late,
        )
        return title, ""
