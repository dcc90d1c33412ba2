from datetime import timedelta

from odoo.tests import tagged

from .common import MONDAY, WHAT, ErrandCase


@tagged("post_install", "-at_install")
class TestErrandShown(ErrandCase):
    """A kind of duty that an addon brings shows wherever duties show."""

    def _done(self, minutes=10):
        with self._later(minutes=minutes):
            self.errand.with_user(self.agent).action_brought()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_next_line(self):
        """It is next, as long as nothing else is due before."""
        due = MONDAY + timedelta(minutes=5)
        self.errand.with_user(self.agent).date_due = due
        self.assertEqual(self.document.next_duty_date, due)
        self.assertEqual(self.document.next_duty_type_id, self.errand.type_id)
        action = self.document.action_do_next_duty()
        self.assertEqual(action["res_model"], "crisis.errand")
        self._done()
        self.assertNotEqual(self.document.next_duty_type_id, self.errand.type_id)

    def test_lists_of_duties(self):
        """It stands in “My Duties”, is moved there and done there."""
        duties = self.env["crisis.duty"].with_user(self.agent)
        (row,) = duties.search([("type_id", "=", self.errand.type_id.id)])
        self.assertEqual(row.document_id, self.document)
        self.assertEqual((row.state, row.user_id), ("open", self.agent))
        later = self.errand.date_due + timedelta(hours=1)
        row.date_due = later
        self.assertEqual(self.errand.date_due, later)
        self.assertEqual(row.action_do()["res_id"], self.errand.id)
        # what was just written is seen, without being asked for
        self.errand.with_user(self.agent).action_brought()
        open_ones = [("type_id", "=", self.errand.type_id.id), ("state", "=", "open")]
        self.assertFalse(duties.search(open_ones))

    def test_board(self):
        """It is what comes next of the case, and counts for who owes it."""
        self.errand.with_user(self.agent).date_due = MONDAY + timedelta(minutes=5)
        before = self._load()
        (case,) = [
            row
            for row in self._board()["cases"]["rows"]
            if row["id"] == self.document.id
        ]
        self.assertEqual(case["next_duty_type_id"][0], self.errand.type_id.id)
        self._done()
        self.assertEqual(self._load(), before - 1)

    def _board(self):
        return self.env["crisis.board"].with_user(self.agent).board_data()

    def _load(self):
        rows = self._board()["people"]["rows"]
        (mine,) = [row for row in rows if row["id"] == self.agent.id]
        return mine["duties"]["count"]

    def test_duties_kept(self):
        """The figures count it: in time, late, missed."""
        report = self.env["crisis.duty.report"].with_user(self.manager)
        domain = [("kind", "=", "errand"), ("document_id", "=", self.document.id)]
        self.assertEqual(report.search(domain).outcome, "open")
        self._done((self._due() + timedelta(minutes=7)).total_seconds() // 60)
        row = report.search(domain)
        self.assertEqual((row.outcome, row.minutes_late), ("late", 7))
        self.assertEqual(row.user_id, self.agent)
        self.assertEqual(row.on_time_share, 0)
        labels = dict(report.fields_get(["kind"])["kind"]["selection"])
        self.assertEqual(labels["errand"], "Errand")
        groups = report.formatted_read_group(domain, ["kind"], ["on_time_share:avg"])
        self.assertEqual(groups[0]["kind"], "errand")

    def _told(self):
        self.env.flush_all()
        rows = self.document.with_user(self.agent)._timeline()
        return rows.filtered(lambda row: row.res_model == "crisis.errand")

    def test_timeline(self):
        """It is told without a word from the addon, by the rule of the figures."""
        self.assertFalse(self._told())
        self._done()
        with self._later(hours=1):
            row = self._told()
            row.mapped("title")
        self.assertEqual(row.kind, "duty")
        self.assertEqual(row.date, MONDAY + timedelta(minutes=10))
        self.assertEqual(
            row.title, f"Bring to the customer: {WHAT}: done in time (Agent)."
        )

    def test_timeline_late_and_cancelled(self):
        self._done((self._due() + timedelta(minutes=7)).total_seconds() // 60)
        self.assertIn("done 7 minutes late (Agent)", self._told().title)
        other = self._file(errand=WHAT)
        self._cancel(other.errand_ids, self.agent, "He comes himself")
        self.env.flush_all()
        row = other._timeline().filtered(lambda r: r.res_model == "crisis.errand")
        self.assertEqual(row.title, f"Agent cancelled: Bring to the customer: {WHAT}")
        self.assertEqual(row.text, "He comes himself")

    def test_paper(self):
        """It stands on the paper of the case: open in its table, done in both."""
        self.assertIn(WHAT, self._paper())
        self._done()
        paper = self._paper()
        self.assertIn("<b>Errands</b>", paper)
        self.assertIn(f"{WHAT}: done in time", paper)

    def _paper(self):
        self.env.flush_all()
        report = self.env["ir.actions.report"].with_user(self.agent)
        html, _kind = report._render_qweb_html(
            "crisis_protocol.crisis_document_report_file", self.document.ids
        )
        return html.decode()
