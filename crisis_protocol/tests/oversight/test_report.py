import ast

from odoo.tests import tagged

from .common_report import ReportCase


@tagged("post_install", "-at_install")
class TestReport(ReportCase):
    """What the analysis shows is what one counts by hand (S2-21…23, S2-31…34).

    ====  ===========  =====  ======  =========  ========  ==========  =========
    case  filed (UTC)  level  team    customer   word (h)  explained   closed (h)
    ====  ===========  =====  ======  =========  ========  ==========  =========
    A     31 Jan 20:30 test   desk    Akdeniz    1         4           10
    B     31 Jan 21:30 test   desk    Akdeniz    3         refused     open
    C     10 Feb 08:00 mild   other   Karadeniz  –         –           no crisis
    D     10 Feb 09:00 mild   desk    Karadeniz  8         20 (2nd)    30, archived
    X     10 Feb 09:00 mild   desk    a drill: counts nowhere
    ====  ===========  =====  ======  =========  ========  ==========  =========

    ====  ========  ========  =======  =====  ========  =======  =========  =====
    case  promises  controls  notices  calls  messages  relapse  overrides  units
    ====  ========  ========  =======  =====  ========  =======  =========  =====
    A     1 of 1    2 of 2    1 of 1   1 of 1 –         –        –          1
    B     1 of 3    0 of 1    –        –      1 of 2    –        1          1, 2
    C     0 of 1    –         –        –      –         –        –          –
    D     2 of 2    1 of 2    0 of 1   0 of 1 1 of 1    2        –          2
    ====  ========  ========  =======  =====  ========  =======  =========  =====

    Beside these, A has an open promise and B a cancelled one. For a reader in Istanbul
    B was filed in February, half an hour after A.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        desk = {"team_id": cls.team.id}
        cls.second_unit = cls.env["crisis.unit"].create({"name": "Second unit"})
        cls.a = cls._case("2026-01-31 20:30:00", **desk)
        cls._speed(cls.a, word=1, explained=4, closed=10)
        cls._promises(cls.a, "on_time", "open")
        cls._controls(cls.a, "on_time", "on_time")
        cls._notices(cls.a, "on_time")
        cls._calls(cls.a, True)
        cls._order(cls.a, cls.unit, cls.unit)

        cls.b = cls._case("2026-01-31 21:30:00", **desk)
        cls._speed(cls.b, word=3)
        cls.b._write_past_reactions(
            {"explanation_accepted": "no", "explanation_version": 2}
        )
        cls._promises(cls.b, "on_time", "late", "missed", "cancelled")
        cls._controls(cls.b, "missed")
        cls._words(cls.b, "right", "avoid")
        cls._order(cls.b, cls.unit, cls.second_unit)
        cls._override(cls.b)

        other = {
            "level_id": cls.mild.id,
            "partner_id": cls.second_customer.id,
            "category_id": cls.env.ref("crisis_protocol.category_own_missed_item").id,
        }
        cls.c = cls._case(
            "2026-02-10 08:00:00", cls.other_agent, team_id=cls.other_team.id, **other
        )
        cls._speed(cls.c, closed=2, stage="not_crisis")
        cls._promises(cls.c, "late")

        cls.d = cls._case("2026-02-10 09:00:00", **desk | other)
        cls.d._write_past_reactions({"explanation_version": 2, "relapse_count": 2})
        cls._speed(cls.d, word=8, explained=20, closed=30)
        cls._promises(cls.d, "on_time", "on_time")
        cls._controls(cls.d, "on_time", "late")
        cls._notices(cls.d, "missed")
        cls._calls(cls.d, False)
        cls._words(cls.d, "right")
        cls._order(cls.d, cls.second_unit)
        cls.d._write_past_reactions({"active": False})

        cls.x = cls._case("2026-02-10 09:00:00", **desk | other)
        cls._speed(cls.x, word=100, closed=200)
        cls._promises(cls.x, "missed", "missed")
        cls.x._write_past_reactions({"is_drill": True})
        cls.cases = cls.a | cls.b | cls.c | cls.d | cls.x
        cls.env.flush_all()

    @classmethod
    def _override(cls, document):
        cls.env["crisis.override"].with_user(cls.supervisor).create(
            {
                "document_id": document.id,
                "gate_id": cls._missing_gate(document).id,
                "reason": "The customer waits",
            }
        )

    def _seen(self, groupby, *aggregates, **options):
        return self._figures(self.manager, groupby, *aggregates, **options)

    # Quality -----------------------------------------------------------------

    def test_shares_of_each_case(self):
        """Each line shows what was right of that case; nothing is no zero."""
        rows = self.env["crisis.report"].with_user(self.manager)
        rows = {row.document_id.id: row for row in rows.search(self._of_ours())}
        self.assertEqual(len(rows), 4)
        shares = ("promise", "control", "notice", "call", "word", "explanation")
        counts = {
            self.a: ((1, 2, 1, 1, 0, 1), (100, 100, 100, 100, 0, 100)),
            self.b: ((3, 1, 0, 0, 2, 1), (33.3, 0, 0, 0, 50, 0)),
            self.c: ((1, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0)),
            self.d: ((2, 2, 1, 1, 1, 1), (100, 50, 0, 0, 100, 0)),
        }
        for case, (expected, right) in counts.items():
            row = rows[case.id]
            with self.subTest(case=case.id):
                self.assertEqual(tuple(row[f"{s}_count"] for s in shares), expected)
                self.assertEqual(
                    tuple(round(row[f"{s}_share"], 1) for s in shares), right
                )

    def _of_ours(self):
        return [("document_id", "in", self.cases.ids)]

    def test_total_is_of_all_promises(self):
        """4 of 7 promises, not the mean of four cases; so it is for all shares."""
        total = self._seen(
            None,
            "promise_share:avg",
            "control_share:avg",
            "notice_share:avg",
            "call_share:avg",
            "word_share:avg",
            "explanation_share:avg",
        )
        self.assertEqual(total[None], (57.1, 60.0, 50.0, 50.0, 66.7, 33.3))

    def test_quality_is_of_everything(self):
        """Of 22 things that could be right, 12 were."""
        right = 4 + 3 + 1 + 1 + 2 + 1
        counted = 7 + 5 + 2 + 2 + 3 + 3
        self.assertEqual((right, counted), (12, 22))
        total = self._seen(None, "quality_share:avg")
        self.assertEqual(total[None], round(100 * 12 / 22, 1))

    def test_relapses_and_overrides_are_counted(self):
        """What came back, and what was let through, stands beside the times."""
        total = self._seen(None, "relapse_count:sum", "override_count:sum", "__count")
        self.assertEqual(total[None], (2, 1, 4))

    # Speed -------------------------------------------------------------------

    def test_times_are_of_those_that_are_so_far(self):
        """Word: 1, 3 and 8 hours. Explanation: 4 and 20. Close: 10 and 30."""
        total = self._seen(
            None,
            "hours_to_first_word:avg",
            "hours_to_explanation:avg",
            "hours_to_close:avg",
        )
        self.assertEqual(total[None], (4.0, 12.0, 20.0))

    def test_no_crisis_has_no_time_to_close(self):
        """What was no crisis is told apart, and its end is no achievement."""
        seen = self._seen("ending", "__count", "hours_to_close:avg")
        self.assertEqual(
            seen, {"closed": (2, 20.0), "open": (1, False), "exit": (1, False)}
        )

    # Groups ------------------------------------------------------------------

    def test_month_is_the_readers(self):
        """Filed at 0:30 in Istanbul, B is of February there, of January in London."""
        seen = self._seen("date:month", "__count", "promise_share:avg")
        self.assertEqual(seen, {"2026-01": (1, 100.0), "2026-02": (3, 50.0)})
        self.manager.tz = "Europe/London"
        seen = self._seen("date:month", "__count", "promise_share:avg")
        self.assertEqual(seen, {"2026-01": (2, 50.0), "2026-02": (2, 66.7)})

    def test_level_customer_and_category(self):
        """By level and customer: A and B against C and D."""
        expected = {"first": (50.0, 2.0), "second": (66.7, 8.0)}
        measures = ("promise_share:avg", "hours_to_first_word:avg")
        for field, first, second in (
            ("level_id", self.level, self.mild),
            ("partner_id", self.customer, self.second_customer),
        ):
            with self.subTest(field=field):
                seen = self._seen(field, *measures)
                self.assertEqual(
                    seen, {first: expected["first"], second: expected["second"]}
                )
        main = self.d.category_id.parent_id
        self.assertTrue(main)
        seen = self._seen("main_category_id", *measures)
        self.assertEqual(seen[main], expected["second"])

    def test_unit_counts_a_case_once_for_each(self):
        """B stands with both of its units, A once though it has two orders."""
        seen = self._seen("unit_ids", "__count", "promise_share:avg")
        nobody = self.env["crisis.unit"]
        self.assertEqual(
            seen,
            {
                self.unit: (2, 50.0),
                self.second_unit: (2, 60.0),
                nobody: (1, 0.0),
            },
        )

    def test_pivot_totals(self):
        """Rows, columns and the grand total of the pivot are counted alike."""
        rows = self.env["crisis.report"].with_user(self.manager)
        total, by_level, by_both = rows.formatted_read_grouping_sets(
            self._of_ours(),
            [[], ["level_id"], ["level_id", "unit_ids"]],
            ["promise_share:avg", "hours_to_close:avg", "__count"],
        )
        self.assertAlmostEqual(total[0]["promise_share:avg"], 100 * 4 / 7)
        self.assertEqual(total[0]["__count"], 4)
        shares = {row["level_id"][0]: row["promise_share:avg"] for row in by_level}
        self.assertAlmostEqual(shares[self.mild.id], 100 * 2 / 3)
        self.assertEqual(len(by_both), 4)

    # The rest ----------------------------------------------------------------

    def test_archived_case_counts(self):
        """An archived case is over, not undone."""
        self.assertFalse(self.d.active)
        seen = self._seen("document_id", "__count")
        self.assertEqual(seen.get(self.d), 1)

    def test_drill_is_in_no_figure(self):
        """Nor do its words and items stand in the menus beside the analysis."""
        self._words(self.x, "avoid")
        self.env["crisis.item"].create({"document_id": self.x.id, "name": "Headline"})
        for name in ("crisis_phrase_check_action", "crisis_item_action"):
            action = self.env.ref(f"crisis_protocol.{name}")
            model = self.env[action.res_model].with_user(self.manager)
            domain = ast.literal_eval(action.domain)
            with self.subTest(action=name):
                own = [("document_id", "=", self.x.id)]
                self.assertTrue(model.search(own))
                self.assertFalse(model.search([*domain, *own]))

    def test_figures_follow_what_happens(self):
        """What is kept now stands in the figures now."""
        promise = self.a.promise_ids.filtered(lambda p: p.state == "open")
        promise._write_as_system({"state": "missed", "date_done": promise.date_due})
        seen = self._seen(None, "promise_share:avg")
        self.assertEqual(seen[None], 50.0)
