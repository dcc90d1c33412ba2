from collections import Counter

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_promise import PromiseCase

DUE = 60
COUNTED = ("kept", "late", "broken")


@tagged("post_install", "-at_install")
class TestPromiseReport(PromiseCase):
    """How promises are kept: seen by managers, and by each of himself (S4-42)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._new_user("colleague", "agent")
        cls.team.member_ids |= cls.colleague

        cls.promises = cls.env["crisis.promise"]
        cls.given = {
            cls.agent: ["kept", "kept", "late", "broken", "open", "cancelled"],
            cls.colleague: ["kept"],
            cls.supervisor: ["late", "kept", "kept"],
            cls.other_agent: ["broken", "open"],
            cls.foreign_agent: ["kept", "broken"],
        }
        for user, outcomes in cls.given.items():
            for outcome in outcomes:
                cls.promises |= cls._promise_with(user, outcome).sudo()

    @classmethod
    def _promise_with(cls, user, outcome):
        """Return a promise of this user that came to this end."""
        document = cls._file_at_start(user=user)
        promise = cls._promised(10, DUE, document)
        if outcome in ("kept", "late"):
            with cls._minute(20 if outcome == "kept" else DUE + 10):
                document.action_log_word()
        elif outcome in ("broken", "cancelled"):
            with cls._minute(20 if outcome == "cancelled" else DUE + 10):
                cls._end(document)
        return promise

    def _report(self, user):
        """Return the lines on these promises that the user sees."""
        return (
            self.env["crisis.promise.report"]
            .with_user(user)
            .search([("id", "in", self.promises.ids)])
        )

    def _shares(self, user, groupby):
        """Return {group: share} as the pivot shows it to the user."""
        rows = (
            self.env["crisis.promise.report"]
            .with_user(user)
            ._read_group(
                [("id", "in", self.promises.ids)], [groupby], ["kept_share:avg"]
            )
        )
        return {group.sudo(): share for group, share in rows}

    def _share(self, *users):
        """Count by hand: kept of those that are over, in percent."""
        counts = Counter(outcome for user in users for outcome in self.given[user])
        over = sum(counts[outcome] for outcome in COUNTED)
        return 100 * counts["kept"] / over

    def test_outcomes_are_as_meant(self):
        """What these tests count on: each promise came to the end it was to."""
        outcomes = [outcome for given in self.given.values() for outcome in given]
        self.assertEqual(self.promises.mapped("outcome"), outcomes)

    # Who sees what -----------------------------------------------------------

    def test_each_sees_himself(self):
        """Agents and supervisors see their own promises, and nobody else's."""
        for user in (self.agent, self.colleague, self.supervisor, self.other_agent):
            with self.subTest(user=user.name):
                report = self._report(user)
                self.assertEqual(report.promised_by_id, user)
                self.assertEqual(
                    Counter(report.mapped("outcome")), Counter(self.given[user])
                )

    def test_groups_show_only_himself(self):
        """Grouped by person, an agent finds one group: his own."""
        reports = self.env["crisis.promise.report"].with_user(self.agent)
        rows = reports.formatted_read_group(
            [("id", "in", self.promises.ids)],
            ["promised_by_id"],
            ["__count", "kept_share:avg"],
        )
        self.assertEqual([row["promised_by_id"][0] for row in rows], [self.agent.id])
        self.assertEqual(rows[0]["__count"], len(self.given[self.agent]))
        self.assertEqual(rows[0]["kept_share:avg"], self._share(self.agent))

    def test_team_shows_only_himself(self):
        """An agent's group of his team holds his own promises, not the team's."""
        shares = self._shares(self.agent, "team_id")
        self.assertEqual(shares, {self.team: self._share(self.agent)})

    def test_lines_of_others_are_not_read(self):
        """Nor does an agent read another one's line by its number."""
        line = self._report(self.manager).filtered(
            lambda line: line.promised_by_id == self.colleague
        )
        self.assertTrue(line)
        with self.assertRaises(AccessError):
            line.with_user(self.agent).read(["outcome"])

    def test_manager_sees_all_of_his_company(self):
        """A manager sees everybody's, of all teams, and no other company's."""
        users = self.agent | self.colleague | self.supervisor | self.other_agent
        report = self._report(self.manager)
        self.assertEqual(report.promised_by_id, users)
        self.assertEqual(len(report), sum(len(self.given[user]) for user in users))
        foreign = self._report(self.foreign_manager)
        self.assertEqual(foreign.promised_by_id.sudo(), self.foreign_agent)

    def test_production_sees_nothing(self):
        """Production gives no word to customers and sees no figures."""
        with self.assertRaises(AccessError):
            self._report(self.production)

    def test_nobody_writes_it(self):
        """Figures are read, never written."""
        for user in (self.agent, self.manager):
            line = self._report(user)[:1]
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    line.write({"outcome": "kept"})
                with self.assertRaises(AccessError):
                    line.unlink()

    # Figures -----------------------------------------------------------------

    def test_share_of_each_agent(self):
        """The share of each agent is what one counts by hand."""
        shares = self._shares(self.manager, "promised_by_id")
        users = (self.agent, self.colleague, self.supervisor, self.other_agent)
        self.assertEqual(set(shares), set(users))
        for user in users:
            with self.subTest(user=user.name):
                self.assertAlmostEqual(shares[user], self._share(user))
        self.assertNotEqual(shares[self.agent], shares[self.colleague])

    def test_share_of_each_team(self):
        """The share of a team is that of its promises, not the mean of its people."""
        shares = self._shares(self.manager, "team_id")
        members = (self.agent, self.colleague, self.supervisor)
        self.assertEqual(set(shares), {self.team, self.other_team})
        self.assertAlmostEqual(shares[self.team], self._share(*members))
        self.assertAlmostEqual(shares[self.other_team], self._share(self.other_agent))

    def test_open_and_cancelled_do_not_count(self):
        """What is not over yet, or was taken back, is no figure at all."""
        for outcome in ("open", "cancelled"):
            promises = self.promises.filtered(lambda p, o=outcome: p.outcome == o)
            shares = self.env["crisis.promise.report"].with_user(self.manager)
            rows = shares._read_group(
                [("id", "in", promises.ids)], [], ["kept_share:avg", "__count"]
            )
            with self.subTest(outcome=outcome):
                self.assertFalse(rows[0][0])
                self.assertTrue(rows[0][1])

    def test_how_late(self):
        """How late a promise was kept stands with it, in minutes."""
        late = self._report(self.manager).filtered(lambda p: p.outcome == "late")
        self.assertEqual(set(late.mapped("minutes_late")), {10})

    def test_line_follows_what_happens(self):
        """A promise kept now is a kept one in the figures now."""
        line = self._report(self.agent).filtered(lambda p: p.outcome == "open")
        with self._minute(30):
            line.document_id.action_log_word()
            line.invalidate_recordset()
            self.assertEqual((line.outcome, line.kept_share), ("kept", 100))
            self.assertEqual(line.date_done, self._moment(30))

    def test_case_of_another_team_takes_its_figures_along(self):
        """The figures of a team are those of the cases that it has."""
        line = self._report(self.agent).filtered(lambda p: p.outcome == "broken")
        line.document_id.with_user(self.manager).team_id = self.other_team
        line.invalidate_recordset()
        self.assertEqual(line.with_user(self.manager).team_id, self.other_team)
