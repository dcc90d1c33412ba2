from odoo import fields, models

from ...tools.constants import WORSE


class CrisisDocument(models.Model):
    """The cause is watched once, on the leading case, for all that follow (S0-43…45).

    Control 1 looks inside, where there is one thing to see; control 2 asks each
    customer. Those who have to know of the cause are told of it once.
    """

    _inherit = "crisis.document"

    def _watched_elsewhere(self):
        """Whether looking inside is done on the leading case.

        Once both have ended, the leading case is the one that may come back.
        """
        # that it goes on counts also for who may not read it
        lead = self.sudo().leading_id
        return bool(lead) and (self.is_closed or not lead.is_closed)

    def _controls_owed(self):
        kinds = super()._controls_owed()
        if self._watched_elsewhere():
            return tuple(kind for kind in kinds if kind != "system")
        return kinds

    def _relapse_check(self):
        return [] if self._watched_elsewhere() else super()._relapse_check()

    def _whom_to_tell(self):
        """Without those who know of the cause by the leading case."""
        return [
            values
            for values in super()._whom_to_tell()
            if not self._is_told_by_lead(
                values.get("receiver_id"), values.get("role_id")
            )
        ]

    def _is_told_by_lead(self, receiver_id, role_id):
        """Whether somebody was told of the cause, or is yet to be told, over there.

        :param int receiver_id: of a partner, if it is one
        :param int role_id: of a role, if it is one
        """
        # whom it concerns counts also for who may not read the leading case
        lead = self.sudo().leading_id
        if not lead or not (receiver_id or role_id):
            return False
        if not role_id and receiver_id in lead._who_knows().ids:
            return True
        return any(
            (notice.receiver_id.id or None, notice.role_id.id or None)
            == (receiver_id or None, role_id or None)
            for notice in lead.notice_ids
            # what somebody decided there holds here, too
            if notice.state != "missed" and notice._blocks_new_plan()
        )

    def _is_lead_owed(self):
        """Who leads the cause leads all of it, unless this is graver than that."""
        # its level counts also for who may not read it
        lead = self.sudo().leading_id
        is_led = bool(lead) and not lead.level_id._is_milder_than(self.level_id)
        return not is_led and super()._is_lead_owed()

    def _cause_units(self):
        """What went wrong for one customer went wrong for all that follow."""
        followers = self.led_ids
        units = super()._cause_units()
        return units | followers._cause_units() if followers else units

    def _where_cause_is_told(self):
        """A unit is told once, on the leading case, as long as that is open."""
        # also where he may not read the leading case
        led = self.sudo().filtered(
            lambda d: d.leading_id and not d.leading_id.is_closed
        )
        own = self.filtered(lambda d: d not in led)
        return super(CrisisDocument, own | led.leading_id)._where_cause_is_told()

    # ------------------------------------------------------------------
    # Begin and end
    # ------------------------------------------------------------------

    def _take_over_readings(self):
        """What is seen on the leading case holds here, as far as nobody saw more."""
        # also from a case that he may not read
        for lead, followers in self.sudo().grouped("leading_id").items():
            followers._write_past_reactions(
                {
                    "clean_system_count": lead.clean_system_count,
                    "date_system_control": lead.date_system_control,
                }
            )
            unknown = followers.filtered(lambda d: d.health_own == "unknown")
            if lead.health_own != "unknown":
                unknown._write_past_reactions({"health_own": lead.health_own})
            lead._pass_on_root_cause()

    def _give_up_readings(self, leads, reason):
        """What was seen on another cause says nothing of this one."""
        self._write_past_reactions(
            {"clean_system_count": 0, "date_system_control": fields.Datetime.now()}
        )

    # ------------------------------------------------------------------
    # What the leading case sees
    # ------------------------------------------------------------------

    def _pass_on_control(self, control):
        """What a look inside shows holds for all that follow."""
        if control.kind == "system" and not control.relapse_day:
            self._open_led()._on_leading_control(control)

    def _on_leading_control(self, control):
        """Take in a look inside that was made on the leading case."""
        for (_count, health), followers in self.grouped(
            lambda d: (d.clean_system_count, d.health_own)
        ).items():
            one = followers[:1]
            followers._write_past_reactions(one._series_after(control))
            reading = {"clean": "good", "problem": WORSE[health]}
            if (now := reading.get(control.result, health)) != health:
                followers.write({"health_own": now})
        results = dict(control._fields["result"]._description_selection(self.env))
        body = self.env._(
            "Control 1 on %(case)s: %(result)s",
            case=control.document_id.reference,
            result=results[control.result],
        )
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))

    def _reopen_followers(self, is_relapse):
        """What comes back on the leading case is not clean on those that follow."""
        # also to cases of other desks, which he may not read
        for lead in self.sudo().filtered("led_count"):
            lead._open_led()._write_past_reactions({"clean_system_count": 0})
            if is_relapse:
                lead._tell_followers_of_relapse()

    def _tell_followers_of_relapse(self):
        """Let those who led closed cases see whether it is back there, too."""
        told = {}
        ended = self.led_ids.filtered(lambda d: d.is_closed and d.active)
        for follower in ended:
            for user in follower._responsible_or_supervisor():
                told.setdefault(user, {})[follower] = [self._came_back_line]
        bodies = dict.fromkeys(ended.ids, self._came_back_line())
        ended._message_log_batch(bodies=bodies)
        ended._notify_users(told)

    def _came_back_line(self):
        return self.env._(
            "%s, which this case followed, has come back. See whether it concerns this "
            "customer again.",
            self.reference,
        )
