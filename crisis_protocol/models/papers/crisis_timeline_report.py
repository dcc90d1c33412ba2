from odoo import api, models
from odoo.tools import SQL


class CrisisTimeline(models.Model):
    """When the customer got the report after the case."""

    _inherit = "crisis.timeline"
    _depends = {"crisis.closing.report": ["document_id", "date_sent", "sent_by_id"]}

    @api.model
    def _parts(self):
        sent = SQL(
            "SELECT id, document_id, date_sent AS date, 'explanation' AS kind,"
            " sent_by_id AS user_id FROM crisis_closing_report"
            " WHERE date_sent IS NOT NULL"
        )
        return [*super()._parts(), ("report", "crisis.closing.report", sent)]

    def _tell_report(self, report):
        who = self._who(report.sent_by_id)
        return self.env._("%s sent the report after the case.", who), ""
