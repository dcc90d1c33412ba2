from datetime import datetime, time

from odoo import models


class CrisisErrandPaste(models.TransientModel):
    """Takes many errands out of a list."""

    _name = "crisis.errand.paste"
    _description = "Paste Errands"
    _inherit = "crisis.paste.mixin"

    _paste_model = "crisis.errand"

    def _column_field(self, name):
        return "date_due" if name == "date" else super()._column_field(name)

    def _paste_values(self, rows):
        several = super()._paste_values(rows)
        for values in several:
            if day := values.pop("date", None):
                values["date_due"] = datetime.combine(day, time(12))
        return several
