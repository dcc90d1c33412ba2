import logging
import time
from datetime import timedelta

from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

# So many cases at once: they are locked meanwhile, and nobody should have to wait.
BATCH = 20
# A case that can't be worked on is tried again after so long.
RETRY = timedelta(hours=1)


class CrisisDocument(models.Model):
    """The scheduled job: it looks only at cases where something is due.

    Each case knows when it must be looked at next. Whatever falls due on it is told
    in one alert, however many steps of the ladder have passed since.
    """

    _inherit = "crisis.document"

    date_watch = fields.Datetime(
        compute="_compute_date_watch", store=True, export_string_translation=False
    )
    date_set_aside = fields.Datetime("Set Aside Until", readonly=True, copy=False)
    watch_error = fields.Char("Why Set Aside", readonly=True, copy=False)

    _watch_idx = models.Index("(date_watch) WHERE date_watch IS NOT NULL")

    @api.depends(
        "date_next_step",
        "date_silence_step",
        "date_gap_step",
        "date_look_again",
        "date_set_aside",
    )
    def _compute_date_watch(self):
        for document in self:
            moments = [
                document.date_next_step,
                document.date_silence_step,
                document.date_gap_step,
                document.date_look_again,
            ]
            watch = min(filter(None, moments), default=False)
            if watch and document.date_set_aside:
                watch = max(watch, document.date_set_aside)
            if watch and watch != document.date_watch:
                self._wake_at(watch)
            document.date_watch = watch

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _cron_watch(self):
        """Do what is due: hand-over rounds, ladders, alarms, reports; in batches.

        Rows that somebody works on are left for the next run. A case that fails is
        set aside for an hour and an administrator is told; the others go on.
        """
        self._retry_later(self.env["crisis.team"]._start_handovers)
        size, left, remaining, seen = self._batch_size(), True, 0, set()
        while left and (documents := self._due(seen, size)):
            started = time.monotonic()
            seen |= set(documents.ids)
            self._retry_later(documents._watch_free)
            is_last = len(documents) < size
            everything = self.with_context(active_test=False)
            left_over = self._due_domain(seen)
            remaining = 0 if is_last else everything.search_count(left_over)
            left = self.env["ir.cron"]._commit_progress(
                len(documents), remaining=remaining
            )
            pace = (time.monotonic() - started) / len(documents)
            size = self._size_that_fits(size, left, pace)
        self._retry_later(lambda: self.env["crisis.alert"]._send(not remaining))
        self._retry_later(self.env["crisis.level"]._start_reports)

    @api.model
    def _batch_size(self):
        """Return how many cases to begin with: fewer after runs that were cut off."""
        progress_id = self.env.context.get("ir_cron_progress_id")
        # how its own runs went is kept with the administrator's jobs
        progress = self.env["ir.cron.progress"].sudo().browse(progress_id)
        # it counts this run already
        return max(1, BATCH >> max(0, progress.timed_out_counter - 1))

    @api.model
    def _size_that_fits(self, size, left, pace):
        """Return how many cases come next: as many as the time that is left allows.

        :param float left: seconds until the job should end
        :param float pace: seconds for one case of the last batch
        """
        return size if size * pace <= left else max(1, int(left / pace))

    @api.model
    def _retry_later(self, method):
        """Call the method; if somebody changed the same rows, leave them for later."""
        try:
            method()
        except TransactionRollbackError:
            self.env.cr.rollback()
            self._wake_at(fields.Datetime.now())

    def _watch_free(self):
        """Look at those of the documents that nobody else works on."""
        free = self._lock_free_rows()
        if free != self:
            self._wake_at(fields.Datetime.now() + timedelta(minutes=1))
        free._watch_safely()

    @api.model
    def _due_domain(self, seen):
        domain = [("date_watch", "<=", fields.Datetime.now())]
        return [*domain, ("id", "not in", list(seen))] if seen else domain

    @api.model
    def _due(self, seen, limit=None):
        """Return a batch of documents at which something is due, the oldest first.

        :param set seen: ids of those that this run has had already
        """
        everything = self.with_context(active_test=False)
        found = everything.search(
            self._due_domain(seen), order="date_watch, id", limit=limit or BATCH
        )
        # archived cases are looked at too, but nobody archived is told of anything
        return self.browse(found.ids)

    def _watch_safely(self):
        """Look at all at once, or one by one if that fails; note whom to tell."""
        try:
            with self.env.cr.savepoint():
                told, lines = self._process_due()
        except TransactionRollbackError:
            raise
        except Exception:  # noqa: BLE001 one of them; which one is found next
            if self.env.cr.connection.closed:
                raise  # no case is to blame for a database that is gone
            told, lines = self._watch_one_by_one()
        self._log_alerts(lines)
        self.env["crisis.alert"]._note(told)

    def _watch_one_by_one(self):
        told, lines, failed = {}, {}, {}
        for document in self:
            try:
                with self.env.cr.savepoint():
                    alerts, own_lines = document._process_due()
            except TransactionRollbackError:
                raise
            except Exception as error:  # noqa: BLE001 whatever it is, the rest goes on
                if self.env.cr.connection.closed:
                    raise
                _logger.exception("Crisis document %s is set aside", document.id)
                failed[document] = error
                continue
            lines |= own_lines
            for user, by_document in alerts.items():
                told.setdefault(user, {}).update(by_document)
        if failed:
            self._set_aside(failed)
        return told, lines

    def _set_aside(self, failed):
        """Leave failing cases alone for a while, and tell the administrators once."""
        fresh = [document for document in failed if not document.watch_error]
        for document, error in failed.items():
            document._write_past_reactions(
                {
                    "date_set_aside": fields.Datetime.now() + RETRY,
                    "watch_error": f"{type(error).__name__}: {error}"[:250],
                }
            )
        if not fresh:
            return
        group = self.env.ref("base.group_system")
        users = self.env["res.users"].search([("all_group_ids", "in", group.ids)])
        alerts = {document: [document._set_aside_line] for document in fresh}
        self.env["crisis.alert"]._note({user: alerts for user in users})

    def _set_aside_line(self):
        return self.env._(
            "Odoo could not keep watch over this case: %s", self.watch_error
        )

    def _process_due(self):
        """Look at these documents now: plan, ladders and silence.

        :return: whom to tell what, and the lines for the chatter; see `_note_alert`
        """
        now = fields.Datetime.now()
        self._write_past_reactions(
            {"date_look_again": False, "date_set_aside": False, "watch_error": False}
        )
        self._refresh_times()
        self._break_promises(now)
        self._reconcile_duties()
        told, lines = {}, {}
        for duties in self._due_duties(now):
            duties._expire_overdue(now)
            taken = duties.filtered(lambda duty: duty.state == "open")._climb(now)
            for duty, steps in taken.items():
                document = duty.document_id
                people = document._targets(steps, duty.user_id)
                document._note_alert(told, lines, people, duty._late_line)
        for document, steps in self._climb_silence(now).items():
            people = document._targets(steps, document._responsible_or_supervisor())
            document._note_alert(told, lines, people, document._silence_line)
        for document in self._alarm_of_gaps(now):
            # he is told in any case, whatever the ladder of the level says
            people = document._responsible_or_supervisor() | (
                document.team_id.supervisor_id.filtered("active")
            )
            document._note_alert(told, lines, people, document._gap_line)
        return told, lines

    def _break_promises(self, now):
        """End what was promised and not kept: another word is owed from then on."""
        domain = [
            ("document_id", "in", self.ids),
            ("state", "=", "open"),
            ("date_step", "<=", now),
        ]
        # whoever the job runs as
        self.env["crisis.promise"].sudo().search(domain)._expire_overdue(now)

    def _refresh_times(self):
        """Work all times out anew: the working hours may have changed since."""
        self.modified(["date_last_entry"])
        for duties in self._open_duties():
            duties.modified(["date_due"])

    def _due_duties(self, now):
        domain = [
            ("document_id", "in", self.ids),
            ("state", "=", "open"),
            ("date_step", "<=", now),
        ]
        for model in self.env["crisis.duty.mixin"]._duty_models():
            # whoever the job runs as
            duties = model.sudo().search(domain)
            if duties:
                yield duties
