from odoo import api, models


class CrisisDocument(models.Model):
    """Each case has its number, and a copy one of its own."""

    _inherit = "crisis.document"

    def _number(self, rows):
        """Give each document its number, per company and year, in one go.

        Drills have a row of their own, so that the real one has no gaps.
        """
        by_series = {}
        for vals in rows:
            if not vals.get("reference"):
                company_id = vals.get("company_id") or self.env.company.id
                series = company_id, bool(vals.get("is_drill"))
                by_series.setdefault(series, []).append(vals)
        for (company_id, is_drill), unnumbered in by_series.items():
            # the sequences are the system's: nobody sets a number by hand
            company = self.env["res.company"].browse(company_id).sudo()
            references = company._next_crisis_references(len(unnumbered), is_drill)
            for vals, reference in zip(unnumbered, references, strict=True):
                vals["reference"] = reference
        return rows

    def _keep_number(self, vals):
        """A number once given stays."""
        return {name: vals[name] for name in vals if name != "reference"}

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        if default and "name" in default:
            return vals_list
        return [
            vals | {"name": self.env._("%s (copy)", document.name)}
            for document, vals in zip(self, vals_list, strict=True)
        ]

    @api.model
    def _drill_mark(self):
        """Return the one word that tells a drill from a real case, for the reader."""
        return self.env._("DRILL")
