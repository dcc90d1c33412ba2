from datetime import timedelta
from unittest.mock import patch

from odoo.tests import RecordCapturer, tagged
from odoo.tools import SQL

from .common_watch import DUE, NEVER, START, WatchCase

WATCH = "odoo.addons.crisis_protocol.models.watch.crisis_document_cron"


@tagged("post_install", "-at_install")
class TestWhatIsLookedAt(WatchCase):
    """The job looks at what is due, and at nothing else."""

    def _looked_at(self, minutes):
        """Run the job; return the cases that it has looked at."""
        seen = self.env["crisis.document"]
        model = self.registry["crisis.document"]
        watch = model._process_due

        def spy(documents):
            nonlocal seen
            seen |= seen.browse(documents.ids)
            return watch(documents)

        with patch.object(model, "_process_due", spy):
            self._sweep(minutes)
        return seen

    def test_only_due(self):
        """Cases on which nothing is due yet are not read."""
        self._file_watched(30, count=3)
        due = self._file_watched(count=2)
        self.assertFalse(self._looked_at(DUE - 1))
        self.assertEqual(self._looked_at(DUE), due)

    def test_at_the_second(self):
        """What is due in this very moment is due."""
        document = self._file_watched()
        self.assertEqual(document.sudo().date_watch, START + timedelta(minutes=DUE))
        self.assertEqual(self._looked_at(DUE), document)

    def test_archived_level(self):
        """A level that is no longer offered still watches its cases."""
        document = self._file_watched()
        self.level.active = False
        self.assertEqual(self._looked_at(DUE), document)

    def test_changed_plan(self):
        """A case whose plan may have changed behind its back is looked at, once."""
        document = self._file_watched()
        with self._at_minute(5):
            self.level.with_user(self.manager).control_system_minutes = 20
        self.assertEqual(self._looked_at(6), document)
        self.assertEqual(self._duty(document).date_due, START + timedelta(minutes=20))
        self.assertFalse(self._looked_at(7))

    def test_second_run(self):
        """Run again, and again with every case marked, the job changes nothing."""
        documents = self._file_watched(count=3)
        self._sweep(DUE)
        before = self._state(documents)
        self._sweep(DUE)
        self.assertEqual(self._state(documents), before)
        with self._at_minute(DUE):
            documents._request_reconcile()
        self._sweep(DUE)
        self.assertEqual(self._state(documents), before)

    def _state(self, documents):
        """Return all that a sweep may have touched, as plain values."""
        documents = documents.sudo()
        self.env.invalidate_all()
        names = ["state", "date_due", "user_id", "date_step", "activity_id"]
        return [
            [duties.read(names) for duties in self._all_duties(documents)],
            documents.read(["date_watch", "date_silence", "next_duty_date"]),
            documents.message_ids.ids,
            documents.activity_ids.ids,
            self._notifications().ids,
        ]

    def _all_duties(self, documents):
        return [
            documents[model._document_field]
            for model in self.env["crisis.duty.mixin"]._duty_models()
        ]

    def test_by_an_index(self):
        """Among many open cases the due ones are found without reading the others."""
        document = self._file_watched()
        self._clone(document, 5000)
        self.env.cr.execute("ANALYZE crisis_document")
        with self._at_minute(DUE):
            for seen in (set(), {document.id}):
                plan = self._plan_of(
                    lambda s=seen: self.env["crisis.document"]._due(s, limit=200)
                )
                self.assertIn("crisis_document_watch_idx", plan)
                self.assertNotIn("Seq Scan", plan)

    def _plan_of(self, method):
        """Return how PostgreSQL runs the statement of a method."""
        statements = []
        execute = self.env.cr.execute

        def spy(query, *args, **kwargs):
            statements.append(query)
            return execute(query, *args, **kwargs)

        with patch.object(self.env.cr, "execute", spy):
            method()
        (statement,) = (s for s in statements if "date_watch" in str(s))
        execute(SQL("EXPLAIN %s", statement))
        return "\n".join(row for (row,) in self.env.cr.fetchall())


