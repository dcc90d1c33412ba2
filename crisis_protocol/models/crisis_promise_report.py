from odoo import fields, models
from odoo.tools import SQL

from .crisis_promise import OUTCOMES


class CrisisPromiseReport(models.Model):
    """How promises to customers are kept, by agent and team.

    A list of its own, because figures on persons are for managers and for oneself,
    while the promises of a case are for everybody who works on it.
    """

    _name = "crisis.promise.report"
    _description = "Promise Keeping"
    _auto = False
    _order = "date_due desc, id desc"
    _depends = {
        "crisis.promise": [
            "outcome",
            "minutes_late",
            "date_due",
            "date_done",
            "promised_by_id",
            "team_id",
        ],
        "crisis.document": ["company_id", "commercial_partner_id", "level_id"],
    }

    document_id = fields.Many2one("crisis.document", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    level_id = fields.Many2one("crisis.level", readonly=True)
    team_id = fields.Many2one("crisis.team", readonly=True)
    promised_by_id = fields.Many2one("res.users", readonly=True)
    date_due = fields.Datetime("Due", readonly=True)
    date_done = fields.Datetime("Kept On", readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    minutes_late = fields.Float("Late By (min)", readonly=True, aggregator="avg")
    kept_share = fields.Float(
        "Kept (%)",
        readonly=True,
        aggregator="avg",
        help="Share of the promises that were kept in time; open ones don't count.",
    )

    @property
    def _table_query(self):
        return SQL(
            "SELECT promise.id, promise.document_id, document.company_id,"
            " document.commercial_partner_id AS partner_id, document.level_id,"
            " promise.team_id, promise.promised_by_id, promise.date_due,"
            " promise.date_done, promise.outcome, promise.minutes_late,"
            " CASE promise.outcome WHEN 'kept' THEN 100.0"
            " WHEN 'late' THEN 0.0 WHEN 'broken' THEN 0.0 END AS kept_share"
            " FROM crisis_promise promise"
            " JOIN crisis_document document ON document.id = promise.document_id"
        )
