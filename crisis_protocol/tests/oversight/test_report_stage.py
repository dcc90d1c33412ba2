from datetime import datetime

from odoo.tests import tagged

from .common_report import UTC, ReportCase

START = "2026-02-02 08:00:00"


@tagged("post_install", "-at_install")
class TestReportStage(ReportCase):
    """Each stay of a case in a stage, in hours of the wall, as one counts by hand."""

    def _moved(self, *moves, **vals):
        """A case that went to these stages, each so many hours after filing."""
        with self._at_time(UTC(START)):
            document = self._complete(self._file(**vals))
            self.flush_tracking()
        for hours, stage in moves:
            with self._at_time(self._hours(document, hours)):
                document.with_user(self.supervisor).write(
                    {
                        "stage_id": self._stage(f"own_{stage}").id,
                        "stage_reason": "It was a false alarm.",
                    }
                )
                self.flush_tracking()
        self.cases = document
        return document

    def _stays(self, user=None):
        """Return what is seen of the case: stage, which time, hours, how left."""
        rows = (
            self.env["crisis.stage.report"]
            .with_user(user or self.manager)
            .search([("document_id", "in", self.cases.ids)])
            .sorted(lambda row: (row.date, row.date_left or datetime.max))
        )
        names = {self._stage(f"own_{name}"): name for name in self._names()}
        return [
            (names[row.stage_id.sudo()], row.visit, round(row.hours, 2), row.left)
            for row in rows
        ]

    def _names(self):
        return ("reported", "assessment", "remedy", "follow_up", "closed", "not_crisis")

    def _held(self):
        return self._figures(
            self.manager, "stage_id", "held_share:avg", model="crisis.stage.report"
        )

    def test_straight_on(self):
        """Reported for 2 hours, assessed for 3, in remedy still: no hours yet."""
        self._moved((2, "assessment"), (5, "remedy"))
        self.assertEqual(
            self._stays(),
            [
                ("reported", 1, 2, "on"),
                ("assessment", 1, 3, "on"),
                ("remedy", 1, 0, "there"),
            ],
        )
        self.assertEqual(
            self._held(),
            {
                self._stage("own_reported"): 100.0,
                self._stage("own_assessment"): 100.0,
                self._stage("own_remedy"): False,
            },
        )

    def test_there_and_back(self):
        """What had to be done again has not held; the second time it has."""
        self._moved((1, "assessment"), (3, "remedy"), (4, "assessment"), (9, "remedy"))
        self.assertEqual(
            self._stays(),
            [
                ("reported", 1, 1, "on"),
                ("assessment", 1, 2, "on"),
                ("remedy", 1, 1, "back"),
                ("assessment", 2, 5, "on"),
                ("remedy", 2, 0, "there"),
            ],
        )
        held = self._held()
        self.assertEqual(held[self._stage("own_assessment")], 50.0)
        self.assertEqual(held[self._stage("own_remedy")], 0.0)
        hours = self._figures(
            self.manager, "stage_id", "hours:avg", model="crisis.stage.report"
        )
        self.assertEqual(hours[self._stage("own_assessment")], 3.5)

    def test_filed_in_a_later_stage(self):
        """A case that begins later has been nowhere before."""
        with self._at_time(UTC(START)):
            gates = self.own.stage_ids.gate_ids
            gates.active = False
            self.cases = self._file(stage_id=self._stage("own_remedy").id)
            self.flush_tracking()
        self.assertEqual(self._stays(), [("remedy", 1, 0, "there")])

    def test_moved_at_once(self):
        """Moved on in the second in which it was filed: it was there, for no time."""
        self._moved((0, "assessment"))
        self.assertEqual(
            self._stays(), [("reported", 1, 0, "on"), ("assessment", 1, 0, "there")]
        )

    def test_no_crisis(self):
        """Leaving the path is told apart, and is no failure of the stage."""
        self._moved((6, "not_crisis"))
        self.assertEqual(
            self._stays(), [("reported", 1, 6, "exit"), ("not_crisis", 1, 0, "there")]
        )
        self.assertEqual(self._held()[self._stage("own_reported")], False)

    def test_closed_and_reopened(self):
        """Closed stages have no hours, however long until the case came back."""
        self._moved((10, "closed"), (90, "follow_up"))
        self.assertEqual(
            self._stays(),
            [
                ("reported", 1, 10, "on"),
                ("closed", 1, 0, "back"),
                ("follow_up", 1, 0, "there"),
            ],
        )

    def test_archived(self):
        """What was archived has taken its time all the same."""
        self._moved((10, "closed")).with_user(self.supervisor).active = False
        self.assertEqual(
            self._stays(), [("reported", 1, 10, "on"), ("closed", 1, 0, "there")]
        )

    def test_drill_does_not_count(self):
        """A drill has no times."""
        self._moved((2, "assessment")).sudo()._write_past_reactions({"is_drill": True})
        self.assertEqual(self._stays(), [])

    def test_open_stay_is_no_average(self):
        """A stay that lasts does not pull the average down."""
        first = self._moved((4, "assessment"))
        self.cases = first | self._moved()
        hours = self._figures(
            self.manager, "stage_id", "hours:avg", model="crisis.stage.report"
        )
        self.assertEqual(hours[self._stage("own_reported")], 4.0)
