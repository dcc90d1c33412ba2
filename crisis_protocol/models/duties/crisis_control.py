from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.constants import CHANNELS
from ...tools.item_links import as_link
from ...tools.message_text import lines
from ...tools.said import check_spoken
from ...tools.sentence import is_sentence

RESULTS = [
    ("clean", "Clean"),
    ("problem", "Problem"),
    ("unreached", "Nobody reached"),
]


class CrisisControl(models.Model):
    """A look at how the case runs: inside, or by asking the customer (S0-42…46).

    Two series run apart until the crisis has gone; each control is made when the one
    before is done. After the close, relapse checks look whether it came back (S0-38).
    """

    _name = "crisis.control"
    _description = "Control"
    _inherit = "crisis.duty.mixin"

    _document_field = "control_ids"
    _open_fields = frozenset(
        {
            "checked_mails",
            "checked_report",
            "checked_system",
            "note",
            "link",
            "attachment_ids",
            "asked_partner_id",
            "channel",
            "customer_words",
            "customer_says_over",
        }
    )

    kind = fields.Selection(
        [("system", "Control 1: inside"), ("customer", "Control 2: ask the customer")],
        required=True,
        readonly=True,
    )
    relapse_day = fields.Integer(
        "Relapse Check After Days", readonly=True, aggregator=None
    )
    date_counts = fields.Datetime(
        "Counts From",
        readonly=True,
        help="A clean result before this time says too little: it is noted, but does "
        "not count in the row. A problem counts at once.",
    )
    result = fields.Selection(RESULTS, readonly=True)
    is_counted = fields.Boolean(
        "Counts in the Row",
        readonly=True,
        help="It was clean, and done in its time.",
    )
    row_line = fields.Char(compute="_compute_row_line", export_string_translation=False)
    counted_line = fields.Char("Counted", compute="_compute_counted_line")
    checked_mails = fields.Boolean("Customer's Mails")
    checked_report = fields.Boolean("Report")
    checked_system = fields.Boolean("System")
    note = fields.Text(help="What you looked at and what you saw.")
    link = fields.Char(help="Where it can be seen.")
    attachment_ids = fields.Many2many("ir.attachment", string="Files")
    asked_partner_id = fields.Many2one(
        "res.partner",
        "Who Was Asked",
        compute="_compute_asked_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    channel = fields.Selection(CHANNELS, "How", default="phone")
    customer_words = fields.Text("What the Customer Said", help="In his own words.")
    customer_says_over = fields.Boolean(
        "Customer Says It Is Over",
        help="The customer's own word that the crisis has gone.",
    )

    @api.depends("kind")
    def _compute_type_id(self):
        return super()._compute_type_id()

    @api.depends("document_id", "kind")
    def _compute_asked_partner_id(self):
        for control in self:
            document = control.document_id
            is_customer = control.kind == "customer"
            control.asked_partner_id = is_customer and document._customer_contact()

    @api.depends("state", "date_counts", "relapse_day", "document_id.level_id")
    @api.depends_context("lang", "tz")
    def _compute_row_line(self):
        """Say how far the row is, and from when a clean result counts."""
        for control in self:
            is_open = control.state == "open"
            control.row_line = is_open and control._row_sentence()

    @api.depends("result", "is_counted", "relapse_day")
    @api.depends_context("lang")
    def _compute_counted_line(self):
        """Say of a clean result whether it is one of the row."""
        for control in self:
            if control.result != "clean" or control.relapse_day:
                control.counted_line = False
            elif control.is_counted:
                control.counted_line = self.env._("Counted")
            else:
                control.counted_line = self.env._("Not counted")

    def _row_sentence(self):
        if self.relapse_day:
            return self._is_early() and self.env._(
                "Clean only from %s on; a problem counts at once.",
                self._time(self.date_counts),
            )
        return self.document_id._row_line(self)

    def _is_early(self):
        """Whether a clean result comes too soon to say anything, or came so."""
        done = self.date_done or fields.Datetime.now()
        return bool(self.date_counts) and done < self.date_counts

    def _type_name(self):
        return "relapse" if self.relapse_day else f"control_{self.kind}"

    # ------------------------------------------------------------------
    # The series
    # ------------------------------------------------------------------

    @api.model
    def _planned_duty_values(self, documents):
        owed = []
        for document in documents.filtered("active"):
            if document.is_closed:
                owed += document._relapse_check()
            else:
                owed += [
                    document._next_control(kind) for kind in document._controls_owed()
                ]
        return owed

    @api.model
    def _plan_key(self, document_id, values):
        return document_id, values["kind"], values.get("relapse_day") or 0

    def _plan_key_values(self):
        return {"kind": self.kind, "relapse_day": self.relapse_day}

    def _replan(self, vals):
        result = super()._replan(vals)
        if self.date_counts != vals["date_counts"]:
            self._write_as_system({"date_counts": vals["date_counts"]})
        return result

    def _cancel(self, reason, is_personal=True):
        """Leave one out: the next of the series counts from when it was planned.

        Not from its due time, which somebody may have moved as far as he liked.
        """
        now = fields.Datetime.now()
        for control in self if is_personal else ():
            start = max(control.date_planned or now, now)
            control.document_id._write_past_reactions(
                {f"date_{control.kind}_control": start}
            )
        return super()._cancel(reason, is_personal)

    def _check_cancel(self):
        """One may be left out; that the next one is, too, a supervisor decides."""
        if not self.env.user.has_group("crisis_protocol.group_crisis_supervisor"):
            ended = self.document_id.control_ids.filtered(
                lambda c: c.kind == self.kind and c.state != "open"
            )
            last = ended.sorted("date_done")[-1:]
            if last.state == "cancelled" and last.done_by_id:
                raise UserError(
                    self.env._(
                        "The last one was left out, too. Do this one, or ask a "
                        "supervisor to leave it out."
                    )
                )
        return super()._check_cancel()

    # ------------------------------------------------------------------
    # The result
    # ------------------------------------------------------------------

    def action_clean(self):
        """Note that nothing was found (S0-43…46).

        :raise UserError: without evidence, or if something was not looked at
        """
        return self._note_result("clean")

    def action_problem(self):
        """Note that something is wrong, and offer to move the case back.

        :raise UserError: without words on what is wrong
        """
        return self._note_result("problem")

    def action_unreached(self):
        """Note that nobody answered: the customer is asked again sooner."""
        return self._note_result("unreached")

    def _note_result(self, result):
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        self._check_evidence(result)
        self._check_day(result)
        document = self.document_id
        is_counted = self._counts(result)
        feedback = self._summary(result)
        is_relapse = bool(self.relapse_day) and result == "problem"
        self._finish(feedback, result=result, is_counted=is_counted)
        self._adopt_files()
        document._on_control(self)
        if result == "problem":
            self._tell_supervisor(feedback)
            if is_relapse:
                document._reopen_for_relapse(feedback)
            elif document.can_move_back and not document.is_closed:
                action = document.action_move_back()
                action["context"]["default_reason"] = feedback
                return action
        return {"type": "ir.actions.act_window_close"}

    def _counts(self, result):
        """Whether this result, noted now, is one of the clean ones in a row."""
        return result == "clean" and not self.relapse_day and not self._is_early()

    def _check_day(self, result):
        """A relapse check that is clean before its day has not looked (S0-38).

        :raise UserError: saying from when it can be done
        """
        if self.relapse_day and result == "clean" and self._is_early():
            raise UserError(
                self.env._(
                    "This check looks whether it came back by its day: it can be clean "
                    "only from %s on. If something is wrong, note the problem now.",
                    self._time(self.date_counts),
                )
            )

    def _says_over(self):
        """Return whether the customer said by this that it is over: yes, no or ""."""
        if self.kind != "customer" or self.result == "unreached":
            return ""
        if self.result == "problem":
            return "no"
        return "yes" if self.customer_says_over else ""

    def _said_in(self):
        """Return in what he said it, as a case keeps it."""
        return "control"

    def _was_conversation(self):
        """Whether the customer has heard from us by this; a mail counts by itself."""
        is_reached = self.kind == "customer" and self.result != "unreached"
        return is_reached and self.channel in ("phone", "meeting")

    def _check_evidence(self, result):
        """Refuse a result that nothing proves.

        :raise UserError: with what is missing
        """
        if self.kind == "customer":
            self._check_customer_evidence(result)
            return
        if result == "unreached":
            raise UserError(
                self.env._("This control looks inside, so nobody has to be reached.")
            )
        checked = [self.checked_mails, self.checked_report, self.checked_system]
        if result == "clean" and not all(checked):
            raise UserError(
                self.env._(
                    "Clean means that you looked at all of it: tick the customer's "
                    "mails, the report and the system."
                )
            )
        if result == "problem" and not is_sentence(self.note):
            raise UserError(self.env._("Say in the note what is wrong, in a sentence."))
        is_shown = as_link(self.link or "") or self.attachment_ids
        if not (is_shown or is_sentence(self.note)):
            raise UserError(
                self.env._(
                    "Add something to show for it: a file, a link, or in a sentence "
                    "what you saw."
                )
            )

    def _check_customer_evidence(self, result):
        if not self.asked_partner_id or not self.channel:
            raise UserError(self.env._("Say who was asked, and how."))
        if result != "unreached":
            check_spoken(self.env, self.customer_words, is_proof=result == "clean")
        if result == "problem" and self.customer_says_over:
            raise UserError(
                self.env._("It can't be over for the customer and be a problem.")
            )

    def _summary(self, result):
        """Say in a few lines what was looked at and what came of it."""
        labels = dict(self._fields["result"]._description_selection(self.env))
        said = [f"{self._label()}: {labels[result]}"]
        if self.kind == "customer":
            asked = self.asked_partner_id.name
            said += [f"{asked} ({self._choice('channel')})", self.customer_words]
            if self.customer_says_over:
                said.append(self.env._("The customer says that it is over."))
        else:
            names = ("checked_mails", "checked_report", "checked_system")
            said.append(
                ", ".join(
                    self._fields[name]._description_string(self.env)
                    for name in names
                    if self[name]
                )
            )
        if result == "clean" and self._is_early():
            said.append(self.env._("Done before its time: it does not count."))
        return "\n".join(filter(None, [*said, self.note, self.link]))

    def _adopt_files(self):
        """Let everybody who may see the document see the evidence."""
        # among them are files of colleagues, which he may not read
        files = self.sudo().attachment_ids.filtered(
            lambda file: not file.res_id and file.create_uid == self.env.user
        )
        files.write({"res_model": "crisis.document", "res_id": self.document_id.id})

    def _tell_supervisor(self, feedback):
        document = self.document_id
        supervisor = document.team_id._acting_supervisor() - self.env.user
        document._notify_users({user: {document: [feedback]} for user in supervisor})

    # ------------------------------------------------------------------
    # Figures and story
    # ------------------------------------------------------------------

    @api.model
    def _figure_kinds(self):
        return {
            "control_system": self.env._("Control 1: inside"),
            "control_customer": self.env._("Control 2: ask the customer"),
            "relapse": self.env._("Relapse check"),
        }

    @api.model
    def _figure_kind_sql(self):
        return SQL(
            "CASE WHEN %s > 0 THEN 'relapse' ELSE 'control_' || %s END",
            self._column("relapse_day"),
            self._column("kind"),
        )

    def _tell_done(self):
        title = self.env._(
            "%(control)s: %(result)s (%(who)s).",
            control=self._label(),
            result=self._choice("result"),
            who=self.done_by_id._crisis_name() or self.asked_partner_id.name,
        )
        _heading, *evidence = self._summary(self.result).split("\n")
        return title, lines(*evidence)
