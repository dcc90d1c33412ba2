from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.items.crisis_item import KINDS
from ..tools.item_dates import plain
from ..tools.item_lines import LONGEST, MAX_LINES, Line, TooMuch, read

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


class CrisisItemPaste(models.TransientModel):
    """Takes many lines out of a spreadsheet or a mail, and shows them first (S0-06…13).

    The text is read anew when it is confirmed; nothing is added by halves.
    """

    _name = "crisis.item.paste"
    _description = "Paste Items"
    _check_company_auto = True

    document_id = fields.Many2one("crisis.document", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="document_id.company_id")
    kind = fields.Selection(KINDS, "What Is Wrong", default="missing", required=True)
    cause_id = fields.Many2one("crisis.item.cause")
    unit_id = fields.Many2one(
        "crisis.unit",
        check_company=True,
        domain="[('company_id', 'in', [False, company_id])]",
    )
    media_id = fields.Many2one("crisis.media")
    text = fields.Text("Lines")
    leave_out_errors = fields.Boolean("Leave Out What Can't Be Read")
    add_known = fields.Boolean("Add Duplicates, Too")
    line_count = fields.Integer(compute="_compute_preview")
    error_count = fields.Integer("Can't Be Read", compute="_compute_preview")
    known_count = fields.Integer("Duplicates", compute="_compute_preview")
    new_count = fields.Integer("Will Be Added", compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("document_id", "kind", "text", "leave_out_errors", "add_known")
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
            "name": self.env._("Paste items"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_add(self):
        """Add the items, all or none.

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
        outlets = self.env["crisis.outlet"]._named(
            [row.line.values.get("outlet") for row in taken], self.media_id
        )
        self.env["crisis.item"].create([self._values(row, outlets) for row in taken])
        return {"type": "ir.actions.act_window_close"}

    def _values(self, row, outlets):
        values = dict(row.line.values)
        values.pop("media", None)
        outlet = outlets.get(plain(values.pop("outlet", "")))
        media_id = row.media_id or self.media_id.id
        if outlet:
            values["outlet_id"] = outlet.id
        if media_id:
            values["media_id"] = media_id
        return values | {
            "document_id": self.document_id.id,
            "kind": self.kind,
            "cause_id": self.cause_id.id,
            "unit_id": self.unit_id.id,
        }

    def _taken(self, rows):
        return [
            row
            for row in rows
            if not row.refusals and (self.add_known or not row.is_known)
        ]

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def _look(self):
        """Return (reading, rows): the text as it was read, and each line judged.

        :raise UserError: for more lines than can be looked at in one go
        """
        self.ensure_one()
        try:
            reading = read(self.text or "", figures=self.kind == "value")
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
        self._find_known(rows)
        self._find_media(rows)
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
            return self.env._(
                "Line %(line)s: “%(text)s” is longer than %(count)s characters.",
                line=number,
                text=short,
                count=LONGEST[problem.field],
            )
        if problem.code == "figures":
            return self.env._(
                "Line %s: the wrong value and the right one are needed.", number
            )
        return self.env._(
            "Line %s: neither a title nor a link, nor an outlet with a date.", number
        )

    def _find_known(self, rows):
        """Note which lines say the same, and which items are there already."""
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
        """Return (those here, {those in other cases of the customer: references})."""
        here, elsewhere = set(), defaultdict(set)
        if not (prints and self.document_id):
            return here, elsewhere
        customer = self.document_id.commercial_partner_id
        found = self.env["crisis.item"]._read_group(
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

    def _find_media(self, rows):
        """Take the kind of medium from the text, where it names one that is known."""
        named = [row for row in rows if row.line.values.get("media")]
        media = (
            self.env["crisis.media"].search([("active", "=", True)]) if named else ()
        )
        ids = {plain(medium.name): medium.id for medium in media}
        for row in named:
            written = row.line.values["media"]
            row.media_id = ids.get(plain(written), 0)
            if not row.media_id:
                row.remarks.append(
                    self.env._(
                        "“%s” is no medium we know: the medium is left out.", written
                    )
                )

    # ------------------------------------------------------------------
    # Showing
    # ------------------------------------------------------------------

    def _render(self, reading, rows, refusal):
        """Return the preview: what needs a look first, and some of the rest."""
        odd = [row for row in rows if row.is_odd]
        fine = [row for row in rows if not row.is_odd]
        shown = odd[:SHOWN_ODD] + fine[:SHOWN_FINE]
        item_fields = self.env["crisis.item"]._fields
        labels = {
            name: item_fields[name]._description_string(self.env)
            for name in ("date", "name", "link", "page", "wrong_value", "right_value")
        }
        labels["outlet"] = item_fields["outlet_id"]._description_string(self.env)
        labels["media"] = item_fields["media_id"]._description_string(self.env)
        return self.env["ir.qweb"]._render(
            "crisis_protocol.item_paste_preview",
            {
                "wizard": self,
                "refusal": refusal,
                "columns": [labels[name] for name in reading.columns]
                if reading
                else [],
                "unknown": ", ".join(reading.unknown) if reading else "",
                "aside": reading.aside if reading else [],
                "rows": shown,
                "more": len(rows) - len(shown),
                "has_figures": any(
                    row.line.values.keys() & {"wrong_value", "right_value"}
                    for row in shown
                ),
            },
            minimal_qcontext=True,
        )
