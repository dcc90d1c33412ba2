from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import clean_context, html2plaintext, is_html_empty

from ...tools.sent_ids import sent_ids

STATES = [
    ("draft", "Draft"),
    ("review", "To be reviewed"),
    ("reviewed", "Reviewed"),
    ("sent", "Sent"),
]
# What the customer reads; whoever changes it is the author.
CONTENT = ("name", "lang", "happened", "cause", "changes")
# What a person may write.
CHANGEABLE = (*CONTENT, "step_ids", "review_note")
# What a review stands on, and so counts no longer once the text has changed.
UNREVIEWED = {"state": "draft", "reviewer_id": False, "date_reviewed": False}


class CrisisClosingReport(models.Model):
    """What the customer gets on paper after the case (S1-31, S1-34).

    What happened, what we did and when, the cause, what changes. It begins with what
    the customer knows or may know; a second person reads it before it leaves, and what
    was sent stays as it is. Review and sending stand in the files
    `crisis_closing_report_….py`.
    """

    _name = "crisis.closing.report"
    _description = "Customer's Report"
    _inherit = ["crisis.input.mixin", "crisis.figure.mixin"]
    _order = "id desc"

    # whose text was given back
    _figures = frozenset({"review_note"})
    _said_once = frozenset({"document_id"})
    _unreviewed = UNREVIEWED

    document_id = fields.Many2one(
        "crisis.document", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="document_id.company_id")
    # not stored: the filing of each case would ask for its reports
    partner_id = fields.Many2one(related="document_id.partner_id", string="Customer")
    is_drill = fields.Boolean(related="document_id.is_drill")
    name = fields.Char("Title", required=True)
    lang = fields.Selection(
        selection="_selection_lang",
        string="Language",
        required=True,
        help="In which the customer gets it, whoever prints it.",
    )
    happened = fields.Html("What Happened", sanitize_style=True)
    step_ids = fields.One2many(
        "crisis.closing.report.step", "report_id", "What We Did, and When"
    )
    cause = fields.Text(help="Why it could happen, as the customer may read it.")
    changes = fields.Text(
        "What Changes", help="What we do differently from now on, so that it stays."
    )
    state = fields.Selection(STATES, default="draft", required=True, readonly=True)
    author_id = fields.Many2one(
        "res.users",
        readonly=True,
        ondelete="restrict",
        help="Who changed it last.",
    )
    writer_ids = fields.Many2many(
        "res.users",
        "crisis_closing_report_writer_rel",
        readonly=True,
        export_string_translation=False,
        help="All who have written on it since it was last reviewed.",
    )
    date_changed = fields.Datetime("Changed On", readonly=True)

    _one_unsent = models.UniqueIndex(
        "(document_id) WHERE state <> 'sent'",
        "This customer has a report that is not sent yet. Open that one.",
    )

    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.depends("name", "document_id.reference")
    def _compute_display_name(self):
        for report in self:
            reference = report.document_id.reference
            report.display_name = " ".join(
                filter(None, [reference and f"[{reference}]", report.name])
            )

    @api.constrains("name")
    def _check_name(self):
        for report in self:
            if not (report.name or "").strip():
                raise ValidationError(
                    self.env._("Say in a few words what it is about.")
                )

    # ------------------------------------------------------------------
    # The door: what people may hand in
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Begin reports, with what the customer may know already.

        :raise UserError: if the case has not come to its end, or he has one
        """
        # defaults of the context are handed in too
        door = self.with_context(clean_context(self.env.context))
        rows = []
        for vals in vals_list:
            sent = sent_ids(vals.get("document_id"))
            document = self.env["crisis.document"].browse(sent[:1])
            if not document:
                raise UserError(self.env._("Choose the case that the report is on."))
            document.check_access("write")
            document._check_may_report()
            row = (
                document._proposed_report()
                | {name: vals[name] for name in CHANGEABLE if name in vals}
                | {"document_id": document.id}
                | self._authored()
                | {"writer_ids": [Command.set([self.env.uid])]}
            )
            rows.append(self._as_printed(row, [document]))
        return super(CrisisClosingReport, door).create(rows)

    def write(self, vals):
        """Change what is not sent. A changed text has to be reviewed again.

        :raise UserError: if the customer has it already
        """
        vals = {name: vals[name] for name in CHANGEABLE if name in vals}
        if not vals:
            return True
        self.check_access("write")
        self._check_unsent()
        vals = self._as_printed(vals, [self, self.document_id])
        before = {report: report._content() for report in self}
        result = super().write(vals)
        self.filtered(lambda r: r._content() != before[r])._on_changed()
        return result

    @api.model
    def _as_printed(self, vals, owners):
        """Keep of the text what the paper shows: nobody reviews anything else."""
        if not vals.get("happened"):
            return vals
        happened = self.env["ir.attachment"]._own_html(vals["happened"], owners)
        return vals | {"happened": happened}

    def _paper_happened(self):
        """Return what happened as it is printed, with its pictures inside."""
        owners = [self, self.document_id]
        return self.env["ir.attachment"]._paper_html(self.happened, owners)

    def _write_as_system(self, vals):
        """Write what only Odoo itself may write, such as who reviewed it."""
        own = super(CrisisClosingReport, self.sudo())
        return own.write(vals)  # pylint: disable=super-method-mismatch

    def _content(self):
        """Return what the customer would read, whatever its markup."""
        texts = [
            html2plaintext(self[name] or "") if name == "happened" else self[name]
            for name in CONTENT
        ]
        return texts, [(step.date, step.name) for step in self.step_ids]

    @api.model
    def _authored(self):
        return {"author_id": self.env.uid, "date_changed": fields.Datetime.now()}

    def _on_changed(self):
        """Whoever changes the text is its author, and nobody has reviewed it yet."""
        waited = self.filtered(lambda report: report.state != "draft")
        read = self.filtered(lambda report: report.state == "reviewed")
        read._write_as_system({"writer_ids": [Command.clear()]})
        self._write_as_system({"writer_ids": [Command.link(self.env.uid)]})
        self._write_as_system(UNREVIEWED | self._authored())
        self.env["crisis.reviewed.report"]._activities(waited).unlink()
        line = self.env._(
            "The report for the customer was changed: it has to be reviewed again."
        )
        documents = waited.document_id
        documents._message_log_batch(bodies=dict.fromkeys(documents.ids, line))

    def _touch(self):
        """A step was added, changed or left out.

        :raise UserError: if the customer has the report already
        """
        self._check_unsent()
        self._on_changed()

    def _check_unsent(self):
        for report in self:
            if report.state == "sent":
                raise UserError(
                    self.env._(
                        "The customer has “%s” already: it stays as it is.",
                        report.display_name,
                    )
                )

    def _is_empty(self):
        return is_html_empty(self.happened)

    def action_open_document(self):
        """Open the case that the report is about."""
        self.ensure_one()
        return self.document_id.get_formview_action()
