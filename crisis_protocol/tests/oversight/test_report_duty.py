from odoo.tests import tagged

from .common_report import ReportCase


@tagged("post_install", "-at_install")
class TestReportDuty(ReportCase):
    """What was owed: on time, late or missed, as one counts by hand (S4-42).

    ====  =======  ==================================================================
    case  team     duties
    ====  =======  ==================================================================
    A     desk     promises of the agent: on time, on time, 10 late, missed, open,
                   cancelled; promise of the supervisor: on time;
                   controls of the agent: on time, missed, relapse check 30 late
    B     other    promises of the other agent: missed, open; deliveries of the unit:
                   on time, 50 late; hand-over: on time
    X     desk     a drill: promise missed
    ====  =======  ==================================================================
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.a = cls._case("2026-02-02 08:00:00", team_id=cls.team.id)
        cls._promises(cls.a, "on_time", "on_time", "late", late=10)
        cls._promises(cls.a, "missed", "open", "cancelled")
        cls._promises(cls.a, "on_time", user=cls.supervisor)
        cls._controls(cls.a, "on_time", "missed")
        cls._controls(cls.a, "late", relapse_day=7)

        cls.b = cls._case(
            "2026-02-02 08:00:00", cls.other_agent, team_id=cls.other_team.id
        )
        cls._promises(cls.b, "missed", "open")
        cls._order(cls.b, cls.unit)
        cls._drop_planned(cls.b)
        task = cls.b.task_ids
        for outcome in ("on_time", "late"):
            order = {"task_id": task.id, "user_id": cls.production.id, "late": 50}
            cls._duty("crisis.delivery", cls.b, outcome, **order)
        cls._duty("crisis.handover", cls.b, "on_time")

        cls.x = cls._case("2026-02-02 08:00:00", team_id=cls.team.id)
        cls._promises(cls.x, "missed")
        cls.x._write_past_reactions({"is_drill": True})
        cls.cases = cls.a | cls.b | cls.x
        cls._drop_planned(cls.cases)
        cls.env.flush_all()

    def _seen(self, groupby, *aggregates, user=None, domain=()):
        return self._figures(
            user or self.manager,
            groupby,
            *aggregates,
            domain=domain,
            model="crisis.duty.report",
        )

    def test_share_of_each_kind(self):
        """Promises: 3 of 6. Open and cancelled ones are listed, and don't count."""
        seen = self._seen("kind", "__count", "on_time_share:avg")
        self.assertEqual(
            seen,
            {
                "promise": (9, 50.0),
                "control_system": (2, 50.0),
                "relapse": (1, 0.0),
                "delivery": (2, 50.0),
                "handover": (1, 100.0),
            },
        )

    def test_how_late(self):
        """Those that were late were so by 10, 30 and 50 minutes."""
        seen = self._seen(None, "minutes_late:avg", "on_time_share:avg", "__count")
        self.assertEqual(seen[None], (30.0, 50.0, 15))

    def test_team_is_of_its_promises(self):
        """A team's share is that of its promises, not the mean of its people."""
        only = [("kind", "=", "promise")]
        seen = self._seen("team_id", "on_time_share:avg", domain=only)
        self.assertEqual(seen, {self.team: 60.0, self.other_team: 0.0})

    def test_persons(self):
        """A manager sees each person: who promised, else who owned it."""
        only = [("kind", "=", "promise")]
        seen = self._seen("user_id", "on_time_share:avg", "__count", domain=only)
        self.assertEqual(
            seen,
            {
                self.agent: (50.0, 6),
                self.supervisor: (100.0, 1),
                self.other_agent: (0.0, 2),
            },
        )

    def test_units(self):
        """A unit's figures are those of what it delivered."""
        only = [("unit_id", "!=", False)]
        seen = self._seen(
            "unit_id", "on_time_share:avg", "minutes_late:avg", domain=only
        )
        self.assertEqual(seen, {self.unit: (50.0, 50.0)})

    def test_moving_does_not_help(self):
        """A control that was put off is measured by the plan; a promise by its time."""
        due = self._hours(self.a, 1)
        late = self._duty(
            "crisis.control", self.a, "late", late=120, kind="system", date_planned=due
        )
        late._write_as_system({"date_due": self._hours(self.a, 5)})
        self.cases = self.a
        seen = self._seen(
            "outcome", "__count", domain=[("kind", "=", "control_system")]
        )
        self.assertEqual(seen, {"on_time": 1, "late": 1, "missed": 1})

    def test_notice_is_told_and_read(self):
        """Told in time and read in time; or told too late, whenever it was read."""
        case = self._case("2026-02-03 08:00:00")
        plan = {"date_planned": self._hours(case, 1), "description": "Unit"}
        read = self._hours(case, 4)
        for told in (1, 2):
            notice = self._duty("crisis.notice", case, "open", **plan)
            notice._write_as_system(
                {"date_told": self._hours(case, told), "date_due": read}
            )
            notice._write_as_system(
                {"state": "done", "date_done": self._hours(case, 3)}
            )
        self.cases = case
        self.assertEqual(self._seen("outcome", "__count"), {"on_time": 1, "late": 1})

    def test_month_is_the_readers(self):
        """Due half an hour before midnight in London is February in Istanbul."""
        self.cases = self._case("2026-01-31 22:30:00")
        self._promises(self.cases, "on_time", user=self.agent)
        self.assertEqual(self._seen("date_due:month", "__count"), {"2026-02": 1})
        self.manager.tz = "Europe/London"
        self.assertEqual(self._seen("date_due:month", "__count"), {"2026-01": 1})
