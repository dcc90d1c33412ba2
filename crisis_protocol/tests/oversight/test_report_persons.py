from itertools import product

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_report import ReportCase

FIGURE = "hours_to_first_word:avg"


@tagged("post_install", "-at_install")
class TestReportPersons(ReportCase):
    """Nobody but managers measures a colleague, whichever way he asks (S2-37).

    A and B: the agent's and his colleague's, of one desk; the colleague was late and
    missed a promise. The desk goes on working with its lists all the same.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._file_two()
        cls._speed(cls.a, word=2)
        cls._speed(cls.b, word=8)
        own = {"user_id": cls.agent.id}
        cls._promises(cls.a, "on_time", **own)
        cls._promises(cls.b, "late", "missed", "open", user_id=cls.colleague.id)
        for case in cls.cases:
            case.message_subscribe(case.user_id.partner_id.ids)
        cls.env.flush_all()

    def _documents(self, user):
        return self.env["crisis.document"].with_user(user)

    def _ours(self, path="id"):
        return [(path, "in", self.cases.ids)]

    def test_groups_are_not_ordered_or_chosen_by_figures(self):
        """Who is quickest is not told by the order of the groups, either."""
        documents = self._documents(self.supervisor)
        for order in (f"{FIGURE} desc", f"{FIGURE} asc"):
            rows = documents.formatted_read_group(
                self._ours(), ["user_id"], ["__count"], order=f"{order}, user_id"
            )
            found = [row["user_id"][0] for row in rows]
            with self.subTest(order=order):
                by_name = (self.agent | self.colleague).sorted()
                self.assertEqual(found, by_name.ids)
        for having in ([(FIGURE, ">", 5)], [(FIGURE, "<", 5)]):
            rows = documents.formatted_read_group(
                self._ours(), ["user_id"], ["__count"], having=having
            )
            self.assertFalse(rows)

    def test_figures_behind_a_path(self):
        """Nor by figures of other records that hang on it."""
        documents = self._documents(self.supervisor)
        duties = self.env["crisis.promise"].with_user(self.supervisor)
        quick, late = [("hours_to_first_word", ">", 5)], [("outcome", "=", "late")]
        ways = (
            (documents, ["user_id"], [("promise_ids.outcome", "=", "late")]),
            (documents, ["user_id"], [("promise_ids", "any", late)]),
            (documents, ["user_id"], [("promise_ids.minutes_late", ">", 5)]),
            (documents, ["user_id"], [("promise_ids.state", "=", "missed")]),
            (duties, ["user_id"], [("document_id.hours_to_first_word", ">", 5)]),
            (duties, ["user_id"], [("document_id", "any", quick)]),
            (duties, ["user_id", "document_id.hours_to_first_word"], []),
        )
        for model, groupby, domain in ways:
            with self.subTest(domain=domain), self.assertRaises(AccessError):
                model.formatted_read_group(domain, groupby, ["__count"])

    def test_followers_are_persons(self):
        """Whoever answers for a case follows it: that is no way round."""
        theirs = self.colleague.partner_id.id
        paths = (
            "message_partner_ids",
            "message_follower_ids.partner_id",
            "message_ids.author_id",
        )
        for path in paths:
            picked = [*self._ours(), (path, "in", [theirs])]
            (row,) = self._documents(self.supervisor).formatted_read_group(
                picked, [], [FIGURE]
            )
            with self.subTest(path=path):
                self.assertFalse(row[FIGURE])
                with self.assertRaises(AccessError):
                    self.env["crisis.report"].with_user(self.supervisor).search(
                        [(f"document_id.{path}", "in", [theirs])]
                    )
        own = ("message_partner_ids", "in", [self.agent.partner_id.id])
        (row,) = self._documents(self.agent).formatted_read_group(
            [*self._ours(), own], [], [FIGURE]
        )
        self.assertTrue(row[FIGURE])

    def test_oneself_is_only_oneself(self):
        """A bound that happens to be oneself picks others out, too."""
        reports = self.env["crisis.report"].with_user(self.supervisor)
        for condition in (
            ("document_id.user_id", ">=", self.supervisor.id),
            ("document_id.user_id.share", "=", False),
            ("document_id.user_id.partner_id", "=", self.supervisor.id),
        ):
            with self.subTest(condition=condition), self.assertRaises(AccessError):
                reports.search_count([condition])
        self.assertFalse(
            reports.search([("document_id.user_id", "=", self.supervisor.id)])
        )

    def test_not_mine_is_the_rest(self):
        """“Mine” turned round shows the others' cases, and those of nobody."""
        reports = self.env["crisis.report"].with_user(self.supervisor)
        self.b._write_past_reactions({"user_id": self.supervisor.id})
        for owner, (domain, expected) in product(
            (self.agent.id, False),
            (
                ([("is_mine", "=", True)], self.b),
                ([("is_mine", "=", False)], self.a),
                (["!", ("is_mine", "=", True)], self.a),
            ),
        ):
            self.a._write_past_reactions({"user_id": owner})
            self.env.flush_all()
            rows = reports.search([*domain, *self._ours("document_id")])
            with self.subTest(domain=domain, owner=owner):
                self.assertEqual(rows.sudo().document_id, expected)

    def test_order_of_rows(self):
        """Rows of figures are not put in the order of people."""
        for name in ("crisis.report", "crisis.duty.report", "crisis.stage.report"):
            with self.subTest(model=name), self.assertRaises(AccessError):
                self.env[name].with_user(self.supervisor).search([], order="user_id")

    def test_missed_by_owner(self):
        """What somebody missed is a figure, in the list of all duties, too."""
        for name in ("crisis.promise", "crisis.duty"):
            model = self.env[name].with_user(self.supervisor)
            for domain, groupby in (
                ([("state", "=", "missed")], ["user_id"]),
                ([("state", "in", ["missed", "open"])], ["user_id"]),
                ([("state", "=", "done")], ["user_id"]),
                ([], ["user_id", "state"]),
                ([("user_id", "=", self.colleague.id)], ["state"]),
            ):
                with (
                    self.subTest(model=name, domain=domain, groupby=groupby),
                    self.assertRaises(AccessError),
                ):
                    model.formatted_read_group(domain, groupby, ["__count"])

    # What the desk works with ------------------------------------------------

    def test_lists_of_cases_by_responsible(self):
        """The list and the board grouped by responsible open as Odoo asks for them."""
        fields = self.env["crisis.document"]._fields
        aggregates = [
            f"{name}:{field.aggregator}"
            for name, field in fields.items()
            if field.store and field.aggregator and field.type in ("integer", "float")
        ]
        self.assertIn(FIGURE, aggregates)
        for user in (self.agent, self.supervisor):
            found = self._documents(user).web_read_group(
                self._ours(), ["user_id"], ["__count", *aggregates]
            )
            with self.subTest(user=user.name):
                self.assertEqual(
                    {g["user_id"][0] for g in found["groups"]},
                    {self.agent.id, self.colleague.id},
                )
                self.assertEqual({g[FIGURE] for g in found["groups"]}, {False})
            self._documents(user).read_progress_bar(
                self._ours(),
                "user_id",
                {"field": "activity_state", "colors": {"overdue": "danger"}},
            )

    def test_lists_of_duties_by_owner(self):
        """What is open, whose it is and when it is due, is seen by everybody."""
        duties = self.env["crisis.duty"].with_user(self.agent)
        for domain, groupby in (
            ([("state", "=", "open")], ["user_id", "due_group"]),
            ([("state", "!=", "cancelled")], ["user_id"]),
            ([("user_id", "=", self.agent.id)], ["state"]),
            ([("user_id", "=", self.colleague.id)], ["due_group"]),
            ([("state", "=", "open")], ["due_group", "type_id"]),
        ):
            domain = [*domain, ("document_id", "in", self.cases.ids)]
            with self.subTest(domain=domain):
                duties.web_read_group(domain, groupby[:1], ["__count"])
                duties.formatted_read_group(domain, groupby, ["__count"])
        rows = duties.formatted_read_group(
            [("state", "=", "open"), ("user_id", "=", self.colleague.id)],
            ["user_id"],
            ["__count"],
        )
        self.assertEqual([row["__count"] for row in rows], [1])
