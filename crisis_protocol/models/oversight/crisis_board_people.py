from odoo import models
from odoo.fields import Domain

# What fits on a wall; the rest is a click away.
PEOPLE = 10

# Whoever owes something on a case that he may not read owes it all the same.
NOT_OF_DRILLS = Domain("is_drill", "=", False)


class CrisisBoard(models.AbstractModel):
    """Who carries how much."""

    _inherit = "crisis.board"

    def _people(self, real):
        """Return who carries how much: load, not speed, and the most laden first.

        Agents see themselves only, a supervisor also who works for the desks that he
        leads. What belongs to nobody comes first.
        """
        env, own = self.env, self._own_people()
        owed = own & NOT_OF_DRILLS & Domain("state", "=", "open")
        cases = dict(
            env["crisis.document"]._read_group(real & own, ["user_id"], ["__count"])
        )
        duties, late = {}, {}
        for user, group, count in env["crisis.duty"]._read_group(
            owed, ["user_id", "due_group"], ["__count"]
        ):
            duties[user] = duties.get(user, 0) + count
            if group == "1_late":
                late[user] = count
        everybody = sorted(
            cases.keys() | duties.keys(),
            key=lambda user: (
                bool(user),
                -duties.get(user, 0),
                -cases.get(user, 0),
                user.id,
            ),
        )
        counts = {
            user: [part.get(user, 0) for part in (cases, duties, late)]
            for user in everybody[:PEOPLE]
        }
        real &= own
        rows = [self._person(user, real, owed, *counts[user]) for user in counts]
        label, more = env._("Open duties"), len(everybody) - len(rows)
        count = sum(duties.values())
        return {
            **self._figure(label, owed, count, "crisis.duty"),
            "rows": rows,
            "more": more and env._("%s more people", more),
        }

    def _own_people(self):
        """Return of whose cases and duties the one who looks may see how many."""
        user, own = self.env.user, Domain("user_id", "=", self.env.uid)
        if user.has_group("crisis_protocol.group_crisis_manager"):
            return Domain.TRUE
        if user.has_group("crisis_protocol.group_crisis_supervisor"):
            # he may be a member of other desks, beside those who are led there
            return own | Domain("team_id.supervisor_id", "=", self.env.uid)
        return own

    def _person(self, user, real, owed, case_count, duty_count, late_count):
        name = user._crisis_name() or self.env._("Nobody")
        real, owed = (part & Domain("user_id", "=", user.id) for part in (real, owed))
        late = owed & Domain("date_due", "<", "now")
        return {
            "id": user.id,
            "name": name,
            "cases": self._figure(f"{name} · {self.env._('Cases')}", real, case_count),
            "duties": self._figure(
                f"{name} · {self.env._('Duties')}", owed, duty_count, "crisis.duty"
            ),
            "late": self._figure(
                f"{name} · {self.env._('Late')}", late, late_count, "crisis.duty"
            ),
        }