@tagged("post_install", "-at_install")
class TestWakeUp(WatchCase):
    """The job wakes at the minute, not only at its interval."""

    def _wake_ups(self, act):
        """Return at which times the job is to wake for what the act sets off."""
        domain = [("cron_id", "=", self.cron.id)]
        self.env.cr.flush()  # what came before wakes it now
        with RecordCapturer(self.env["ir.cron.trigger"], domain) as capture:
            act()
            self.env.cr.flush()
        return sorted(capture.records.mapped("call_at"))

    def _minute(self, minutes):
        return START + timedelta(minutes=minutes)

    def test_once_for_many(self):
        """Cases filed together wake it once, at the minute when they fall due."""
        moments = self._wake_ups(lambda: self._file_watched(count=20))
        self.assertEqual(moments, [self._minute(DUE)])

    def test_for_the_next_rung(self):
        """Each run wakes the next one, at the next rung."""
        self._file_watched(count=3)
        moments = self._wake_ups(lambda: self._sweep(DUE))
        self.assertEqual(moments, [self._minute(DUE + 30)])

    def test_not_before_it_is_due(self):
        """A time between two minutes wakes it at the second one, when it is due."""
        document = self._file_watched()
        self._sweep(DUE)
        with self._at_minute(DUE + 20.3):
            moments = self._wake_ups(document.action_acknowledge)
        for moment in moments:
            self.assertEqual(moment.second, 0)
            self.assertGreaterEqual(moment, document.sudo().date_watch)

    def test_for_an_earlier_time(self):
        """What comes earlier than planned wakes it earlier."""
        document = self._file_watched()
        duty = self._duty(document).with_user(self.agent)
        with self._at_minute(1):
            moments = self._wake_ups(lambda: duty.write({"date_due": self._minute(10)}))
        self.assertIn(self._minute(10), moments)

    def test_nothing_new(self):
        """A change that moves no time wakes nobody."""
        document = self._file_watched()
        with self._at_minute(1):
            self.assertFalse(self._wake_ups(lambda: document.write({"timing": "!"})))

    def test_after_the_last_rung(self):
        """When the ladder is at its end, only what else is owed wakes it."""
        self._file_watched()
        moments = self._wake_ups(lambda: self._sweep(DUE + NEVER // 2))
        self.assertEqual(moments, [self._minute(NEVER)])


@tagged("post_install", "-at_install")
class TestBatches(WatchCase):
    """Many cases are worked off in pieces, each committed."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch(f"{WATCH}.BATCH", 2))
        self.documents = self._file_watched(count=5)

    def _told_of(self):
        """Return how many of the cases the job has told of."""
        self.env.invalidate_all()
        return len([document for document in self.documents if self._alerts(document)])

    def test_progress(self):
        """Odoo knows how many are done and how many are left, at each commit."""
        commits = []
        model = self.registry["ir.cron"]
        commit = model._commit_progress

        def spy(cron, processed=0, **options):
            commits.append((processed, options.get("remaining")))
            return commit(cron, processed, **options)

        domain = [("cron_id", "=", self.cron.id)]
        with RecordCapturer(self.env["ir.cron.progress"], domain) as capture:
            with patch.object(model, "_commit_progress", spy):
                self._sweep(DUE)
        self.assertEqual(commits, [(2, 3), (2, 1), (1, 0)])
        self.assertEqual(sum(capture.records.mapped("done")), 5)
        self.assertFalse(any(capture.records.mapped("remaining")))
        self.assertEqual(self._told_of(), 5)

    def test_time_is_up(self):
        """When its time is up, the job leaves the rest to the next run."""
        model = self.registry["ir.cron"]
        documents = self.env["crisis.document"]
        with patch.object(model, "_commit_progress", return_value=0):
            for count in (2, 4, 5):
                with self._at_minute(DUE):
                    documents._cron_watch()
                    self.assertEqual(self._told_of(), count)

    def test_told_once_all_the_same(self):
        """Each case is told of once, in whatever piece it came."""
        before = self._notifications()
        self._sweep(DUE)
        messages = (self._notifications() - before).mail_message_id
        bodies = "".join(messages.mapped("body"))
        for document in self.documents:
            self.assertEqual(len(self._alerts(document)), 1)
            self.assertEqual(bodies.count(f'/odoo/crises/{document.id}"'), 1)

    def test_one_message_for_each_reader(self):
        """However many pieces there were, a reader is told in one message."""
        self._assert_told(DUE, self.agent)

    def test_cut_off(self):
        """What was found before the job was cut off is told by the next run."""
        alerts = self.registry["crisis.alert"]
        with patch.object(alerts, "_send", lambda *_args: None):
            self.assertFalse(self._sweep_told(DUE))
        self.assertEqual(self._told_of(), 5)
        self._assert_told(DUE + 1, self.agent)
        self.assertFalse(self._sweep_told(DUE + 2))

    def test_much_to_do(self):
        """Who is told waits for the end of the work, but not for long."""
        model = self.registry["ir.cron"]
        documents = self.env["crisis.document"]
        before = self._notifications()
        with patch.object(model, "_commit_progress", return_value=0):
            with self._at_minute(DUE):
                documents._cron_watch()
            self.assertEqual(self._notifications(), before)
            with self._at_minute(DUE + 6):
                documents._cron_watch()
        self.assertEqual(len(self._notifications() - before), 1)

    def test_smaller_after_a_cut(self):
        """A piece that did not fit the time limit is tried in halves."""
        self.startPatcher(patch(f"{WATCH}.BATCH", 20))
        progress = self.env["ir.cron.progress"].create({"cron_id": self.cron.id})
        documents = self.env["crisis.document"]
        documents = documents.with_context(ir_cron_progress_id=progress.id)
        for counter, size in ((0, 20), (1, 20), (2, 10), (3, 5), (9, 1)):
            progress.timed_out_counter = counter
            self.assertEqual(documents._batch_size(), size)

    def test_as_many_as_fit(self):
        """Near the end of its time the job takes no more than it can finish."""
        documents = self.env["crisis.document"]
        self.assertEqual(documents._size_that_fits(20, float("inf"), 0.5), 20)
        self.assertEqual(documents._size_that_fits(20, 5, 0.5), 10)
        self.assertEqual(documents._size_that_fits(20, 0, 0.5), 1)
