from odoo import api, fields, models
from odoo.exceptions import UserError


class CrisisDocument(models.Model):
    """What goes on after hours, and who has taken it over (S0-65…67, S0-79, S0-80)."""

    _inherit = "crisis.document"

    handover_ids = fields.One2many(
        "crisis.handover", "document_id", "Hand-overs", copy=False, readonly=True
    )
    concerns_night = fields.Boolean(
        "Goes On After Hours",
        compute="_compute_concerns_night",
        store=True,
        help="By its level, or because the customer wants it followed after hours.",
    )
    overnight = fields.Char("Falls Due Overnight", compute="_compute_overnight")
    handover_warning = fields.Char(
        "Hand-over Warning", compute="_compute_handover_warning"
    )
    can_take_over = fields.Boolean(
        compute="_compute_handover_warning", export_string_translation=False
    )

    @api.depends("level_id.concerns_night", "after_hours_follow", "after_hours_route")
    def _compute_concerns_night(self):
        for document in self:
            answers = (document.after_hours_follow, document.after_hours_route)
            document.concerns_night = (
                document.level_id.concerns_night or "yes" in answers
            )

    @api.depends("next_duty_date", "team_id.resource_calendar_id")
    @api.depends_context("lang", "tz")
    def _compute_overnight(self):
        """List what falls due between the team's closing and opening."""
        now = fields.Datetime.now()
        nights = {team: team._night(now) for team in self.team_id}
        due = {document.id: [] for document in self}
        for duties in self._open_duties():
            if duties._name == "crisis.handover":
                continue
            for duty in duties.with_env(self.env):
                night = nights.get(duty.document_id.team_id)
                if night and night[0] <= duty.date_due < night[1]:
                    due[duty.document_id.id].append(duty)
        for document in self:
            duties = sorted(due.get(document.id, []), key=lambda duty: duty.date_due)
            document.overnight = ", ".join(
                f"{self._time(duty.date_due)} {duty._label()}" for duty in duties
            )

    def _overnight_line(self):
        if not self.overnight:
            return self.env._("Nothing is planned for the night so far.")
        return self.env._("Falls due overnight: %s", self.overnight)

    @api.depends(
        "handover_ids.state", "handover_ids.date_given", "handover_ids.user_id"
    )
    @api.depends_context("lang", "uid")
    def _compute_handover_warning(self):
        for document in self:
            waiting = document._waiting_handover()
            document.can_take_over = waiting.user_id == self.env.user
            document.handover_warning = bool(waiting) and document._handover_words(
                waiting
            )

    def _waiting_handover(self):
        """Return the hand-over that is given and not answered yet."""
        return self.handover_ids.filtered(lambda h: h.state == "open" and h.date_given)[
            :1
        ]

    def _handover_words(self, waiting):
        giver = waiting.giver_id._crisis_name()
        if waiting.user_id == self.env.user:
            return self.env._("%s wants to hand this case over to you.", giver)
        return self.env._(
            "%(receiver)s has not accepted the hand-over yet. %(giver)s keeps the case "
            "until then.",
            receiver=waiting.user_id._crisis_name(),
            giver=giver,
        )

    def action_take_over(self):
        """Take the case over, as who is asked to: from now on he is responsible.

        :raise UserError: if nobody hands it over any more
        :raise AccessError: for anybody else
        """
        self.ensure_one()
        self.check_access("read")
        waiting = self._waiting_handover()
        if not waiting:
            raise UserError(self.env._("This is done already. Look again."))
        return waiting.action_accept()

    def _after_hours_user(self):
        """Return who is proposed to take the case over."""
        night = self.team_id.night_user_id
        can_take = (
            night != self._responsible_or_supervisor()
            and self._can_be_responsible(night)
        )
        return night if can_take else night.browse()

    def _can_be_responsible(self, user):
        """Whether a user works with crisis documents of this company."""
        if not user:
            return False
        # of another's companies one may read only those that are one's own, too
        user = user.sudo()
        works_here = self.company_id in user.company_ids
        is_agent = user.has_group("crisis_protocol.group_crisis_agent")
        return user.active and works_here and is_agent

    def action_hand_over(self):
        """Open the card with which the case passes to somebody else.

        :raise UserError: if the case has ended
        """
        self.ensure_one()
        self._check_open()
        handover = self.handover_ids.filtered(lambda h: h.state == "open")[:1]
        if handover:
            return handover.action_do()
        if not self._responsible_or_supervisor():
            raise UserError(self.env._("Nobody is responsible. Take the case instead."))
        handover = self.env["crisis.handover"].with_context(
            default_document_id=self.id,
            default_receiver_id=self._after_hours_user().id,
        )
        return handover._dialog(self.env._("Hand over")) | {
            "context": handover.env.context
        }

    def _duties_by_time(self):
        """Return all that is owed on the case, what comes first at the beginning."""
        duties = [
            duty
            for kind in self._open_duties()
            for duty in kind
            if kind._name != "crisis.handover"
        ]
        return sorted(duties, key=lambda duty: duty.date_due)
