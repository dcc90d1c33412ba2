from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.constants import WORSE


class CrisisDocument(models.Model):
    """The two controls, run until the crisis has gone, and the relapse watch after."""

    _inherit = "crisis.document"

    control_ids = fields.One2many(
        "crisis.control", "document_id", "Controls", copy=False, readonly=True
    )
    clean_system_count = fields.Integer(
        "Clean Controls 1 in a Row", readonly=True, copy=False, aggregator=None
    )
    clean_customer_count = fields.Integer(
        "Clean Controls 2 in a Row", readonly=True, copy=False, aggregator=None
    )
    date_system_control = fields.Datetime(
        "Last Control 1",
        readonly=True,
        copy=False,
        help="The next one is counted from here.",
    )
    date_customer_control = fields.Datetime(
        "Last Control 2",
        readonly=True,
        copy=False,
        help="The next one is counted from here.",
    )
    is_customer_unreached = fields.Boolean(
        readonly=True, copy=False, export_string_translation=False
    )
    date_reopened = fields.Datetime("Reopened On", readonly=True, copy=False)
    relapse_count = fields.Integer(
        "Relapses", readonly=True, copy=False, help="How often the crisis came back."
    )
    controls_clean = fields.Boolean(
        "Last Controls Clean",
        compute="_compute_controls_clean",
        store=True,
        help="Whether so many results of both controls are clean in a row as the level "
        "wants before the close.",
    )

    @api.depends("clean_system_count", "clean_customer_count", "level_id.clean_needed")
    def _compute_controls_clean(self):
        for document in self:
            clean = min(document.clean_system_count, document.clean_customer_count)
            document.controls_clean = clean >= document.level_id.clean_needed

    def _controls_owed(self):
        """Return the kinds of controls that are to be made on this open case."""
        return ("system", "customer")

    def _next_control(self, kind):
        """Return when the next control of this kind is due, as values."""
        start = max(
            filter(
                None,
                [
                    self[f"date_{kind}_control"],
                    self.date_reopened,
                    self.create_date or fields.Datetime.now(),
                ],
            )
        )
        level = self.level_id
        minutes = level._control_minutes(
            kind,
            self[f"clean_{kind}_count"],
            kind == "customer" and self.is_customer_unreached,
        )
        return {
            "document_id": self.id,
            "kind": kind,
            "date_planned": self._deadline(minutes, start),
            "date_counts": bool(level.control_counts_share)
            and self._deadline(level._counts_minutes(minutes), start),
        }

    def _row_line(self, control):
        """Say how many clean controls of this kind there are, and when the next counts.

        :param control: the open `crisis.control` of the series
        """
        said = {
            "clean": self[f"clean_{control.kind}_count"],
            "needed": self.level_id.clean_needed,
        }
        if control._is_early():
            return self.env._(
                "%(needed)s clean ones in a row are needed, %(clean)s so far. Done "
                "before %(time)s, this one does not count.",
                time=control._clock(control.date_counts),
                **said,
            )
        return self.env._(
            "%(needed)s clean ones in a row are needed, %(clean)s so far. Done now, "
            "this one counts.",
            **said,
        )

    def _gate_words(self, gate):
        """Say in the line on top how far the rows of controls are."""
        words = super()._gate_words(gate)
        rows = self._rows_behind() if gate.next_step == "control" else []
        return " – ".join([words, *rows])

    def _rows_behind(self):
        """Return how far each row is that the close still waits for, in words."""
        needed = self.level_id.clean_needed
        names = {"system": self.env._("Control 1"), "customer": self.env._("Control 2")}
        controls = self.control_ids.filtered(
            lambda c: c.state == "open" and not c.relapse_day
        )
        return [
            f"{names[control.kind]}: {self._row_line(control)}"
            for control in controls.sorted("kind", reverse=True)
            if self[f"clean_{control.kind}_count"] < needed
        ]

    def _deadline(self, minutes, start=None):
        """Return when so many minutes have passed on the clock of this case.

        :param datetime start: naive UTC; now if empty
        :return: naive UTC, in whole minutes
        """
        start = (start or fields.Datetime.now()).replace(second=0, microsecond=0)
        calendar = self.team_id.resource_calendar_id
        return self.level_id._deadline(minutes, calendar, start)

    def _relapse_check(self):
        """Return the next look whether the crisis has come back, if one is left."""
        if self.stage_id.is_exit or not self.date_closed:
            return []
        checked = self.control_ids.filtered(
            lambda c: c.relapse_day
            and (c.state == "done" or (c.state == "cancelled" and c.done_by_id))
            and c.date_done >= self.date_closed
        )
        since = max([self.date_closed, *checked.mapped("date_done")])
        done_day = max(checked.mapped("relapse_day"), default=0)
        for day in self.level_id._relapse_day_list():
            due = self._deadline(0, self.date_closed + timedelta(days=day))
            if day > done_day and due > since:
                return [
                    {
                        "document_id": self.id,
                        "kind": "system",
                        "relapse_day": day,
                        "date_planned": due,
                        "date_counts": self._relapse_day_begins(due),
                    }
                ]
        return []

    def _relapse_day_begins(self, due):
        """Return from when a relapse check can be clean: on its day, as the desk lives.

        A case that was closed late in the evening is not looked at after midnight: the
        level's share of the time since the close has passed, too.

        :param datetime due: naive UTC
        """
        zone = pytz.timezone(self.team_id.resource_calendar_id.tz or "UTC")
        day = pytz.utc.localize(due).astimezone(zone).date()
        begins = zone.localize(datetime.combine(day, time.min))
        share = self.level_id._counts_minutes(
            (due - self.date_closed).total_seconds() // 60
        )
        waited = self.date_closed + timedelta(minutes=share)
        begins = begins.astimezone(pytz.utc).replace(tzinfo=None)
        return max(begins, waited.replace(microsecond=0))

    def _continue_series(self, control):
        if not control.relapse_day:
            self._write_past_reactions(self._series_after(control))

    def _take_reading(self, control):
        self.write(self._reading_after(control))

    def _plan_after_control(self, control):
        self._reconcile_duties()

    def _series_after(self, control):
        """Return what a result changes of its series: an early look moves nothing."""
        kind, is_clean = control.kind, control.result == "clean"
        if is_clean and not control.is_counted:
            return {}
        vals = {f"date_{kind}_control": control.date_done}
        vals[f"clean_{kind}_count"] = is_clean and self[f"clean_{kind}_count"] + 1
        if kind == "customer":
            vals["is_customer_unreached"] = control.result == "unreached"
        return vals

    def _reading_after(self, control):
        reading = "health_own" if control.kind == "system" else "health_customer"
        if control.result == "problem":
            return {reading: WORSE[self[reading]]}
        if control.result == "unreached" or control.relapse_day:
            return {}
        return {reading: "good"} if self[reading] != "good" else {}

    def _check_watched(self):
        """:raise UserError: for who takes cases away that are watched still"""
        user = self.env.user
        if self.env.su or user.has_group("crisis_protocol.group_crisis_supervisor"):
            return
        for document in self:
            # what is owed on a case in the archive is nobody's to see
            checks = document.sudo().control_ids
            check = checks.filtered(lambda c: c.state == "open")[:1]
            if check:
                raise UserError(
                    self.env._(
                        "%(document)s: whether it has come back is still to be looked "
                        "at (%(date)s). Until then only a supervisor may archive it.",
                        document=document.display_name,
                        date=format_date(self.env, check.date_due),
                    )
                )

    def _restart_controls(self, is_relapse):
        """After a reopening the controls start from the beginning."""
        for document in self:
            document._write_past_reactions(
                {
                    "clean_system_count": 0,
                    "clean_customer_count": 0,
                    "is_customer_unreached": False,
                    **document._nothing_said(),
                    "date_reopened": fields.Datetime.now(),
                    "relapse_count": document.relapse_count + is_relapse,
                }
            )

    def _reopen_for_relapse(self, reason):
        """The crisis has come back: the same case goes on where it ended (S0-38)."""
        self._reopen(self.env._("Relapse: %s", reason))

    def _reopen(self, reason):
        """Let a closed case go on where it ended.

        What was called no crisis has gone through nothing yet, and begins.
        """
        self.ensure_one()
        if self.stage_id.is_exit:
            stage = self.protocol_id._start_stage(self.grade)
        else:
            path = self.protocol_id._path_stages()
            stage = path.filtered(lambda s: not s.is_closed).sorted()[-1:]
        self.write({"stage_id": stage.id, "stage_reason": reason})
