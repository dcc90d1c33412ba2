from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrisisLevel(models.Model):
    """How severe a case is: its clock, its intervals and who is told."""

    _name = "crisis.level"
    _inherit = "crisis.mark.mixin"
    _description = "Crisis Level"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10, help="Mildest first.")
    color = fields.Integer()
    description = fields.Text(
        translate=True, help="When to choose this level, for the agent."
    )
    clock = fields.Selection(
        [("always", "Round the clock"), ("working", "The team's working hours")],
        required=True,
        default="working",
        plans_duties=True,
    )
    first_word_minutes = fields.Integer(
        "First Word Within (min)",
        default=60,
        help="Minutes until the customer has heard from us for the first time.",
        plans_duties=True,
    )
    customer_word_minutes = fields.Integer(
        "Word to the Customer Every (min)",
        default=240,
        help="Minutes between two words to the customer.",
        plans_duties=True,
    )
    explanation_minutes = fields.Integer(
        "Explained Within (min)",
        default=1440,
        help="Minutes from the filing until the customer has the explanation of a "
        "crisis that we caused.",
        plans_duties=True,
    )
    acceptance_minutes = fields.Integer(
        "Asked Whether He Accepts Within (min)",
        default=960,
        help="Minutes from the explanation until the customer has said whether he "
        "accepts it.",
        plans_duties=True,
    )
    control_system_minutes = fields.Integer(
        "Control 1 Every (min)",
        default=240,
        help="Minutes between two looks at the customer's mails, the report and the "
        "system.",
        plans_duties=True,
    )
    control_customer_minutes = fields.Integer(
        "Control 2 Every (min)",
        default=480,
        help="Minutes between two times that the customer is asked how it stands.",
        plans_duties=True,
    )
    control_unreached_minutes = fields.Integer(
        "Control 2 Again, If Nobody Was Reached (min)",
        default=60,
        help="Minutes until the customer is tried again when nobody was reached.",
        plans_duties=True,
    )
    control_widening = fields.Integer(
        "Wider After Each Clean Control (%)",
        default=50,
        help="The interval grows by this share with each clean result in a row, and "
        "falls back with the first problem. 0: it stays as it is.",
        plans_duties=True,
    )
    control_widest = fields.Integer(
        "Widest Interval (times)",
        default=4,
        help="How many times its length an interval may grow to.",
        plans_duties=True,
    )
    control_counts_share = fields.Integer(
        "Counts in the Row From (% of the interval)",
        default=50,
        help="A clean control counts as the next in the row only once so much of the "
        "interval has passed. One that is done sooner is noted, and counts for "
        "nothing; a problem counts at once. 0: every clean control counts.",
        plans_duties=True,
    )
    review_explanation = fields.Boolean(
        "Explanation Reviewed by a Second Person",
        help="The explanation reaches the customer only after somebody else than its "
        "author has reviewed it.",
    )
    clean_needed = fields.Integer(
        "Clean Controls to Close",
        default=2,
        help="So many results of each of the two controls must be clean in a row "
        "before a case may be closed.",
    )
    relapse_days = fields.Char(
        "Relapse Checks After (days)",
        default="1, 7, 30",
        help="Days after the close on which it is checked that the crisis has not "
        "come back, such as “1, 7, 30”. Empty: no check.",
        plans_duties=True,
    )
    silence_minutes = fields.Integer(
        "Silence Alarm After (min)",
        default=480,
        help="Minutes without any entry on the document until an alarm is raised.",
        plans_duties=True,
    )
    concerns_night = fields.Boolean(
        "Goes On After Hours",
        help="Cases of this level are handed over before the team's closing time.",
    )
    step_ids = fields.One2many(
        "crisis.level.step", "level_id", "Ladder", copy=True, plans_duties=True
    )
    notice_minutes = fields.Integer(
        "Notice Read Within (min)",
        default=120,
        help="Minutes until somebody who was told must have confirmed it.",
        plans_duties=True,
    )
    production_minutes = fields.Integer(
        "Production Delivers Within (min)",
        default=240,
        help="Minutes until a production task is due, if no delivery time was agreed.",
    )
    receipt_minutes = fields.Integer(
        "Production Confirms Within (min)",
        default=30,
        help="Minutes until a production unit must have said that its order arrived.",
    )
    gap_hours = fields.Float(
        "Readings Apart For (hours)",
        default=8.0,
        help="Hours on this level's clock for which we may say that it runs well while "
        "the customer says that it runs badly. After that the supervisor is told.",
    )
    supervisor_leads = fields.Boolean(
        help="The supervisor is asked to take the lead, or to name who does.",
        plans_duties=True,
    )
    task_priority = fields.Selection(
        selection="_selection_task_priority", default="0", required=True
    )
    inform_supervisor = fields.Boolean(
        default=True,
        help="The supervisor of the team follows the document.",
        plans_duties=True,
    )
    inform_managers = fields.Boolean(
        help="The managers of the team follow the document.", plans_duties=True
    )
    inform_role_ids = fields.Many2many(
        "res.role",
        string="Roles to Inform",
        help="Told of every case of this level; the first to confirm counts.",
        plans_duties=True,
    )
    inform_partner_ids = fields.Many2many(
        "res.partner",
        string="Others to Inform",
        help="People without a user who are told of every case of this level.",
        plans_duties=True,
    )

    _minutes_positive = models.Constraint(
        "CHECK (LEAST(first_word_minutes, customer_word_minutes,"
        " control_system_minutes, control_customer_minutes, notice_minutes,"
        " production_minutes, receipt_minutes, control_unreached_minutes,"
        " silence_minutes, explanation_minutes, acceptance_minutes) > 0)",
        "Every interval of a level needs at least one minute.",
    )
    _gap_positive = models.Constraint(
        "CHECK (gap_hours > 0)", "Readings may be apart for some time at least."
    )
    _counts_share_sane = models.Constraint(
        "CHECK (control_counts_share BETWEEN 0 AND 100)",
        "The share of the interval is between 0 and 100 percent.",
    )
    _widening_positive = models.Constraint(
        "CHECK (control_widening >= 0 AND control_widest >= 1 AND clean_needed >= 0)",
        "Intervals can grow, not shrink, and the number of clean controls can't be "
        "negative.",
    )

    def _selection_task_priority(self):
        return self.env["project.task"]._fields["priority"].selection

    @api.constrains("task_priority")
    def _check_task_priority(self):
        known = dict(self._selection_task_priority())
        for level in self:
            if level.task_priority not in known:
                raise ValidationError(
                    self.env._("Tasks know no priority “%s”.", level.task_priority)
                )

    @api.constrains("relapse_days")
    def _check_relapse_days(self):
        for level in self:
            try:
                days = level._relapse_day_list()
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%s”: write the days of the relapse checks as numbers, such "
                        "as “1, 7, 30”.",
                        level.relapse_days,
                    )
                ) from error
            if days and not 0 < min(days) <= max(days) <= 730:
                raise ValidationError(
                    self.env._("Relapse checks come one day to two years after close.")
                )

    def _is_milder_than(self, other):
        """Whether this level stands before another one, mildest first."""
        return (self.sequence, self.id) < (other.sequence, other.id)

    def _relapse_day_list(self):
        """Return the days of the relapse checks, earliest first.

        :raise ValueError: if they are not numbers
        """
        self.ensure_one()
        texts = (self.relapse_days or "").replace(";", ",").split(",")
        return sorted({int(text) for text in texts if text.strip()})

    def _control_minutes(self, kind, clean_count=0, unreached=False):
        """Return the minutes until the next control of this kind.

        :param str kind: `system` or `customer`
        :param int clean_count: clean results in a row so far; each makes it wider
        :param bool unreached: nobody answered last time, so it comes again sooner
        """
        self.ensure_one()
        minutes = self[f"control_{kind}_minutes"]
        if unreached:
            return min(minutes, self.control_unreached_minutes)
        growth = (1 + self.control_widening / 100) ** min(clean_count, 50)
        return round(minutes * min(growth, self.control_widest))

    def _counts_minutes(self, minutes):
        """Return after how many of these minutes a clean control counts in the row.

        :param int minutes: the interval of the control
        """
        self.ensure_one()
        return minutes * self.control_counts_share // 100

    def _deadline(self, minutes, calendar, start=None):
        """Return when so many minutes have passed on this level's clock.

        :param int minutes: minutes of the clock, not of the wall; negative ones are
            minutes of the wall before
        :param calendar: the team's `resource.calendar`; holidays and breaks count
        :param datetime start: naive UTC; now if empty
        :return: naive UTC datetime. Without working hours ahead, the wall counts.
        """
        self.ensure_one()
        start = start or fields.Datetime.now()
        if self.clock == "working" and calendar and minutes >= 0:
            planned = calendar._crisis_clock().after(start, minutes)
            if planned:
                return planned
        return start + timedelta(minutes=minutes)

    def _step_dates(self, calendar, start, since):
        """Return when the steps of the ladder are due that were not taken yet.

        :param datetime start: naive UTC, from when the ladder counts
        :param datetime since: naive UTC, until when steps were taken, if any were
        :return: {step: naive UTC}
        """
        dates = {
            step: self._deadline(step.minutes, calendar, start)
            for step in self.step_ids
        }
        return {step: date for step, date in dates.items() if not since or date > since}
