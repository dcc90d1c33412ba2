from unittest.mock import patch

from odoo.tests import tagged

from ..test_performance import PerformanceCase
from .common_watch import DUE, WatchCase
from .test_watch_job import WATCH


@tagged("post_install", "-at_install")
class TestCostOfWatching(WatchCase, PerformanceCase):
    """What a run of the job costs follows from what is due, not from what exists."""

    def setUp(self):
        super().setUp()
        # what a further case costs in one piece; each piece has a price of its own
        self.startPatcher(patch(f"{WATCH}.BATCH", 1000))
        # commits are Odoo's own, and not possible here
        self.startPatcher(
            patch.object(
                self.registry["ir.cron"],
                "_commit_progress",
                lambda cron, *args, **options: cron.env.flush_all() or 600,
            )
        )

    def _watch(self, minutes=DUE):
        with self._at_minute(minutes):
            self.env["crisis.document"]._cron_watch()

    def test_nothing_due(self):
        """With nothing due, a run is a question or two, however many cases are open."""
        document = self._file_watched()
        self._cost(self._watch, 1)
        few = self._cost(self._watch, 1)
        self._clone(document, 1000)
        self.assertEqual(self._cost(self._watch, 1), few)
        # desks, cases and levels that are due, and alerts that a cut-off run has left
        self.assertLessEqual(few, 4)

    def test_open_documents_do_not_count(self):
        """Ten due among a thousand cost what ten due among two hundred cost."""
        document = self._file_watched(1)
        self._clone(document, 200)
        self._file_watched(count=10)
        self._cost(self._watch)  # fill what is kept for all requests
        costs = []
        for more in (0, 800):
            self._clone(document, more)
            self._file_watched(count=10)
            costs.append(self._cost(self._watch))
        self.assertEqual(costs[0], costs[1])

    def test_many_due(self):
        """Further due cases cost no statements of their own."""
        growth = self._growth(
            lambda documents: self._watch(),
            lambda count: self._file_watched(count=count),
        )
        self.assertLess(growth, 0.2)

    def test_many_silent(self):
        """Neither do further cases on which it is too quiet."""
        level = self._new_level("Silent", {"owner": 0}, first_word_minutes=DUE // 2)
        growth = self._growth(
            lambda documents: self._watch(),
            lambda count: self._file_watched(count=count, level_id=level.id),
        )
        self.assertLess(growth, 0.2)

    def test_many_readers(self):
        """A further reader costs his message and no more, however many his cases."""
        level = self._new_level("All", dict.fromkeys(("owner", "supervisor"), 0))
        costs = []
        for level_id in (self.level.id, self.level.id, level.id):
            self._file_watched(count=20, level_id=level_id)
            costs.append(self._cost(self._watch))
        self.assertLessEqual(costs[2] - costs[1], 15)
