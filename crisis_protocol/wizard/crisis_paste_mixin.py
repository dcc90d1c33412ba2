from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.item_lines import MAX_LINES, Line, TooMuch, read

# How many lines the preview shows of those that are as they should be, and of others.
SHOWN_FINE, SHOWN_ODD = 50, 200
# How many lines a refusal names.
NAMED = 10


@dataclass
class Row:
    """A line of the text, and what speaks against taking it."""

    line: Line
    refusals: list
    remarks: list = field(default_factory=list)
    is_known: bool = False
    media_id: int = 0

    @property
    def is_odd(self):
        return bool(self.refusals or self.remarks)


class CrisisPasteMixin(models.AbstractModel):
    """Takes many lines out of a spreadsheet or a mail, and shows them first.

    The text is read anew when it is confirmed; nothing is added by halves. Which
    columns are understood is said by the model that is pasted into, in
    `_paste_columns`; what becomes of a line is said here, in `_paste_values`.
    """

    _name = "crisis.paste.mixin"
    _description = "Paste Lines"

    # The model that is pasted into.
    _paste_model = None
    # The template that shows what was read.
    _paste_preview = "crisis_protocol.paste_preview"

    document_id = fields.Many2one("crisis.document", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="document_id.company_id")
    text = fields.Text("Lines")
    leave_out_errors = fields.Boolean("Leave Out What Can't Be Read")
    add_known = fields.Boolean("Add Duplicates, Too")
    line_count = fields.Integer(compute="_compute_preview")
    error_count = fields.Integer("Can't Be Read", compute="_compute_preview")
    known_count = fields.Integer("Duplicates", compute="_compute_preview")
    new_count = fields.Integer("Will Be Added", compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("document_id", "text", "leave_out_errors", "add_known")
    @api.depends_context("lang")
    def _compute_preview(self):
        for wizard in self:
            try:
                reading, rows = wizard._look()
                refusal = ""
            except UserError as error:
                reading, rows, refusal = None, [], str(error)
            wizard.line_count = len(rows)
            wizard.error_count = sum(bool(row.refusals) for row in rows)
            wizard.known_count = sum(row.is_known for row in rows)
            wizard.new_count = len(wizard._taken(rows))
            wizard.preview = (rows or refusal or (reading and reading.aside)) and (
                wizard._render(reading, rows, refusal)
            )

    @api.onchange("text")
    def _onchange_text(self):
        """Whoever mends the text decides anew what is left out."""
        self.leave_out_errors = False

    def action_read(self):
        """Show the dialog again, with the text read."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self._paste_title(),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_add(self):
        """Add what was pasted, all or none.

        :raise UserError: for lines that can't be read, as long as nobody has said to
            leave them out, and if nothing is left to add
        """
        self.ensure_one()
        _reading, rows = self._look()
        refused = [row.refusals[0] for row in rows if row.refusals]
        if refused and not self.leave_out_errors:
            more = len(refused) - NAMED
            rest = [self.env._("… and %s more", more)] if more > 0 else []
            raise UserError(
                self.env._(
                    "Nothing was added. Mend these lines, or choose to leave them "
                    "out:\n%s",
                    "\n".join(refused[:NAMED] + rest),
                )
            )
        taken = self._taken(rows)
        if not taken:
            raise UserError(self.env._("There is nothing to add."))
        self.env[self._paste_model].create(self._paste_values(taken))
        return {"type": "ir.actions.act_window_close"}

    def _taken(self, rows):
        return [
            row
            for row in rows
            if not row.refusals and (self.add_known or not row.is_known)
        ]

    # ------------------------------------------------------------------
    # Hooks
    # ------------------------------------------------------------------

    def _paste_title(self):
        """Return what the dialog is called."""
        return self.env["ir.model"]._get(self._name).name

    def _paste_options(self):
        """Return what else the reader has to know, see `read` of `item_lines`."""
        return {}

    def _paste_values(self, rows):
        """Return what is created of these rows, as values of the model."""
        case = {"document_id": self.document_id.id}
        return [row.line.values | case for row in rows]

    def _judge(self, rows):
        """Note on the rows what somebody should know before he adds them."""
        self._find_known(rows)

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def _look(self):
        """Return (reading, rows): the text as it was read, and each line judged.

        :raise UserError: for more lines than can be looked at in one go
        """
        self.ensure_one()
        columns = self.env[self._paste_model]._paste_columns()
        try:
            reading = read(self.text or "", columns=columns, **self._paste_options())
        except TooMuch as error:
            raise UserError(
                self.env._(
                    "This is too much for one go. Paste at most %s lines at a time.",
                    MAX_LINES,
                )
            ) from error
        rows = [
            Row(line, [self._sentence(line, problem) for problem in line.problems])
            for line in reading.lines
        ]
        self._judge(rows)
        return reading, rows

    def _sentence(self, line, problem):
        """Return what is wrong with a line, in words."""
        number, value = line.number, problem.value
        short = value if len(value) <= 60 else f"{value[:60]}…"
        if problem.code == "date":
            return self.env._(
                "Line %(line)s: “%(text)s” is no date.", line=number, text=short
            )
        if problem.code == "link":
            return self.env._(
                "Line %(line)s: “%(text)s” is no link.", line=number, text=short
            )
        if problem.code == "long":
            columns = self.env[self._paste_model]._paste_columns()
            return self.env._(
                "Line %(line)s: “%(text)s” is longer than %(count)s characters.",
                line=number,
                text=short,
                count=columns[problem.field].longest,
            )
        if problem.code == "figures":
            return self.env._(
                "Line %s: the wrong value and the right one are needed.", number
            )
        return self.env._(
            "Line %s: neither a title nor a link, nor an outlet with a date.", number
        )

    def _find_known(self, rows):
        """Note which lines say the same, and which are there already."""
        prints = {row.line.fingerprint for row in rows} - {False}
        here, elsewhere = self._known(prints)
        first = {}
        for row in rows:
            told = row.line.fingerprint
            if row.refusals or not told:
                continue
            earlier = first.setdefault(told, row.line.number)
            if told in here:
                row.remarks.append(self.env._("Is in this case already."))
            elif earlier != row.line.number:
                row.remarks.append(self.env._("The same as line %s.", earlier))
            row.is_known = bool(row.remarks)
            if told in elsewhere:
                row.remarks.append(
                    self.env._("Is also in %s.", ", ".join(sorted(elsewhere[told])))
                )

    def _known(self, prints):
        """Return (those here, {those in other cases of the customer: references}).

        A model that keeps no `fingerprint` of its records knows none.
        """
        here, elsewhere = set(), defaultdict(set)
        model = self.env[self._paste_model]
        if not (prints and self.document_id) or "fingerprint" not in model:
            return here, elsewhere
        customer = self.document_id.commercial_partner_id
        found = model._read_group(
            Domain("fingerprint", "in", list(prints))
            & Domain("document_id.commercial_partner_id", "=", customer.id),
            ["fingerprint", "document_id"],
        )
        for told, document in found:
            if document == self.document_id:
                here.add(told)
            else:
                elsewhere[told].add(document.reference or document.name)
        return here, elsewhere

    # ------------------------------------------------------------------
    # Showing
    # ------------------------------------------------------------------

    def _render(self, reading, rows, refusal):
        """Return the preview: what needs a look first, and some of the rest."""
        odd = [row for row in rows if row.is_odd]
        fine = [row for row in rows if not row.is_odd]
        shown = odd[:SHOWN_ODD] + fine[:SHOWN_FINE]
        labels = self._column_labels()
        values = {
            "wizard": self,
            "refusal": refusal,
            "labels": labels,
            "columns": [labels[name] for name in reading.columns] if reading else [],
            "unknown": ", ".join(reading.unknown) if reading else "",
            "aside": reading.aside if reading else [],
            "rows": shown,
            "more": len(rows) - len(shown),
        }
        return self.env["ir.qweb"]._render(
            self._paste_preview, values, minimal_qcontext=True
        )

    def _column_labels(self):
        """Return {column: label}, after the fields of the model."""
        model = self.env[self._paste_model]
        return {
            name: model._fields[self._column_field(name)]._description_string(self.env)
            for name in model._paste_columns()
        }

    def _column_field(self, name):
        """Return the field of the model that a column is called after."""
        return name if name in self.env[self._paste_model] else f"{name}_id"
