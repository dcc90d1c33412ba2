from odoo import api, fields, models
from odoo.tools import html2plaintext

from ...tools.person_names import names_in


class CrisisClosingReport(models.Model):
    """Who writes or reviews the report sees whom of the house it names."""

    _inherit = "crisis.closing.report"

    names_line = fields.Char(
        compute="_compute_names_line", export_string_translation=False
    )

    @api.depends("name", "happened", "cause", "changes", "step_ids.name", "state")
    @api.depends_context("lang")
    def _compute_names_line(self):
        """The cause was written among colleagues, and may say who it was."""
        unsent = self.filtered(lambda report: report.state != "sent")
        by_company = unsent._names_of_colleagues()
        self.names_line = False
        for report in unsent:
            known = by_company.get(report.company_id.id, {})
            names = names_in(report._texts(), known)
            report.names_line = bool(names) and self.env._(
                "Names of colleagues in the text: %s. The customer should not read "
                "them.",
                ", ".join(names),
            )

    def _names_of_colleagues(self):
        """Return {company id: names of who works there, or did}."""
        # only what the writer has typed himself is told him again
        users = self.env["res.users"].sudo().with_context(active_test=False)
        companies = self.company_id
        domain = [("share", "=", False), ("company_ids", "in", companies.ids)]
        people = users.search(domain, order="id") if companies else users
        names = {company.id: {} for company in companies}
        for user in people:
            for company_id in user.company_ids.ids:
                names.get(company_id, {})[user.name] = None
        return names

    def _texts(self):
        texts = [self.name, self.cause, self.changes, *self.step_ids.mapped("name")]
        return [html2plaintext(self.happened or ""), *(text or "" for text in texts)]
