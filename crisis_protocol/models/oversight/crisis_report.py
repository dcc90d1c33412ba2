from odoo import fields, models
from odoo.tools import SQL

from ...tools.constants import CASE_FIELDS

ENDINGS = [
    ("open", "Open"),
    ("closed", "Closed"),
    ("exit", "Not a crisis"),
]
# {share: (model, what counts, what of it was done right)}; promises, controls and
# messages count once they are over, so that nothing is judged before its time. None:
# what the duty's own rule calls done in time
COUNTED = {
    "promise": (
        "crisis.promise",
        "outcome IN ('kept', 'late', 'broken')",
        "outcome = 'kept'",
    ),
    "control": (
        "crisis.control",
        "state IN ('done', 'missed')",
        None,
    ),
    "notice": ("crisis.notice", "state IN ('done', 'missed')", "state = 'done'"),
    "call": ("crisis.call", "state = 'done'", "is_prepared"),
    "word": ("crisis.phrase.check", "state IS NOT NULL", "state = 'right'"),
}


class CrisisReport(models.Model):
    """One row for each case: how fast it went, and how well (S2-21…23, S2-31…34).

    A time is empty as long as the case is not so far, so that averages are of those
    that are. All times are hours of the wall, from filing. Archived cases count.
    """

    _name = "crisis.report"
    _description = "Crisis Analysis"
    _inherit = "crisis.report.mixin"
    _auto = False
    # as they were filed
    _order = "id desc"
    _depends = {
        "crisis.document": [
            *CASE_FIELDS,
            "stage_id",
            "user_id",
            "is_closed",
            "date_closed",
            "hours_to_first_word",
            "hours_to_explanation",
            "explanation_accepted",
            "explanation_refusal",
            "explanation_version",
            "relapse_count",
        ],
        "crisis.category": ["parent_id"],
        "crisis.stage": ["is_exit"],
        "crisis.promise": ["document_id", "outcome"],
        "crisis.control": ["state", "date_due", "date_done", "date_planned"],
        "crisis.notice": ["document_id", "state"],
        "crisis.call": ["document_id", "state", "is_prepared"],
        "crisis.phrase.check": ["document_id", "state"],
        "crisis.override": ["document_id", "kind"],
        "project.task": ["crisis_document_id", "crisis_unit_id", "crisis_order_state"],
    }
    _few = 1000
    _speed = frozenset(
        {"hours_to_first_word", "hours_to_explanation", "hours_to_close"}
    )
    _shares = {
        f"{name}_share": (f"{name}_good", f"{name}_count")
        for name in ("quality", *COUNTED, "explanation")
    }

    date = fields.Datetime("Filed On", readonly=True)
    date_closed = fields.Datetime("Closed On", readonly=True)
    stage_id = fields.Many2one("crisis.stage", readonly=True)
    user_id = fields.Many2one(string="Responsible")
    ending = fields.Selection(ENDINGS, "State", readonly=True)
    unit_ids = fields.Many2many(
        "crisis.unit",
        "crisis_report_unit_rel",
        "report_id",
        "unit_id",
        "Production Units",
        readonly=True,
        help="Who got an order. A case stands with each of its units, and counts once "
        "in the total.",
    )

    hours_to_first_word = fields.Float(
        "Hours to the First Word",
        readonly=True,
        aggregator="avg",
        help="From filing. Cases without a word yet don't count.",
    )
    hours_to_explanation = fields.Float(
        "Hours to an Accepted Explanation",
        readonly=True,
        aggregator="avg",
        help="From filing until the customer accepted. Others don't count.",
    )
    hours_to_close = fields.Float(
        "Hours to the Close",
        readonly=True,
        aggregator="avg",
        help="From filing. Open cases, and what was no crisis, don't count.",
    )

    quality_share = fields.Float(
        "Done Right (%)",
        readonly=True,
        aggregator="avg",
        help="Of all that could be done right or wrong, what was done right: promises, "
        "controls, notices, calls, messages and explanations together.",
    )
    promise_share = fields.Float(
        "Promises Kept (%)",
        readonly=True,
        aggregator="avg",
        help="In time. Open and cancelled promises don't count.",
    )
    control_share = fields.Float(
        "Controls on Time (%)",
        readonly=True,
        aggregator="avg",
        help="Done when the plan wanted them, of those that were done or missed.",
    )
    notice_share = fields.Float(
        "Notices Proven (%)",
        readonly=True,
        aggregator="avg",
        help="Confirmed by who was told, or noted with what he answered; of those that "
        "are over.",
    )
    call_share = fields.Float(
        "Calls Prepared (%)",
        readonly=True,
        aggregator="avg",
        help="Calls for which all was ready before anybody dialled.",
    )
    word_share = fields.Float(
        "Messages Right (%)",
        readonly=True,
        aggregator="avg",
        help="Messages to the customer with nothing missing and nothing to avoid.",
    )
    explanation_share = fields.Float(
        "Accepted at First Go (%)",
        readonly=True,
        aggregator="avg",
        help="Explanations that the customer accepted as he first got them, of those "
        "that he answered.",
    )
    relapse_count = fields.Integer(
        "Relapses", readonly=True, help="How often the case was reopened."
    )
    override_count = fields.Integer("Gates Passed with a Reason", readonly=True)
    waiver_count = fields.Integer(
        "Left Out with a Reason",
        readonly=True,
        help="Questions that do not apply, production that is not needed, items that "
        "are not listed, deliveries that are not passed on; also those taken back.",
    )
    quality_count = fields.Integer("All That Counts", readonly=True)
    promise_count = fields.Integer("Promises", readonly=True)
    control_count = fields.Integer("Controls", readonly=True)
    notice_count = fields.Integer("Notices", readonly=True)
    call_count = fields.Integer("Calls", readonly=True)
    word_count = fields.Integer("Messages Checked", readonly=True)
    explanation_count = fields.Integer("Explanations Answered", readonly=True)

    def init(self):
        # once the tasks have their columns
        self.pool.post_init(self._create_unit_rel)

    def _create_unit_rel(self):
        """Make the list of units that have an order on a case, each once."""
        self.env.cr.execute(
            SQL(
                "CREATE OR REPLACE VIEW crisis_report_unit_rel AS"
                " SELECT DISTINCT crisis_document_id AS report_id,"
                " crisis_unit_id AS unit_id FROM project_task"
                " WHERE crisis_document_id IS NOT NULL AND crisis_unit_id IS NOT NULL"
                # also those that are over
                " AND crisis_order_state IS NOT NULL"
            )
        )

    @property
    def _table_query(self):
        return SQL(
            "SELECT figures.*, %(shares)s,"
            " 100 * quality_good::float / NULLIF(quality_count, 0) AS quality_share"
            " FROM (SELECT counted.*, %(good)s AS quality_good,"
            " %(count)s AS quality_count FROM (%(cases)s) counted) figures",
            shares=self._columns(
                "100 * {0}_good::float / NULLIF({0}_count, 0) AS {0}_share"
            ),
            good=self._columns("{0}_good", " + "),
            count=self._columns("{0}_count", " + "),
            cases=self._cases_query(),
        )

    def _columns(self, pattern, joint=", ", names=(*COUNTED, "explanation")):
        """Return SQL for each share; the names are ours, never a user's."""
        return SQL(joint.join(pattern.format(name) for name in names))

    def _cases_query(self):
        return SQL(
            "SELECT document.id, %(columns)s, document.create_date AS date,"
            " document.date_closed, document.stage_id, document.user_id,"
            " CASE WHEN document.is_closed IS NOT TRUE THEN 'open'"
            " WHEN stage.is_exit THEN 'exit' ELSE 'closed' END AS ending,"
            " NULLIF(document.hours_to_first_word, 0) AS hours_to_first_word,"
            " NULLIF(document.hours_to_explanation, 0) AS hours_to_explanation,"
            " CASE WHEN stage.is_exit IS NOT TRUE THEN EXTRACT(EPOCH FROM"
            " document.date_closed - date_trunc('second', document.create_date))"
            "::float / 3600 END AS hours_to_close,"
            " COALESCE(document.relapse_count, 0) AS relapse_count,"
            " COALESCE(overrides.passed, 0) AS override_count,"
            " COALESCE(overrides.waived, 0) AS waiver_count,"
            " %(counts)s, %(explained)s FROM %(tables)s"
            " JOIN crisis_stage stage ON stage.id = document.stage_id"
            " %(joins)s LEFT JOIN (SELECT document_id,"
            " COUNT(*) FILTER (WHERE kind = 'gate') AS passed,"
            " COUNT(*) FILTER (WHERE kind NOT IN ('gate', 'exit')) AS waived"
            " FROM crisis_override WHERE %(asked_line)s GROUP BY document_id) overrides"
            " ON overrides.document_id = document.id"
            " WHERE document.is_drill IS NOT TRUE AND %(asked)s",
            asked=self._is_asked(SQL("document.id")),
            asked_line=self._is_asked(SQL("document_id")),
            columns=self._case_columns(),
            tables=self._case_tables(),
            counts=self._columns(
                "COALESCE({0}s.good, 0) AS {0}_good,"
                " COALESCE({0}s.count, 0) AS {0}_count",
                names=COUNTED,
            ),
            explained=self._explained(),
            joins=SQL(" ").join(self._joins()),
        )

    def _explained(self):
        return SQL(
            "(document.explanation_accepted = 'yes'"
            " AND COALESCE(document.explanation_version, 0) <= 1)::int"
            " AS explanation_good,"
            " (document.explanation_accepted IN ('yes', 'no')"
            " OR COALESCE(document.explanation_refusal, '') <> '')::int"
            " AS explanation_count"
        )

    def _joins(self):
        """Return the lines of each case, counted; unused ones cost nothing."""
        for name, (model, counts, good) in COUNTED.items():
            yield SQL(
                "LEFT JOIN (SELECT document_id, COUNT(*) AS count,"
                " COUNT(*) FILTER (WHERE %(good)s) AS good FROM %(table)s duty"
                " WHERE (%(counts)s) AND %(asked)s GROUP BY document_id) %(alias)s"
                " ON %(alias)s.document_id = document.id",
                asked=self._is_asked(SQL("document_id")),
                good=SQL(good) if good else self.env[model]._on_time_sql(),
                counts=SQL(counts),
                table=SQL.identifier(self.env[model]._table),
                alias=SQL.identifier(f"{name}s"),
            )
