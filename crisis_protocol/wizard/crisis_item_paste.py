from odoo import api, fields, models

from ..tools.constants import ITEM_KINDS
from ..tools.item_dates import plain


class CrisisItemPaste(models.TransientModel):
    """Takes many missed or wrong items out of a list (S0-06…13)."""

    _name = "crisis.item.paste"
    _description = "Paste Items"
    _inherit = "crisis.paste.mixin"
    _check_company_auto = True

    _paste_model = "crisis.item"
    _paste_preview = "crisis_protocol.item_paste_preview"

    kind = fields.Selection(
        ITEM_KINDS, "What Is Wrong", default="missing", required=True
    )
    cause_id = fields.Many2one("crisis.item.cause")
    unit_id = fields.Many2one(
        "crisis.unit",
        check_company=True,
        domain="[('company_id', 'in', [False, company_id])]",
    )
    media_id = fields.Many2one("crisis.media")

    @api.depends("kind")
    def _compute_preview(self):
        return super()._compute_preview()

    def _paste_title(self):
        return self.env._("Paste items")

    def _paste_options(self):
        return {"figures": self.kind == "value"}

    def _paste_values(self, rows):
        outlets = self.env["crisis.outlet"]._named(
            [row.line.values.get("outlet") for row in rows], self.media_id
        )
        return [self._values(row, outlets) for row in rows]

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

    def _judge(self, rows):
        result = super()._judge(rows)
        self._find_media(rows)
        return result

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
