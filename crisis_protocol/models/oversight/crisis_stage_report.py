from odoo import fields, models
from odoo.tools import SQL

from ...tools.constants import CASE_FIELDS

LEFT = [
    ("there", "Still there"),
    ("on", "Moved on"),
    ("back", "Moved back"),
    ("exit", "Not a crisis"),
]


class CrisisStageReport(models.Model):
    """One row for each stay of a case in a stage: how long, and whether it held.

    From what Odoo tracked of the stage. A stay that still lasts has no hours, so that
    an average is of those that are over; nor has one in a stage that closes the case.
    Hours are those of the wall, not of the desk.
    """

    _name = "crisis.stage.report"
    _description = "Time in Stages"
    _inherit = "crisis.report.mixin"
    _auto = False
    _order = "date desc, id desc"
    _depends = {
        "crisis.document": [*CASE_FIELDS, "stage_id", "user_id"],
        "crisis.category": ["parent_id"],
        "crisis.stage": ["protocol_id", "sequence", "is_closed", "is_exit"],
        "mail.message": ["model", "res_id", "date"],
        "mail.tracking.value": ["field_id", "old_value_integer", "new_value_integer"],
    }
    _speed = frozenset({"hours"})

    user_id = fields.Many2one(string="Responsible")
    stage_id = fields.Many2one("crisis.stage", readonly=True)
    stage_sequence = fields.Integer(
        readonly=True, aggregator=None, export_string_translation=False
    )
    date = fields.Datetime("Entered On", readonly=True)
    date_left = fields.Datetime("Left On", readonly=True)
    left = fields.Selection(LEFT, "How It Was Left", readonly=True)
    visit = fields.Integer(
        "Which Time", readonly=True, aggregator=None, help="1: the first time."
    )
    hours = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Hours of the wall between entering and leaving. Stays that still last, "
        "and closed stages, don't count.",
    )
    held_share = fields.Float(
        "Held (%)",
        readonly=True,
        aggregator="avg",
        help="Stays that were left for good: the case moved on from here and did not "
        "come back to this stage. Of those that are over.",
    )

    @property
    def _table_query(self):
        return SQL(
            "SELECT stay.id, %(columns)s, document.user_id, stay.stage_id,"
            " stage.sequence AS stage_sequence, stay.date,"
            " stay.date_left, stay.visit, %(left)s AS left,"
            " CASE WHEN stage.is_closed IS NOT TRUE THEN EXTRACT(EPOCH FROM"
            " stay.date_left - stay.date)::float / 3600 END AS hours,"
            " CASE WHEN stay.date_left IS NOT NULL AND stage.is_closed IS NOT TRUE"
            " AND next.is_exit IS NOT TRUE THEN CASE"
            " WHEN stay.is_last AND (next.sequence, next.id) >"
            " (stage.sequence, stage.id) THEN 100::float ELSE 0 END END AS held_share"
            " FROM %(tables)s JOIN (%(stays)s) stay ON stay.document_id = document.id"
            " LEFT JOIN crisis_stage stage ON stage.id = stay.stage_id"
            " LEFT JOIN crisis_stage next ON next.id = stay.next_id"
            " WHERE document.is_drill IS NOT TRUE"
            # Under another protocol a case begins anew. Both have one; were it "=",
            # PostgreSQL would expect few rows, and look each of them up on its own.
            " AND stage.protocol_id IS NOT DISTINCT FROM document.protocol_id",
            columns=self._case_columns(),
            tables=self._case_tables(),
            left=SQL(
                "CASE WHEN stay.date_left IS NULL THEN 'there'"
                " WHEN next.is_exit THEN 'exit' WHEN (next.sequence, next.id) >"
                " (stage.sequence, stage.id) THEN 'on' ELSE 'back' END"
            ),
            stays=self._stays_query(),
        )

    def _stays_query(self):
        """Return each stay: which time the case was in that stage, and whether last."""
        return SQL(
            "SELECT stay.*, ROW_NUMBER() OVER stage_order AS visit,"
            " LEAD(id) OVER stage_order IS NULL AS is_last FROM (%s) stay"
            " WINDOW stage_order AS"
            " (PARTITION BY document_id, stage_id ORDER BY is_move, date, id)",
            self._entries_query(),
        )

    def _entries_query(self):
        """Return each entry with the one after it: when and where the case went.

        A case is filed in the stage that its first move left, or stands in still.
        """
        return SQL(
            "SELECT id, document_id, date, is_move,"
            " COALESCE(new_id, LEAD(old_id) OVER case_order, present_id) AS stage_id,"
            " LEAD(new_id) OVER case_order AS next_id,"
            " LEAD(date) OVER case_order AS date_left"
            " FROM (SELECT id * 2::bigint AS id, id AS document_id,"
            " date_trunc('second', create_date) AS date, 0 AS is_move,"
            " NULL::integer AS old_id, NULL::integer AS new_id,"
            " stage_id AS present_id FROM crisis_document WHERE %(filed)s"
            " UNION ALL SELECT id * 2::bigint + 1, document_id, date, 1,"
            " old_id, new_id, NULL FROM (%(moves)s) move WHERE %(moved)s) entry"
            " WINDOW case_order AS"
            " (PARTITION BY document_id ORDER BY is_move, date, id)",
            moves=self._moves_query(),
            filed=self._is_of_asked(SQL("id")),
            moved=self._is_of_asked(SQL("document_id")),
        )

    def _is_of_asked(self, document):
        """Return SQL that is true for the cases of the stays to work out."""
        if self._asked_ids is None:
            return SQL("true")
        # an array is worked out first, so that the index on messages is used
        return SQL(
            "%(document)s = ANY(ARRAY("
            "SELECT id FROM crisis_document WHERE %(filed)s"
            " UNION SELECT document_id FROM (%(moves)s) move WHERE %(moved)s))",
            document=document,
            moves=self._moves_query(),
            filed=self._is_asked(SQL("id"), 0, 2),
            moved=self._is_asked(SQL("id"), 1, 2),
        )

    def _moves_query(self):
        field = self.env["ir.model.fields"]._get("crisis.document", "stage_id")
        return SQL(
            "SELECT tracked.id, message.res_id AS document_id, message.date,"
            " tracked.old_value_integer AS old_id, tracked.new_value_integer AS new_id"
            " FROM mail_tracking_value tracked"
            " JOIN mail_message message ON message.id = tracked.mail_message_id"
            " WHERE message.model = 'crisis.document' AND tracked.field_id = %s"
            " AND tracked.old_value_integer > 0",
            field.id,
        )
