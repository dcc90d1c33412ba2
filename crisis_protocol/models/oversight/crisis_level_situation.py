import logging
from collections import defaultdict
from datetime import timedelta

import pytz
from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

LONG_OVER = timedelta(days=7)


class CrisisLevel(models.Model):
    """While cases of a level run, those who lead are told by mail how they stand."""

    _inherit = "crisis.level"

    report_minutes = fields.Integer(
        "Situation Report Every (min)",
        help="While cases of this level run, the supervisors and managers of their "
        "teams get a short report by mail, every so many minutes of the day; 60 means "
        "on the hour. Where the team's working hours count, not outside of them. "
        "0: no report.",
    )
    report_user_ids = fields.Many2many(
        "res.users",
        "crisis_level_report_user_rel",
        "level_id",
        "user_id",
        "Situation Report To",
        domain="[('share', '=', False)]",
        help="Beside the supervisors and managers of the teams. Everybody is told only "
        "of the cases that he may see.",
    )
    date_next_report = fields.Datetime(
        "Next Situation Report", readonly=True, copy=False, index=True
    )
    date_last_report = fields.Datetime(
        "Last Situation Report", readonly=True, copy=False
    )

    _report_minutes_sensible = models.Constraint(
        "CHECK (report_minutes = 0 OR report_minutes BETWEEN 15 AND 1440)",
        "A situation report comes every 15 minutes at most, and once a day at least. "
        "Write 0 for none.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        levels = super().create(vals_list)
        levels.filtered("report_minutes")._plan_report()
        return levels

    def write(self, vals):
        result = super().write(vals)
        if {"report_minutes", "clock"} & vals.keys():
            self._plan_report()
        return result

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------

    def _plan_report(self):
        """Note when the level next has to report, whether or not a case runs.

        So filing a case costs nothing: at that time it is looked whether any runs.
        """
        now = fields.Datetime.now()
        for level in self:
            level.date_next_report = level._report_date(now)
            if level.date_next_report:
                self.env["crisis.document"]._wake_at(level.date_next_report)

    def _report_date(self, after):
        """Return when the next report is due, naive UTC; False for none.

        At full multiples of the interval, so that all cases of a level come in one
        mail. What falls outside working hours is told when they begin.
        """
        if self.report_minutes <= 0:
            return False
        calendar = self._report_desk().resource_calendar_id
        zone = pytz.timezone(calendar.tz or "UTC")
        moment = _next_multiple(after, timedelta(minutes=self.report_minutes), zone)
        if self.clock == "working" and calendar:
            clock = calendar._crisis_clock()
            if not clock.is_open(moment):
                return clock.opening(moment) or moment
        return moment

    def _report_desk(self):
        """Return the desk whose day counts: the first that has a case of the level."""
        # the desks of all companies
        groups = self._reported_cases()._read_group(self._running_domain(), ["team_id"])
        teams = self.env["crisis.team"].sudo()
        busy = teams.union(*(team for (team,) in groups))
        return busy.sorted()[:1] or teams.search([], limit=1)

    def _running_domain(self):
        return [("level_id", "in", self.ids), ("is_closed", "=", False)]

    def _reported_cases(self):
        # those of all companies: each reader is told of his own, see `_mail_situation`
        documents = self.env["crisis.document"].sudo()
        return documents.search(self._running_domain(), order="id")

    def _closed_cases(self, now):
        """Return what has ended since the last report: that it is over is news, too."""
        # those of all companies: each reader is told of his own, see `_mail_situation`
        documents = self.env["crisis.document"].sudo()
        domain = Domain.OR(
            Domain("level_id", "=", level.id)
            & Domain("date_closed", ">", level._told_until(now))
            for level in self
        )
        return documents.search(domain & Domain("is_closed", "=", True), order="id")

    def _told_until(self, now):
        """Return since when endings are news; what is long over is none."""
        first = now - timedelta(minutes=self.report_minutes)
        return max(self.date_last_report or first, now - LONG_OVER)

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _start_reports(self):
        """Send the situation reports that are due; called by the scheduled job.

        However many an outage has swallowed, each reader gets one.
        """
        now = fields.Datetime.now()
        # whoever the job runs as
        everything = self.sudo().with_context(active_test=False)
        due = everything.search([("date_next_report", "<=", now)])
        levels = due.try_lock_for_update(allow_referencing=True)
        if not levels:
            return
        for level in levels:
            # stands if planning fails, so that it is not tried again every minute
            level.date_next_report = now + timedelta(minutes=level.report_minutes)
            self._isolated(level._plan_report)
        since = {level: level.date_last_report for level in levels}
        documents = levels._reported_cases() | levels._closed_cases(now)
        for user, cases in levels._report_readers(documents).items():
            self._isolated(cases._mail_situation, user, since)
        documents.level_id.date_last_report = now
        self.env["ir.cron"]._commit_progress()

    @api.model
    def _isolated(self, method, *arguments):
        """Call a method; if it fails, nothing of it stays and the others go on."""
        try:
            with self.env.cr.savepoint():
                method(*arguments)
        except TransactionRollbackError:
            raise
        except Exception:  # noqa: BLE001 one reader must not hold up the others
            if self.env.cr.connection.closed:
                raise
            _logger.exception("A situation report failed: %s", arguments or method)

    def _report_readers(self, documents):
        """Return who is told of which of the documents, as {user: documents}.

        What he may not see is left out when his mail is written.
        """
        readers = defaultdict(documents.browse)
        for level, cases in documents.grouped("level_id").items():
            teams = cases.team_id
            users = teams.supervisor_id | teams.manager_ids | level.report_user_ids
            for user in users.filtered(lambda user: user.active and not user.share):
                readers[user] |= cases
        return readers


def _next_multiple(after, interval, zone):
    """Return the next full multiple of an interval of the day.

    :param datetime after: naive UTC
    :param timedelta interval: counted from midnight in that zone, anew each day
    :return: naive UTC
    """
    local = pytz.utc.localize(after).astimezone(zone).replace(tzinfo=None)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    # when the clock is set back, an hour comes twice, and its multiples with it
    first = max((local - midnight - timedelta(hours=1)) // interval, 0)
    last = (local - midnight + timedelta(hours=1)) // interval + 1
    wanted = {
        min(midnight + number * interval, midnight + timedelta(days=1))
        for number in range(first, last + 1)
    }
    moments = [moment for local in wanted for moment in _moments(local, zone)]
    return min(moment for moment in moments if moment > after)


def _moments(local, zone):
    """Return when a clock of that zone shows a time: once, twice, or set forward."""
    return {
        zone.localize(local, is_dst=is_dst).astimezone(pytz.utc).replace(tzinfo=None)
        for is_dst in (True, False)
    }
