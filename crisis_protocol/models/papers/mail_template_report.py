from odoo import api, models
from odoo.exceptions import ValidationError

# The papers of a case: the one for the file, and the one for the customer.
INTERNAL = "crisis_protocol.crisis_document_report_file"
REPORT = "crisis_protocol.crisis_document_report_customer"


class MailTemplate(models.Model):
    """Which messages take a paper of the case along."""

    _inherit = "mail.template"

    @api.constrains("report_template_ids")
    def _check_paper_for_the_file(self):
        """What is printed for the file names colleagues and what they said.

        :raise ValidationError: if a message would take it along
        """
        paper = self.env.ref(INTERNAL, raise_if_not_found=False)
        for template in self:
            if paper and paper in template.report_template_ids:
                raise ValidationError(
                    self.env._(
                        "“%s” is internal: no message takes it along.",
                        paper.display_name,
                    )
                )

    def _takes_report(self):
        """Whether it takes the report to the customer: by its kind, or as a file."""
        if not self or self.model != "crisis.document":
            return False
        report = self.env.ref(REPORT, raise_if_not_found=False)
        takes_file = report and report in self.report_template_ids
        return self.crisis_kind == "report" or bool(takes_file)
