from odoo import api, fields, models


class CrisisClosingReportStep(models.Model):
    """One thing that we did for the customer, and when (S1-34)."""

    _name = "crisis.closing.report.step"
    _description = "Step of the Customer's Report"
    _inherit = "crisis.input.mixin"
    _order = "date, id"

    report_id = fields.Many2one(
        "crisis.closing.report", required=True, ondelete="cascade", index=True
    )
    date = fields.Datetime("When", required=True, default=fields.Datetime.now)
    name = fields.Text("What We Did", required=True)

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._touch_reports()
        return steps

    def write(self, vals):
        before = {step: (step.date, step.name) for step in self}
        vals = {name: vals[name] for name in ("date", "name") if name in vals}
        result = super().write(vals)
        self.filtered(lambda s: (s.date, s.name) != before[s])._touch_reports()
        return result

    def unlink(self):
        reports = self.report_id
        result = super().unlink()
        reports.exists()._touch()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unsent(self):
        self.report_id._check_unsent()

    def _touch_reports(self):
        self.report_id._touch()
