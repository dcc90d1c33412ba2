from .common_duty import MONDAY, CrisisDutyCase


class CrisisAbsenceCase(CrisisDutyCase):
    """People of a desk who go and come back; the agent's substitute is a colleague."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputy = cls._new_user("deputy", "agent")
        cls.team.member_ids += cls.deputy
        cls.agent.crisis_substitute_id = cls.colleague

    def _out_of_office(self, user, until=None):
        """The user himself sets Odoo's out-of-office, from now on."""
        user.with_user(user).write(
            {"out_of_office_from": MONDAY, "out_of_office_to": until}
        )

    def _back_at_office(self, user):
        """The user himself ends it."""
        user.with_user(user).write(
            {"out_of_office_from": False, "out_of_office_to": False}
        )

    def _leave(self, user, start, end):
        """A leave in the user's own calendar, as an officer enters it."""
        resource = self.env["resource.resource"].search([("user_id", "=", user.id)])
        if not resource:
            resource = resource.create({"name": user.name, "user_id": user.id})
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": resource.id,
                "calendar_id": resource.calendar_id.id,
                "date_from": start,
                "date_to": end,
            }
        )

    def _assert_owner(self, document, owner):
        """Both controls, and their activities, are this user's."""
        for kind in ("system", "customer"):
            control = self._of_kind(document, kind).sudo()
            with self.subTest(kind=kind):
                self.assertEqual(control.user_id, owner)
                self.assertEqual(control.activity_id.user_id, owner)
