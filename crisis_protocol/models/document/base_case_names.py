from odoo import api, models


class Base(models.AbstractModel):
    """Groups and filter panels name no case that the user may not read.

    Odoo names what records are grouped by as the system does. The number of a case may
    be known to who reads what belongs to it, as in `leading_line`; its topic may not.
    """

    _inherit = "base"

    @api.model
    def _is_case_path(self, spec):
        """Whether records that are grouped so are grouped by a case."""
        model, field = self, None
        for name in spec.partition(":")[0].split("."):
            field = model._fields.get(name) if model is not None else None
            comodel = field.comodel_name if field and field.relational else None
            model = self.env[comodel] if comodel in self.env else None
        return bool(field) and field.comodel_name == "crisis.document"

    @api.model
    def _names_of_cases(self, ids):
        """Return {id: number} of those cases that the user may not read."""
        cases = self.env["crisis.document"].browse(filter(None, ids))
        hidden = cases - cases._filtered_access("read")
        # whoever reads what belongs to a case may know its number
        return {case.id: case.reference or "–" for case in hidden.sudo()}

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        # a path is followed by Odoo, until the last model is asked
        if self.env.su or "." in groupby_spec or not self._is_case_path(groupby_spec):
            return formatter
        hidden = self._names_of_cases(value.id for value in values if value)

        def named(value):
            shown, domain = formatter(value)
            if shown and shown[0] in hidden:
                shown = (shown[0], hidden[shown[0]])
            return shown, domain

        return named

    @api.model
    def _read_group_format_result(self, rows_dict, lazy_groupby):
        result = super()._read_group_format_result(rows_dict, lazy_groupby)
        for spec in lazy_groupby:
            if self.env.su or not self._is_case_path(spec):
                continue
            shown = [row for row in rows_dict if row.get(spec)]
            hidden = self._names_of_cases(row[spec][0] for row in shown)
            for row in shown:
                case_id, name = row[spec]
                row[spec] = (case_id, hidden.get(case_id, name))
        return result
