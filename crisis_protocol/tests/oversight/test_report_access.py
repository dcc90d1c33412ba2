from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_report import ReportCase

REPORTS = ("crisis.report", "crisis.duty.report", "crisis.stage.report")


@tagged("post_install", "-at_install")
class TestReportAccess(ReportCase):
    """Figures on persons are for managers and for oneself (S2-37).

    A: the agent's, his desk's. B: his colleague's, of the same desk. C: of the other
    desk. F: of the other company.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._new_user("colleague", "agent")
        cls.team.member_ids |= cls.colleague
        filed = "2026-02-02 08:00:00"
        desk = {"team_id": cls.team.id}
        cls.a = cls._case(filed, **desk)
        cls.b = cls._case(filed, cls.colleague, **desk)
        cls.c = cls._case(filed, cls.other_agent, team_id=cls.other_team.id)
        cls.f = cls._case(filed, cls.foreign_agent)
        cls.cases = cls.a | cls.b | cls.c | cls.f
        for case, outcome in ((cls.a, "on_time"), (cls.b, "late"), (cls.c, "late")):
            cls._promises(case, outcome)
            cls._words(case, "right")
            cls._speed(case, word=2)
        cls._promises(cls.f, "on_time")
        cls.env.flush_all()

    def _documents(self, user, name="crisis.report", domain=()):
        model = self.env[name].with_user(user)
        rows = model.search([("document_id", "in", self.cases.ids), *domain])
        return rows.sudo().document_id

    # Rows --------------------------------------------------------------------

    def test_who_sees_which_cases(self):
        """An agent his own, a supervisor his teams', a manager his company's."""
        expected = {
            self.agent: self.a,
            self.colleague: self.b,
            self.supervisor: self.a | self.b,
            self.other_supervisor: self.c,
            self.manager: self.a | self.b | self.c,
            self.foreign_manager: self.f,
        }
        for user, documents in expected.items():
            for name in REPORTS:
                with self.subTest(user=user.name, model=name):
                    self.assertEqual(self._documents(user, name), documents)

    def test_two_companies(self):
        """Whoever works for both companies sees the figures of both, or of one."""
        self.manager.company_ids |= self.company_2
        companies = self.company | self.company_2
        for chosen, expected in ((companies, self.cases), (self.company_2, self.f)):
            rows = (
                self.env["crisis.report"]
                .with_user(self.manager)
                .with_context(allowed_company_ids=chosen.ids)
                .search([("document_id", "in", self.cases.ids)])
            )
            self.assertEqual(rows.sudo().document_id, expected)

    def test_outsiders_see_nothing(self):
        """Production sees no figures of the desk."""
        for name in REPORTS:
            with self.assertRaises(AccessError):
                self.env[name].with_user(self.production).search_count([])

    def test_nobody_writes_them(self):
        """Figures are read, never written."""
        for name in REPORTS:
            row = self.env[name].with_user(self.manager).search([], limit=1)
            for act in (lambda r=row: r.write({"team_id": 1}), row.unlink):
                with self.subTest(model=name), self.assertRaises(AccessError):
                    act()

    def test_every_column_is_read(self):
        """Each field of each report comes out of the database."""
        for name in REPORTS:
            model = self.env[name].with_user(self.manager)
            row = model.search([("document_id", "=", self.a.id)], limit=1)
            stored = [n for n, field in model._fields.items() if field.store]
            with self.subTest(model=name):
                self.assertEqual(set(stored) - set(row.read(stored)[0]), set())
                self.assertTrue(row.date if "date" in stored else row.date_due)

    def test_row_opens_its_case(self):
        """A click on a line of the list opens the case."""
        row = self.env["crisis.report"].with_user(self.manager).browse(self.a.id)
        action = row.action_open_document()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("crisis.document", self.a.id)
        )

    # Persons -----------------------------------------------------------------

    def test_persons_are_the_managers(self):
        """The field is not there for others, in no view and no export."""
        self.supervisor.group_ids |= self.env.ref("base.group_allow_export")
        self.agent.group_ids |= self.env.ref("base.group_allow_export")
        for name in REPORTS:
            row = self.env[name].search([("document_id", "=", self.a.id)], limit=1)
            self.assertEqual(row.with_user(self.manager).user_id, self.agent)
            for user in (self.agent, self.supervisor):
                mine = row.with_user(user)
                with self.subTest(model=name, user=user.name):
                    self.assertNotIn("user_id", mine.fields_get())
                    with self.assertRaises(AccessError):
                        mine.read(["user_id"])
                    with self.assertRaises(AccessError):
                        mine.export_data(["user_id"])

    def test_no_way_around(self):
        """No path of fields leads a supervisor to a person's figures."""
        ways = ("user_id", "document_id.user_id", "team_id.member_ids")
        for name in REPORTS:
            model = self.env[name].with_user(self.supervisor)
            for path in ways:
                picked = [(path, "=", self.agent.id)]
                nested = [("document_id", "any", [("user_id", "=", self.agent.id)])]
                with self.subTest(model=name, path=path):
                    for domain in (picked, nested, ["!", *picked]):
                        with self.assertRaises(AccessError):
                            model.search(domain)
                        with self.assertRaises(AccessError):
                            model.formatted_read_group(domain, [], ["__count"])
            for path in ("user_id", "document_id.user_id"):
                with self.assertRaises(AccessError):
                    model.formatted_read_group([], [path], ["__count"])
                with self.assertRaises(AccessError):
                    model.formatted_read_grouping_sets([], [[path]], ["__count"])

    def test_oneself(self):
        """Each finds his own figures, a supervisor also among those of his team."""
        self.b._write_past_reactions({"user_id": self.supervisor.id})
        self.env.flush_all()
        for user, mine in ((self.agent, self.a), (self.supervisor, self.b)):
            with self.subTest(user=user.name):
                found = self._documents(user, domain=[("is_mine", "=", True)])
                self.assertEqual(found, mine)

    def test_nobody_is_ranked_by_speed_alone(self):
        """Not even a manager compares people by their speed and nothing else."""
        model = self.env["crisis.report"].with_user(self.manager)
        for path in ("user_id", "document_id.user_id"):
            with self.assertRaises(UserError):
                model.formatted_read_group([], [path], ["hours_to_first_word:avg"])
        fair = ["hours_to_first_word:avg", "promise_share:avg"]
        self.assertTrue(model.formatted_read_group([], ["user_id"], fair))
        self.assertTrue(model.formatted_read_group([], ["level_id"], fair[:1]))

    # The records behind ------------------------------------------------------

    def test_no_sums_by_person_elsewhere(self):
        """Who works with promises and cases adds up no one's figures from them."""
        for name, person, figure in (
            ("crisis.promise", "promised_by_id", "minutes_late:avg"),
            ("crisis.promise", "document_id.user_id", "minutes_late:avg"),
            ("crisis.document", "user_id", "hours_to_first_word:avg"),
            ("crisis.document", "create_uid", "hours_to_first_word:max"),
        ):
            case = "id" if name == "crisis.document" else "document_id"
            ours = [(case, "in", self.cases.ids)]
            model = self.env[name].with_user(self.supervisor)
            with self.subTest(model=name, person=person):
                rows = model.formatted_read_group(ours, [person], [figure, "__count"])
                self.assertEqual([row["__count"] for row in rows], [1, 1])
                self.assertEqual([row[figure] for row in rows], [False, False])
                one = [*ours, (person, "=", self.agent.id)]
                (row,) = model.formatted_read_group(one, [], [figure])
                self.assertFalse(row[figure])
                (row,) = model.formatted_read_group(ours, [], [figure])
                self.assertTrue(row[figure])
                seen = model.with_user(self.manager)
                rows = seen.formatted_read_group(ours, [person], [figure])
                self.assertTrue(any(row[figure] for row in rows))

    def test_no_groups_by_person_and_outcome(self):
        """Nor does he count who was late how often; where it says so, it helps."""
        for name, person, figure in (
            ("crisis.promise", "promised_by_id", "outcome"),
            ("crisis.phrase.check", "user_id", "state"),
            ("crisis.call", "user_id", "is_prepared"),
        ):
            model = self.env[name].with_user(self.supervisor)
            with self.subTest(model=name):
                for domain, groupby in (
                    ([], [person, figure]),
                    ([(figure, "!=", False)], [person]),
                    ([(person, "=", self.agent.id)], [figure]),
                ):
                    with self.assertRaises(AccessError) as refusal:
                        model.formatted_read_group(domain, groupby, ["__count"])
                    self.assertIn("by team or unit", str(refusal.exception))
                self.assertTrue(
                    model.formatted_read_group([], [figure], ["__count"]) or 1
                )

    def test_work_goes_on(self):
        """Whose duties are open is no figure: a team needs to know it."""
        model = self.env["crisis.promise"].with_user(self.agent)
        rows = model.formatted_read_group(
            [("document_id", "in", self.cases.ids), ("state", "!=", "open")],
            ["user_id"],
            ["__count"],
        )
        self.assertEqual(sum(row["__count"] for row in rows), 2)

    def test_menus(self):
        """An agent has his own figures; those of teams are the supervisors'."""
        seen = {
            role: self.env["ir.ui.menu"]
            .with_user(getattr(self, role))
            ._visible_menu_ids()
            for role in ("agent", "supervisor")
        }
        for name, roles in (
            ("analysis", ["supervisor"]),
            ("stage_times", ["supervisor"]),
            ("figures_my", ["agent", "supervisor"]),
            ("duties_kept", ["agent", "supervisor"]),
        ):
            menu = self.env.ref(f"crisis_protocol.menu_crisis_{name}").id
            found = [role for role, menus in seen.items() if menu in menus]
            self.assertEqual(found, roles, name)
