from odoo import api, fields, models
from odoo.tools import SQL

# Ids of the parts must not meet in one list.
PARTS = 32
COLUMNS = "document_id date sequence kind user_id part res_model res_id".split()
KINDS = [
    ("word", "To the customer"),
    ("customer", "From the customer"),
    ("duty", "Duty"),
    ("notice", "Notice"),
    ("call", "Attempt to call"),
    ("stage", "Stage"),
    ("change", "Change"),
    ("explanation", "Explanation"),
    ("decision", "Decision"),
    ("production", "Production"),
    ("override", "Gate passed"),
    ("waiver", "Left out"),
    ("alarm", "Alarm"),
    ("note", "Note"),
]


class CrisisTimeline(models.Model):
    """Everything that happened on a case, in order, ready to be read aloud (S0-47).

    Only a view: each row is a moment of a record that is kept elsewhere, so the
    timeline can't differ from what is kept. How each of them is told stands in the
    file `crisis_timeline_story`.
    """

    _name = "crisis.timeline"
    _description = "Timeline"
    _inherit = ["crisis.rows.mixin", "crisis.figure.mixin"]
    _auto = False
    _order = "date, sequence, id"
    _rec_name = "title"
    # the words of a line are made when it is read
    _rec_names_search = ("document_id",)
    _is_count_figure = True
    _depends = {
        "crisis.document": ["create_date", "create_uid"],
        "crisis.word": ["document_id", "date", "message_id"],
        "crisis.call": ["document_id", "date", "state", "is_reached"],
        "crisis.decision": ["document_id", "date"],
        "crisis.moment": ["document_id", "date", "kind", "user_id"],
        "crisis.override": ["document_id", "date", "kind", "date_ended"],
        "crisis.stakeholder": ["document_id", "date_sent", "audience"],
        "crisis.item": ["document_id", "date_recovered"],
        "project.task": ["crisis_document_id", "crisis_date_ordered"],
    }

    document_id = fields.Many2one("crisis.document", "Case", readonly=True)
    date = fields.Datetime("When", readonly=True)
    sequence = fields.Integer(
        readonly=True, aggregator=None, help="What comes first of the same second."
    )
    kind = fields.Selection(KINDS, readonly=True)
    user_id = fields.Many2one("res.users", "Person", readonly=True)
    part = fields.Char(readonly=True, export_string_translation=False)
    res_model = fields.Char(readonly=True, export_string_translation=False)
    res_id = fields.Many2oneReference(
        "Record",
        model_field="res_model",
        readonly=True,
        export_string_translation=False,
    )
    title = fields.Char("What Happened", compute="_compute_story")
    text = fields.Text(compute="_compute_story")

    @api.model
    def search_fetch(self, domain, field_names=None, *args, **kwargs):
        """Read whole rows at once: to find them costs more than to read them."""
        names = {*(field_names or ()), *COLUMNS}
        return super().search_fetch(domain, names, *args, **kwargs)

    @property
    def _table_query(self):
        parts = dict(enumerate(self._parts()))
        asked = self._asked_parts(PARTS) & parts.keys()
        return SQL(" UNION ALL ").join(
            SQL(
                "SELECT id::bigint * %(parts)s + %(number)s AS id, document_id,"
                " date_trunc('second', date) AS date, %(number)s AS sequence, kind,"
                " user_id, %(name)s AS part, %(model)s AS res_model, id AS res_id"
                " FROM (%(query)s) AS %(alias)s WHERE %(condition)s",
                parts=PARTS,
                number=number,
                name=name,
                model=model,
                query=query,
                alias=SQL.identifier(f"part_{name}"),
                condition=self._is_asked(SQL("id"), number, PARTS),
            )
            for number, (name, model, query) in parts.items()
            if number in asked or not asked
        )

    @api.model
    def _parts(self):
        """Return what a timeline is made of, as (name, model, query).

        A query gives id, document_id, date, kind and user_id. Another addon adds its
        own at the end, with a method `_tell_<name>` that puts them into words; duties
        are there already, and tell themselves.
        """
        return [
            (
                "filed",
                "crisis.document",
                SQL(
                    "SELECT id, id AS document_id, create_date AS date,"
                    " 'stage' AS kind, create_uid AS user_id FROM crisis_document"
                ),
            ),
            ("change", "mail.tracking.value", self._changes_query()),
            (
                "word",
                "crisis.word",
                # spoken in a control, it is told by the control
                SQL(
                    "SELECT id, document_id, date, CASE direction WHEN 'us' THEN 'word'"
                    " ELSE 'customer' END AS kind, user_id"
                    " FROM crisis_word WHERE message_id IS NOT NULL"
                ),
            ),
            *self._duty_parts(),
            (
                "call",
                "crisis.call",
                SQL(
                    "SELECT id, document_id, date, 'call' AS kind, user_id"
                    " FROM crisis_call WHERE state = 'done' AND is_reached IS NOT TRUE"
                ),
            ),
            *self._explanation_parts(),
            (
                "moment",
                "crisis.moment",
                SQL("SELECT id, document_id, date, kind, user_id FROM crisis_moment"),
            ),
            ("decision", "crisis.decision", self._plain_query("crisis_decision")),
            (
                "override",
                "crisis.override",
                SQL(
                    "SELECT id, document_id, date, CASE kind WHEN 'gate' THEN"
                    " 'override' ELSE 'waiver' END AS kind, user_id"
                    " FROM crisis_override"
                    # what was called no crisis is told by the move
                    " WHERE kind <> 'exit'"
                ),
            ),
            (
                "waiver_end",
                "crisis.override",
                # that a gate counts again is told by the move back
                SQL(
                    "SELECT id, document_id, date_ended AS date, 'waiver' AS kind,"
                    " ended_by_id AS user_id FROM crisis_override"
                    " WHERE kind NOT IN ('gate', 'exit') AND date_ended IS NOT NULL"
                ),
            ),
            (
                "stakeholder",
                "crisis.stakeholder",
                SQL(
                    "SELECT id, document_id, date_sent AS date, 'notice' AS kind,"
                    " sent_by_id AS user_id FROM crisis_stakeholder"
                    " WHERE state = 'sent' AND audience <> 'customer'"
                ),
            ),
            (
                "order",
                "project.task",
                SQL(
                    "SELECT id, crisis_document_id AS document_id,"
                    " crisis_date_ordered AS date, 'production' AS kind,"
                    " create_uid AS user_id FROM project_task"
                    " WHERE crisis_document_id IS NOT NULL"
                    " AND crisis_unit_id IS NOT NULL AND is_template IS NOT TRUE"
                    " AND crisis_date_ordered IS NOT NULL"
                ),
            ),
            (
                "items",
                "crisis.item",
                # many are marked with one press: the first stands for all
                SQL(
                    "SELECT id, document_id, date_recovered AS date,"
                    " 'production' AS kind, recovered_by_id AS user_id"
                    " FROM crisis_item item WHERE date_recovered IS NOT NULL"
                    " AND NOT EXISTS (SELECT FROM crisis_item earlier"
                    " WHERE earlier.document_id = item.document_id"
                    " AND earlier.date_recovered = item.date_recovered"
                    " AND earlier.recovered_by_id IS NOT DISTINCT FROM"
                    " item.recovered_by_id AND earlier.id < item.id)"
                ),
            ),
            ("note", "mail.message", self._notes_query()),
        ]

    def _plain_query(self, table):
        return SQL(
            "SELECT id, document_id, date, %s AS kind, user_id FROM %s",
            table.removeprefix("crisis_"),
            SQL.identifier(table),
        )

    def _duty_parts(self):
        for model in self.env["crisis.duty.mixin"]._duty_models():
            for name, query in model._timeline_moments().items():
                yield name, model._name, query

    def _explanation_parts(self):
        steps = {"answered": None}
        for step, user in steps.items():
            date = SQL.identifier(f"date_explanation_{step}")
            yield (
                step,
                "crisis.document",
                SQL(
                    "SELECT id, id AS document_id, %s AS date, 'explanation' AS kind,"
                    " %s AS user_id FROM crisis_document WHERE %s IS NOT NULL",
                    date,
                    SQL.identifier(user) if user else SQL("NULL::integer"),
                    date,
                ),
            )

    def _changes_query(self):
        """Return what Odoo tracked on the case, the stages among it."""
        fields_ = self.env["ir.model.fields"]
        field = fields_._get("crisis.document", "stage_id")
        return SQL(
            "SELECT tracked.id, message.res_id AS document_id, message.date,"
            " CASE tracked.field_id WHEN %s THEN 'stage' ELSE 'change' END AS kind,"
            " tracked.create_uid AS user_id"
            " FROM mail_tracking_value tracked"
            " JOIN mail_message message ON message.id = tracked.mail_message_id"
            " WHERE message.model = 'crisis.document'"
            # the answer to an explanation stands as what it is
            " AND tracked.field_id IS DISTINCT FROM %s",
            field.id,
            fields_._get("crisis.document", "explanation_accepted").id or None,
        )

    def _notes_query(self):
        """Return what people noted, and what the job told: ladders and silence.

        What else Odoo notes in the chatter stands in the timeline as what it is.
        """
        xmlid = self.env["ir.model.data"]._xmlid_to_res_id
        return SQL(
            "SELECT message.id, message.res_id AS document_id, message.date,"
            " CASE message.message_type WHEN 'notification' THEN 'alarm' ELSE 'note'"
            " END AS kind, message.create_uid AS user_id"
            " FROM mail_message message WHERE message.model = 'crisis.document'"
            " AND (message.message_type IN ('comment', 'email')"
            # what robots wrote is told as what it is
            " OR message.subtype_id = %s"
            " OR message.message_type = 'notification' AND message.author_id = %s"
            " AND message.mail_activity_type_id IS NULL)"
            " AND COALESCE(message.body, '') <> ''"
            # its words stand with the change
            " AND NOT EXISTS (SELECT FROM mail_tracking_value tracked"
            " WHERE tracked.mail_message_id = message.id)"
            " AND NOT EXISTS (SELECT FROM crisis_word word"
            " WHERE word.message_id = message.id)"
            # what production owes or did is told by its orders
            " AND message.subtype_id IS DISTINCT FROM %s"
            # that it was opened is told by the case: the first line of its chatter
            " AND NOT (message.message_type = 'notification' AND EXISTS ("
            "SELECT FROM crisis_document filed WHERE filed.id = message.res_id"
            " AND message.date < filed.create_date + INTERVAL '2 seconds')"
            " AND NOT EXISTS (SELECT FROM mail_message earlier"
            " WHERE earlier.model = message.model"
            " AND earlier.res_id = message.res_id AND earlier.id < message.id))",
            xmlid("crisis_protocol.mt_automatic"),
            xmlid("base.partner_root"),
            xmlid("crisis_protocol.mt_production") or None,
        )

    @api.depends("part", "res_model", "res_id")
    @api.depends_context("lang", "tz")
    def _compute_story(self):
        now = fields.Datetime.now()
        for (part, model), rows in self.grouped(
            lambda row: (row.part, row.res_model)
        ).items():
            # whoever may read the case may read what happened on it
            records = self.env[model].sudo().browse(rows.mapped("res_id"))
            for row, record in zip(rows, records, strict=True):
                row.title, row.text = self._tell(part, record)
                if row.date > now:
                    row.title = self.env._(
                        "%s (entered while the clock of the server was ahead)",
                        row.title,
                    )

    def _tell(self, part, record):
        """Return how a row is told: a sentence, and the words of it."""
        if isinstance(record, self.env.registry["crisis.duty.mixin"]):
            return record._tell_moment(part)
        return getattr(self, f"_tell_{part}")(record)

    def action_open(self):
        """Open the case."""
        self.ensure_one()
        return self.document_id.get_formview_action()
