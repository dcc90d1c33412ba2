from odoo import api, fields, models


class CrisisDocument(models.Model):
    """Who may not read the leading case sees its number, and no more."""

    _inherit = "crisis.document"

    leading_line = fields.Char(compute="_compute_leading_line")
    can_open_leading = fields.Boolean(
        compute="_compute_leading_line", export_string_translation=False
    )

    @api.depends("leading_id", "leading_id.name")
    @api.depends_context("uid", "lang")
    def _compute_leading_line(self):
        readable = self.leading_id._filtered_access("read")
        for document in self:
            lead = document.leading_id
            document.can_open_leading = bool(lead & readable)
            # the number may be known to who may not read the case
            name = lead.display_name if lead & readable else lead.sudo().reference
            document.leading_line = bool(lead) and self.env._("Follows %s", name)

    @api.readonly
    def web_read(self, specification):
        """Name the leading case by its reference to who may not read it."""
        rows = super().web_read(specification)
        if "leading_id" in specification:
            shown = [
                row["leading_id"]
                for row in rows
                if isinstance(row.get("leading_id"), dict)
                and "display_name" in row["leading_id"]
            ]
            names = self._allowed_names({value["id"] for value in shown})
            for value in shown:
                value["display_name"] = names[value["id"]]
        return rows

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load=load)
        if "leading_id" in fnames and load == "_classic_read":
            shown = [row for row in rows if row.get("leading_id")]
            names = self._allowed_names({row["leading_id"][0] for row in shown})
            for row in shown:
                lead_id, _name = row["leading_id"]
                row["leading_id"] = (lead_id, names[lead_id])
        return rows

    @api.model
    def _allowed_names(self, lead_ids):
        """Return {id: the name of the case, or its reference alone}."""
        leads = self.browse(lead_ids)
        readable = leads._filtered_access("read")
        # the number may be known to who may not read the case
        return {
            lead.id: lead.display_name if lead in readable else lead.sudo().reference
            for lead in leads
        }
