from odoo import models
from odoo.exceptions import AccessError


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Name no case that the user may not read: in debug mode Odoo names records."""
        error = super()._make_access_error(operation, records)
        if records._name not in self.env["crisis.document"]._models_of_cases():
            return error
        # as Odoo does it, who reads the names as the system
        names = {record.display_name or "" for record in records[:6].sudo()}
        records.invalidate_recordset()
        text = str(error)
        for name in sorted(filter(None, names), key=len, reverse=True):
            text = text.replace(f", {name} (", " (")
        anonymous = AccessError(text)
        if hasattr(error, "context"):
            anonymous.context = error.context
        return anonymous
