from datetime import timedelta

from odoo.tests import tagged

from .common_report import UTC, ReportCase

START = "2026-02-02 08:00:00"


@tagged("post_install", "-at_install")
class TestReportDesk(ReportCase):
    """Cases that change hands, rows of deliveries, and drills, counted by hand."""

    # People and desks --------------------------------------------------------

    def test_moved_to_another_desk(self):
        """All that was owed stands with the desk that has the case now."""
        case = self.cases = self._case(START, team_id=self.team.id)
        self._promises(case, "late")
        case._write_past_reactions({"team_id": self.other_team.id})
        for model in ("crisis.report", "crisis.duty.report", "crisis.stage.report"):
            with self.subTest(model=model):
                self.assertEqual(
                    set(self._figures(self.manager, "team_id", "__count", model=model)),
                    {self.other_team},
                )

    def test_who_has_left(self):
        """Figures of those who left stay, without a name missing."""
        case = self.cases = self._case(START)
        self._promises(case, "late", "on_time")
        self.agent.active = False
        seen = self._figures(
            self.manager, "user_id", "on_time_share:avg", model="crisis.duty.report"
        )
        self.assertEqual(seen, {self.agent: 50.0})

    def test_row_of_deliveries(self):
        """Missed, late, on time against the order, whatever was said later."""
        case = self.cases = self._case(START)
        self._order(case, self.unit)
        self._drop_planned(case)
        for number, outcome in enumerate(("missed", "missed", "late", "on_time")):
            planned = self._hours(case, 1 + number)
            delivery = self._duty(
                "crisis.delivery",
                case,
                "open",
                task_id=case.task_ids.id,
                number=number + 1,
                date_planned=planned,
            )
            late = timedelta(minutes=15 if outcome == "late" else 0)
            state = "missed" if outcome == "missed" else "done"
            delivery._write_as_system({"state": state, "date_done": planned + late})
            delivery._write_as_system({"date_due": self._hours(case, 24)})
        only = [("kind", "=", "delivery")]
        seen = self._figures(
            self.manager,
            "unit_id",
            "__count",
            "on_time_share:avg",
            "minutes_late:avg",
            domain=only,
            model="crisis.duty.report",
        )
        self.assertEqual(seen, {self.unit: (4, 25.0, 15.0)})

    # Drills ------------------------------------------------------------------

    def test_drills_stand_apart(self):
        """Lists that can be counted begin without drills, for production too."""
        with self._at_time(UTC(START)):
            real = self._file(level_id=self.level.id)
            drill = self._file(level_id=self.level.id, is_drill=True)
        for case in (real, drill):
            self._order(case, self.unit)
            self._duty("crisis.delivery", case, "late", task_id=case.task_ids.id)
            decision = {
                "document_id": case.id,
                "name": "So",
                "reason": "We look into it tomorrow.",
            }
            with self._at_time(UTC(START)):
                self.env["crisis.decision"].create(decision | {"effect": "positive"})
        for name, user in (
            ("delivery", self.production),
            ("delivery", self.manager),
            ("decision", self.manager),
            ("document", self.manager),
        ):
            action = self.env.ref(f"crisis_protocol.crisis_{name}_action")
            self.assertIn("'search_default_without_drills': 1", action.context)
            condition = ("is_drill", "=", False)
            if name == "decision":
                condition = ("document_id.is_drill", "=", False)
            view = self.env.ref(f"crisis_protocol.crisis_{name}_view_search")
            self.assertIn(str([condition]), view.arch.replace("&#39;", "'"))
            path = "id" if name == "document" else "document_id"
            ours = [(path, "in", (real | drill).ids)]
            model = self.env[f"crisis.{name}"].with_user(user)
            found = model.search([*ours, condition]).sudo()
            everything = model.search(ours).sudo()
            with self.subTest(model=name, user=user.name):
                self.assertGreater(len(everything), len(found))
                documents = found if name == "document" else found.document_id
                self.assertEqual(documents, real)
