from odoo.tests import tagged

from .common_report import UTC, ReportCase

START = "2026-02-02 08:00:00"


@tagged("post_install", "-at_install")
class TestReportLong(ReportCase):
    """Cases with a long story are counted as one counts them by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crisis.gate"].search([]).active = False

    def _file_at(self, moment=START, **vals):
        with self._at_time(UTC(moment)):
            document = self._file(**{"level_id": self.level.id} | vals)
            self.flush_tracking()
        self.cases = document
        return document

    def _move(self, document, hours, stage, side="own", **context):
        with self._at_time(self._hours(document, hours)):
            document.with_user(self.supervisor).with_context(**context).write(
                {
                    "stage_id": self._stage(f"{side}_{stage}").id,
                    "stage_reason": "It was a false alarm.",
                }
            )
            self.flush_tracking()

    def _stays(self):
        rows = self.env["crisis.stage.report"].with_user(self.manager)
        rows = rows.search([("document_id", "in", self.cases.ids)]).sudo()
        return [
            (
                row.stage_id.get_external_id()[row.stage_id.id].split("stage_")[1],
                row.visit,
                round(row.hours, 3),
                row.left,
                row.held_share,
            )
            for row in rows.sorted(lambda row: (row.date, row.id))
        ]

    def _row(self):
        rows = self.env["crisis.report"].with_user(self.manager)
        return rows.search([("document_id", "in", self.cases.ids)])

    # Stages ------------------------------------------------------------------

    def test_reopened_twice(self):
        """Closed after 10, 30 and 55 hours: it took 55, and came back twice."""
        document = self._file_at()
        moves = ((10, "closed"), (20, "follow_up"), (30, "closed"))
        for hours, stage in (*moves, (40, "remedy"), (55, "closed")):
            self._move(document, hours, stage)
        row = self._row()
        self.assertEqual((row.hours_to_close, row.ending), (55, "closed"))
        self.assertEqual(row.relapse_count, 2)
        self.assertEqual(
            self._stays(),
            [
                ("own_reported", 1, 10, "on", 100),
                ("own_closed", 1, 0, "back", 0),
                ("own_follow_up", 1, 10, "on", 100),
                ("own_closed", 2, 0, "back", 0),
                ("own_remedy", 1, 15, "on", 100),
                ("own_closed", 3, 0, "there", 0),
            ],
        )
        held = self._figures(
            self.manager, "stage_id", "held_share:avg", model="crisis.stage.report"
        )
        self.assertIs(held[self._stage("own_closed")], False)

    def test_open_again(self):
        """As long as it is open again, it has no time to close."""
        document = self._file_at()
        self._move(document, 10, "closed")
        self.assertEqual(self._row().hours_to_close, 10)
        self._move(document, 20, "follow_up")
        row = self._row()
        self.assertEqual((row.hours_to_close, row.ending), (0, "open"))
        self.assertFalse(row.date_closed)

    def test_back_and_forth_in_a_minute(self):
        """Ten seconds here, ten there: each counts, in the order in which it was."""
        document = self._file_at()
        ways = ("assessment", "reported", "assessment", "reported", "remedy")
        for number, stage in enumerate(ways, 1):
            self._move(document, number / 360, stage)
        ten = round(10 / 3600, 3)
        self.assertEqual(
            self._stays(),
            [
                ("own_reported", 1, ten, "on", 0),
                ("own_assessment", 1, ten, "back", 0),
                ("own_reported", 2, ten, "on", 0),
                ("own_assessment", 2, ten, "back", 0),
                ("own_reported", 3, ten, "on", 100),
                ("own_remedy", 1, 0, "there", 0),
            ],
        )

    def test_import_leaves_its_trace(self):
        """Who moves cases without the history moves them with it all the same."""
        document = self._file_at()
        self._move(document, 4, "assessment", tracking_disable=True)
        self._move(document, 5, "remedy", mail_notrack=True)
        self.assertEqual(
            [stay[:4] for stay in self._stays()],
            [
                ("own_reported", 1, 4, "on"),
                ("own_assessment", 1, 1, "on"),
                ("own_remedy", 1, 0, "there"),
            ],
        )

    def test_other_protocol(self):
        """Filed under the wrong protocol, it begins anew; the slip is no stage."""
        document = self._file_at()
        with self._at_time(self._hours(document, 2)):
            document.protocol_id = self.env.ref("crisis_protocol.protocol_customer")
            self.flush_tracking()
        start = document.stage_id
        (stay,) = self._stays()
        self.assertEqual(stay[1:4], (1, 0, "there"))
        following = document.next_stage_id
        with self._at_time(self._hours(document, 5)):
            document.action_next_stage()
            self.flush_tracking()
        self.env.invalidate_all()
        rows = self.env["crisis.stage.report"].search(
            [("document_id", "=", document.id)], order="date"
        )
        self.assertEqual(rows.mapped("stage_id"), start | following)
        self.assertEqual((rows[0].hours, rows[0].left), (3, "on"))

    def test_watch(self):
        """What was only watched and came to nothing has no time to close."""
        document = self._file_at(
            protocol_id=self.env.ref("crisis_protocol.protocol_customer").id,
            grade="watch",
        )
        watched = document.stage_id
        self.assertTrue(watched.is_watch)
        self._move(document, 7, "not_crisis", side="customer")
        row = self._row()
        self.assertEqual((row.ending, row.hours_to_close), ("exit", 0))
        self.assertEqual(self._stays()[0][1:4], (1, 7, "exit"))

    # Clocks ------------------------------------------------------------------

    def test_clock_set_forward(self):
        """A day on which Berlin's clock is set has taken as long as it has."""
        self.manager.tz = "Europe/Berlin"
        document = self._file_at("2026-03-28 22:30:00")
        self._move(document, 24, "closed")
        self.assertEqual(self._row().hours_to_close, 24)
        seen = self._figures(self.manager, "date:day", "__count")
        self.assertEqual([str(day)[:10] for day in seen], ["2026-03-28"])
        # half past midnight there, though it is only 22:30 in Greenwich
        seen = self._figures(self.manager, "date_closed:day", "__count")
        self.assertEqual([str(day)[:10] for day in seen], ["2026-03-30"])

    def test_behind_greenwich(self):
        """For New York it is still March, and last year at New Year."""
        self.manager.tz = "America/New_York"
        for moment, month in (
            ("2026-04-01 03:30:00", "2026-03"),
            ("2026-04-01 04:30:00", "2026-04"),
            ("2026-01-01 04:30:00", "2025-12"),
        ):
            self._file_at(moment)
            with self.subTest(moment=moment):
                self.assertEqual(
                    self._figures(self.manager, "date:month", "__count"), {month: 1}
                )
