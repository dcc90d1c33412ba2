import logging
from datetime import timedelta

from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class CrisisTeam(models.Model):
    """Ahead of its closing time, a desk hands over what goes on after hours (S0-65)."""

    _inherit = "crisis.team"

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        teams._plan_handovers()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if {"resource_calendar_id", "handover_minutes", "active"} & vals.keys():
            self._plan_handovers()
        if {
            "resource_calendar_id",
            "supervisor_id",
            "manager_ids",
            "inform_partner_ids",
        } & vals.keys():
            documents = self.env["crisis.document"]
            documents.search(
                [("team_id", "in", self.ids), ("is_closed", "=", False)]
            )._request_reconcile()
        return result

    def _plan_handovers(self):
        """Note when the desk next has to hand over: before its next closing time."""
        now = fields.Datetime.now()
        for team in self:
            team.date_next_round = team._round_date(now)
            if team.date_next_round:
                self.env["crisis.document"]._wake_at(team.date_next_round)

    def _round_date(self, after):
        if not self.active or not self.resource_calendar_id:
            return False
        clock = self.resource_calendar_id._crisis_clock()
        lead, moment = self._handover_lead(), after
        while closing := clock.closing(moment):
            if closing - lead > after:
                return closing - lead
            moment = closing
        return False

    def _handover_lead(self):
        return timedelta(minutes=self.handover_minutes)

    @api.model
    def _start_handovers(self):
        """Ask for the hand-overs of the desks that close soon.

        Late after an outage, a round is made as long as the desk is still open, or
        not at all: the cases of a night that is over need no hand-over.
        """
        now = fields.Datetime.now()
        # the desks of all companies, whoever the job runs as
        teams = self.sudo().search([("date_next_round", "<=", now)])
        for team in teams.try_lock_for_update(allow_referencing=True):
            try:
                with self.env.cr.savepoint():
                    team._start_round(now)
            except TransactionRollbackError:
                raise
            except Exception:  # noqa: BLE001 one desk must not hold up the others
                _logger.exception("The hand-over round of team %s failed", team.id)
            team._plan_handovers()
        if teams:
            self.env["ir.cron"]._commit_progress()

    def _start_round(self, now):
        closing = self._closing(now)
        if closing and closing - self._handover_lead() <= now:
            self._ask_for_handovers(closing)

    def _closing(self, moment):
        """Return the end of the working day at this moment, naive UTC, or None."""
        calendar = self.resource_calendar_id
        return calendar._crisis_clock().closing(moment) if calendar else None

    def _night(self, moment):
        """Return when the desk is away next, as (from, until) in naive UTC, or None."""
        calendar = self.resource_calendar_id
        return calendar._crisis_clock().night(moment) if calendar else None

    def _ask_for_handovers(self, closing):
        """Make a hand-over for each case that goes on after hours, and say so."""
        documents = self.env["crisis.document"].search(
            [
                ("team_id", "=", self.id),
                ("is_closed", "=", False),
                ("concerns_night", "=", True),
                ("handover_ids", "not any", [("state", "=", "open")]),
            ]
        )
        # whoever has the night already need not hand over to himself
        documents = documents.filtered(
            lambda d: not self.night_user_id or d.user_id != self.night_user_id
        )
        handovers = self.env["crisis.handover"].create(
            [
                {
                    "document_id": document.id,
                    "date_due": closing,
                    "receiver_id": document._after_hours_user().id,
                    "is_after_hours": True,
                }
                for document in documents
            ]
        )
        told = {}
        for handover in handovers:
            document = handover.document_id
            told.setdefault(handover.user_id, {})[document] = [
                handover._late_line,
                document._overnight_line,
            ]
        documents._notify_users(told)
