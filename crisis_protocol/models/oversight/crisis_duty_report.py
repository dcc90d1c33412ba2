from odoo import fields, models
from odoo.tools import SQL

from ..duties.crisis_duty import KINDS as PARTS
from .crisis_report_mixin import CASE_FIELDS

KINDS = [
    ("promise", "Promise to the customer"),
    ("control_system", "Control 1: inside"),
    ("control_customer", "Control 2: ask the customer"),
    ("relapse", "Relapse check"),
    ("notice", "Notice"),
    ("receipt", "Receipt of an order"),
    ("delivery", "Delivery"),
    ("handover", "Hand-over"),
]
OUTCOMES = [
    ("open", "Open"),
    ("on_time", "On time"),
    ("late", "Late"),
    ("missed", "Missed"),
    ("cancelled", "Cancelled"),
]
# What each kind has that others have not: its name here, whose it is, by when it
# is measured. A promise is measured by what the customer was told, all else by the
# plan, whatever was moved since. Each column is of one type in all of them, so that
# PostgreSQL uses the indexes of their tables.
PLANNED = "COALESCE(duty.date_planned, duty.date_due)"
# Told in time, a notice is measured by when its message was to be read.
TOLD = (
    "CASE WHEN duty.date_told <= duty.date_planned THEN duty.date_due"
    f" ELSE {PLANNED} END"
)
SOURCES = {
    "crisis.promise": ("'promise'", "duty.promised_by_id", "duty.date_due"),
    "crisis.control": (
        "CASE WHEN duty.relapse_day > 0 THEN 'relapse'"
        " ELSE 'control_' || duty.kind END",
        "duty.user_id",
        PLANNED,
    ),
    "crisis.notice": ("'notice'", "duty.user_id", TOLD),
    "crisis.delivery": ("duty.kind::text", "duty.user_id", PLANNED),
    "crisis.handover": ("'handover'", "duty.user_id", PLANNED),
}


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
        "crisis.promise": ["state", "date_due", "date_done", "promised_by_id"],
        "crisis.control": ["state", "date_due", "date_done", "date_planned", "user_id"],
        "crisis.notice": [
            "state",
            "date_due",
            "date_done",
            "date_told",
            "date_planned",
            "user_id",
        ],
        "crisis.delivery": [
            "state",
            "date_due",
            "date_done",
            "date_planned",
            "user_id",
            "unit_id",
        ],
        "crisis.handover": [
            "state",
            "date_due",
            "date_done",
            "date_planned",
            "user_id",
        ],
    }
    _speed = frozenset({"minutes_late"})

    kind = fields.Selection(KINDS, "Duty", readonly=True)
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

    def _parts(self):
        kinds = self.env["crisis.duty.mixin"]._duty_models()
        for number, model in enumerate(kinds):
            if model._name not in SOURCES:
                continue
            kind, user, due = SOURCES[model._name]
            yield SQL(
                "SELECT duty.id * %(parts)s + %(number)s AS id, duty.document_id,"
                " %(kind)s AS kind, %(user)s AS user_id, %(unit)s AS unit_id,"
                " %(due)s AS date_due,"
                " CASE WHEN duty.state = 'done' THEN duty.date_done END AS date_done,"
                " CASE WHEN duty.state <> 'done' THEN duty.state"
                " WHEN duty.date_done <= %(due)s THEN 'on_time' ELSE 'late'"
                " END AS outcome FROM %(table)s duty%(asked)s",
                asked=self._asked_of(number),
                parts=PARTS,
                number=number,
                kind=SQL(kind),
                user=SQL(user),
                unit=SQL("duty.unit_id" if "unit_id" in model else "NULL::integer"),
                due=SQL(due),
                table=SQL.identifier(model._table),
            )

    def _asked_of(self, number):
        """Return what picks the rows to make out of the duties of a part."""
        if self._asked_ids is None:
            # with a condition, if only "true", it would use none of the indexes
            return SQL()
        return SQL(" WHERE %s", self._is_asked(SQL("duty.id"), number, PARTS))
