from odoo import api, fields, models

from odoo.addons.crisis_protocol.tools.item_rows import NAMES, Column, Columns

COLUMNS = Columns(
    name=Column("ne|esya|what|errand", longest=120),
    date=Column(NAMES["date"]),
    note=Column("teslim alan|who took it"),
)


class CrisisErrand(models.Model):
    """Something is brought to the customer by hand: a disk, a print, flowers."""

    _name = "crisis.errand"
    _description = "Errand"
    _inherit = "crisis.duty.mixin"

    _document_field = "errand_ids"
    _open_fields = frozenset({"name", "note"})
    # What was brought once is not brought again.
    _planned_once_states = ("open", "done", "missed", "cancelled")

    name = fields.Char("What Is Brought", required=True)
    note = fields.Text("Who Took It")

    def _label(self):
        return f"{super()._label()}: {self.name}"

    @api.model
    def _planned_duty_values(self, documents):
        running = documents.filtered(lambda d: d.active and not d.is_closed)
        return [
            {
                "document_id": document.id,
                "name": document.errand,
                "date_planned": self._default_due(document),
            }
            for document in running
            if document.errand
        ]

    def _is_same_plan(self, vals):
        """It is wanted by when it was first asked for."""
        return True

    @api.model
    def _paste_columns(self):
        return COLUMNS

    def action_brought(self):
        """Note that the customer has it."""
        self.check_access("write")
        self._check_open()
        for errand in self:
            errand._finish(errand.note or "")
        return {"type": "ir.actions.act_window_close"}


class CrisisDocument(models.Model):
    """The errands of a case."""

    _inherit = "crisis.document"

    errand_ids = fields.One2many(
        "crisis.errand", "document_id", "Errands", readonly=True, copy=False
    )
