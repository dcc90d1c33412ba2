from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from .common_report import ReportCase

START = "2026-02-02 08:00:00"
REPORTS = ("crisis.report", "crisis.duty.report", "crisis.stage.report")
# Tables that grow with every case, and are never to be read as a whole for one.
GROWING = {
    "crisis_call",
    "crisis_control",
    "crisis_delivery",
    "crisis_document",
    "crisis_notice",
    "crisis_promise",
    "crisis_word",
    "mail_message",
    "mail_tracking_value",
}


@tagged("post_install", "-at_install")
class TestRows(ReportCase):
    """Rows of views are found by the keys of the tables they are made of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls.env["crisis.document"]
        for number in range(5):
            document = cls._case(START, name=f"Case {number}")
            cls._promises(document, "on_time", "late")
            control = {"kind": "system", "user_id": cls.agent.id}
            cls._duty("crisis.control", document, "missed", **control)
            with cls._at_time(cls._hours(document, 1 + number)):
                document.action_log_word("We are on it.")
                document.message_post(body="She is calmer.", message_type="comment")
            cls._moved(document, 10 + number, "own_assessment")
            cls.cases += document
        cls.env.flush_all()
        cls._fill(cls.cases[-1])

    @classmethod
    def _fill(cls, document):
        """Let much happen on a case, and the planner know what there is.

        With next to no rows, reading all of them is as good as any other way, and
        after tests rolled back the planner takes full tables for empty ones.
        """
        messages = SQL(
            "INSERT INTO mail_message (model, res_id, date, message_type, body)"
            " SELECT 'crisis.document', %s, %s, 'comment', 'Much to do.'"
            " FROM generate_series(1, 2000) RETURNING id, date",
            document.id,
            START,
        )
        field = cls.env["ir.model.fields"]._get("crisis.document", "stage_id")
        cls.env.cr.execute(
            SQL(
                "WITH message AS (%s), tracked AS ("
                "INSERT INTO mail_tracking_value (mail_message_id, field_id)"
                " SELECT id, %s FROM message)"
                " INSERT INTO crisis_word (document_id, date, direction, message_id)"
                " SELECT %s, date, 'us', id FROM message",
                messages,
                field.id,
                document.id,
            )
        )
        for table in sorted(GROWING):
            cls.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))

    @classmethod
    def _moved(cls, document, hours, stage):
        with cls._at_time(cls._hours(document, hours)):
            cls._complete(document.with_user(cls.agent)).stage_id = cls._stage(stage)
            cls.env.flush_all()
            cls.cr.flush()

    def _read(self, rows):
        self.env.invalidate_all()
        return rows.read()

    def _scans(self, query, table):
        """Return which growing tables can't be read by looking into an index."""
        select = query.select(SQL.identifier(table, "id"))
        with self.env.cr.savepoint() as savepoint:
            # what the planner takes them for, not what it last happened to see
            for name in sorted(GROWING):
                self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(name)))
            # in tables as small as these, to read all would be faster
            for way in ("seqscan", "hashjoin", "mergejoin"):
                self.env.cr.execute(f"SET LOCAL enable_{way} = off")
            explain = SQL("EXPLAIN (FORMAT JSON) %s", select)
            ((plans,),) = self.env.execute_query(explain)
            savepoint.rollback()
        return {
            node["Relation Name"]
            for node in self._nodes(plans[0]["Plan"])
            if node.get("Relation Name") in GROWING
            and not {"Index Cond", "Recheck Cond"} & node.keys()
        }

    def _nodes(self, node):
        yield node
        for part in node.get("Plans", ()):
            yield from self._nodes(part)

    def test_timeline_looks_into_indexes(self):
        """What a timeline costs doesn't grow with what happened on other cases."""
        for user in (self.agent, self.supervisor, self.manager):
            timeline = self.env["crisis.timeline"].with_user(user)
            rows = timeline.search([("document_id", "=", self.cases[0].id)])
            self.assertGreater(len(rows), 5)
            for domain in (
                [("document_id", "=", self.cases[0].id)],
                [("id", "in", rows.ids)],
            ):
                with self.subTest(user=user.name, domain=domain):
                    query = timeline._search(domain, order=timeline._order, limit=80)
                    self.assertFalse(self._scans(query, timeline._table))

    def test_timeline_by_id(self):
        """Read again by their ids, the rows tell the same."""
        timeline = self.env["crisis.timeline"].with_user(self.agent)
        found = timeline.search([("document_id", "in", self.cases.ids)])
        told = self._read(found)
        self.assertGreater(len({row["part"] for row in told}), 4)
        self.assertEqual(self._read(timeline.browse(found.ids)), told)
        self.env.invalidate_all()
        self.assertEqual(timeline.browse(found[7].id).title, told[7]["title"])

    def test_what_exists(self):
        """An id that no row has is not taken for one."""
        for model in ("crisis.timeline", *REPORTS):
            rows = self.env[model].search([("document_id", "in", self.cases.ids)])
            beyond = rows.browse([max(rows.ids) + 32 * 10**12])
            self.assertEqual((rows + beyond).exists(), rows, model)
            self.assertFalse(beyond.exists().env.context.get("crisis_asked_ids"))

    def test_report_by_id(self):
        """A row of a report, opened, is the row of the list."""
        for model in REPORTS:
            with self.subTest(model):
                rows = self.env[model].with_user(self.manager).search([])
                self.assertGreater(len(rows), 4)
                query = rows._search([("id", "in", rows[0].ids)])
                self.assertFalse(self._scans(query, rows._table))
                seen = self._read(rows)
                self.assertEqual(self._read(rows.browse(rows.ids)), seen)
                self.assertEqual(self._read(rows.browse(rows[2].id)), seen[2:3])

    def test_pages(self):
        """Page by page a list shows what it shows as a whole, in the same order."""
        for model in REPORTS:
            reports = self.env[model].with_user(self.manager)
            for order in (None, "level_id, document_id desc, id"):
                with self.subTest(model, order=order):
                    whole = reports.search([], order=order)
                    pages = [
                        reports.search([], offset=start, limit=2, order=order)
                        for start in range(0, len(whole) + 2, 2)
                    ]
                    self.assertEqual(reports.concat(*pages).ids, whole.ids)
                    shown = [row for page in pages for row in self._read(page)]
                    self.assertEqual(shown, self._read(whole))

    def test_few_and_many(self):
        """Few cases, worked out alone, have the figures that they have among many."""
        report = self.env["crisis.report"].with_user(self.manager)
        names = ("quality_share:avg", "promise_share:avg", "override_count:sum")

        def figures(domain):
            return report._read_group(domain, ["stage_id"], ["__count", *names])

        for domain in ([], [("promise_share", "<", 60)], [("id", "=", False)]):
            few = figures(domain)
            with patch.object(type(report), "_few", 0):
                self.assertEqual(figures(domain), few)
            with patch.object(type(report), "_few", 3):
                self.assertEqual(figures(domain), few)
