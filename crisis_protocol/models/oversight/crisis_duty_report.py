from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.constants import CASE_FIELDS, DUTY_PARTS, OUTCOMES


class CrisisDutyReport(models.Model):
    """One row for each duty: on time, late or missed (S4-42, S2-31…34).

    By the promise that was given, or by the plan; who moved a duty since does not make
    it punctual. Open and cancelled ones are listed and count in no share.
    """

    _name = "crisis.duty.report"
    _description = "Duties Kept"
    _inherit = "crisis.report.mixin"
    _auto = False
    _order = "date_due desc, id desc"
    _depends = {
        "crisis.document": CASE_FIELDS,
        "crisis.category": ["parent_id"],
    }
    _speed = frozenset({"minutes_late"})

    kind = fields.Selection("_selection_kind", "Duty", readonly=True)
    user_id = fields.Many2one(
        string="Whose", help="Who promised it; of all other duties, the owner."
    )
    unit_id = fields.Many2one("crisis.unit", readonly=True)
    date_due = fields.Datetime("Due", readonly=True)
    date_done = fields.Datetime("Done On", readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    minutes_late = fields.Float(
        "Late By (min)",
        readonly=True,
        aggregator="avg",
        help="Of those that were done late, on average.",
    )
    on_time_share = fields.Float(
        "On Time (%)",
        readonly=True,
        aggregator="avg",
        help="Of those that were done or missed; open and cancelled ones don't count.",
    )

    @property
    def _table_query(self):
        return SQL(
            "SELECT %(columns)s, duty.id, duty.kind, duty.user_id, duty.unit_id,"
            " duty.date_due, duty.date_done, duty.outcome,"
            " CASE WHEN duty.outcome = 'late' THEN"
            " EXTRACT(EPOCH FROM duty.date_done - duty.date_due)::float / 60"
            " END AS minutes_late,"
            " CASE WHEN duty.outcome = 'on_time' THEN 100::float"
            " WHEN duty.outcome IN ('late', 'missed') THEN 0 END AS on_time_share"
            " FROM %(tables)s JOIN (%(duties)s) duty ON duty.document_id = document.id"
            " WHERE document.is_drill IS NOT TRUE",
            columns=self._case_columns(),
            tables=self._case_tables(),
            # cases are read once, not for each kind of duty
            duties=SQL(" UNION ALL ").join(self._parts()),
        )

    @api.model
    def _selection_kind(self):
        """Return what each kind of duty that is installed calls itself here."""
        kinds = self.env["crisis.duty.mixin"]._duty_models()
        return [pair for kind in kinds for pair in kind._figure_kinds().items()]

    def _parts(self):
        # Each column is of one type in all of them, so that PostgreSQL uses the
        # indexes of their tables.
        kinds = self.env["crisis.duty.mixin"]._duty_models()
        for number, model in enumerate(kinds):
            yield SQL(
                "SELECT duty.id * %(parts)s + %(number)s AS id, %(document)s,"
                " %(kind)s AS kind, %(user)s AS user_id, %(unit)s AS unit_id,"
                " %(due)s AS date_due,"
                " CASE WHEN duty.state = 'done' THEN duty.date_done END AS date_done,"
                " %(outcome)s AS outcome FROM %(table)s duty%(asked)s",
                asked=self._asked_of(number),
                parts=DUTY_PARTS,
                number=number,
                document=model._column("document_id"),
                kind=model._figure_kind_sql(),
                user=model._figure_user_sql(),
                unit=model._figure_unit_sql(),
                due=model._wanted_by_sql(),
                outcome=model._outcome_sql(),
                table=SQL.identifier(model._table),
            )

    def _asked_of(self, number):
        """Return what picks the rows to make out of the duties of a part."""
        if self._asked_ids is None:
            # with a condition, if only "true", it would use none of the indexes
            return SQL()
        return SQL(" WHERE %s", self._is_asked(SQL("duty.id"), number, DUTY_PARTS))
