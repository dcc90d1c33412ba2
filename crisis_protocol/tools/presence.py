from datetime import datetime

from odoo import fields
from odoo.fields import Domain


class Presence:
    """Who of some users is there, and who stands in; read once, asked often.

    Away is who is deactivated, has set Odoo's out-of-office, or has a leave in his own
    calendar. All times are naive UTC.
    """

    def __init__(self, users):
        # when colleagues are away is not everybody's to read
        users = users.sudo()
        while (more := users | users.crisis_substitute_id) != users:
            users = more
        self._now = fields.Datetime.now()
        self._spans = {user.id: [] for user in users}
        for user in users:
            if not user.active:
                self._spans[user.id].append((datetime.min, datetime.max))
            if user.out_of_office_from:
                span = user.out_of_office_from, user.out_of_office_to or datetime.max
                self._spans[user.id].append(span)
        leaves = users.env["resource.calendar.leaves"].search_fetch(
            Domain("resource_id.user_id", "in", users.ids)
            & Domain("date_to", ">", self._now)
            & Domain("time_type", "=", "leave"),
            ["resource_id", "date_from", "date_to"],
        )
        for leave in leaves:
            span = leave.date_from, leave.date_to
            self._spans[leave.resource_id.user_id.id].append(span)

    def is_away(self, user, moment=None):
        """Tell whether the user is away now, or will be at that moment."""
        moments = {self._now, max(moment or self._now, self._now)}
        return any(
            start <= at < end
            for start, end in self._spans.get(user.id, ())
            for at in moments
        )

    def next_change(self, users):
        """Return when one of the users next goes or comes back, or None."""
        moments = [
            moment
            for user in users
            for span in self._spans.get(user.id, ())
            for moment in span
            if self._now < moment < datetime.max
        ]
        return min(moments, default=None)

    def stand_in(self, user, is_out, fallback):
        """Return who does what the user would have to do.

        The user himself, or his substitute, or that one's; with nobody left, the
        fallback, even if he is away too: nobody's duty must be nobody's.

        :param is_out: tells of a user whether he can't do it
        """
        asked = user.browse()
        while user and user not in asked and is_out(user):
            asked |= user
            user = user.crisis_substitute_id
            if user and not user.has_group("crisis_protocol.group_crisis_agent"):
                user = user.browse()  # who may not see the case can't do it
        return user if user and user not in asked else fallback or asked[:1]
