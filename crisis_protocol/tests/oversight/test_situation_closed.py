from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_situation import SituationCase


@tagged("post_install", "-at_install")
class TestWhatHasEnded(SituationCase):
    """That a case is over is told once; then the reports end with the last case."""

    def _end(self, document, minutes):
        with self._at_minute(minutes):
            self._close(document)

    def test_told_once(self):
        """What ended stands below what runs, and in the next report no more."""
        stays = self._file_watched(10)
        ends = self._file_watched(10)
        self.assertIn("2 open", self._reports(60)[self.supervisor].subject)
        self._end(ends, 90)
        mail = self._reports(120)[self.supervisor]
        self.assertIn("1 open", mail.subject)
        self.assertIn("1 closed", mail.subject)
        body = str(mail.body_html)
        running, closed = body.split(">Closed</p>")
        self.assertIn(stays.reference, running)
        self.assertNotIn(ends.reference, running)
        self.assertIn(ends.reference, closed)
        self.assertIn("Not a crisis", closed)
        body = self._body(180)
        self.assertNotIn(ends.reference, body)
        self.assertNotIn(">Closed</p>", body)

    def test_last_case(self):
        """When the last one is over, the readers hear so, and then nothing more."""
        document = self._file_watched(10)
        self._reports(60)
        self._end(document, 70)
        mail = self._reports(120)[self.manager]
        self.assertIn("0 open, 1 closed", mail.subject)
        self.assertIn(document.reference, str(mail.body_html))
        self.assertNotIn("next report", str(mail.body_html))
        self.assertFalse(self._reports(180))

    def test_begun_and_ended_between_reports(self):
        """Also what nobody had heard of; but not what was over before."""
        before = self._file_watched(-600)
        self._end(before, -500)
        document = self._file_watched(10)
        self._end(document, 40)
        body = self._body(60)
        self.assertIn(document.reference, body)
        self.assertNotIn(before.reference, body)

    def test_reopened_meanwhile(self):
        """What was closed and goes on again runs."""
        document = self._file_watched(10)
        self._reports(60)
        self._end(document, 70)
        with self._at_minute(80):
            back = {
                "stage_id": self._stage("own_reported").id,
                "stage_reason": "It was a false alarm.",
            }
            document.write(back)
            self.env.flush_all()
        mail = self._reports(120)[self.supervisor]
        self.assertIn("1 open", mail.subject)
        self.assertNotIn("closed", mail.subject)

    def test_of_others(self):
        """What others closed is told to nobody who may not see it."""
        self.team.member_ids = self.agent
        own = self._file_watched(10)
        other = self._file_watched(
            10, user=self.other_agent, team_id=self.other_team.id
        )
        self._reports(60)
        self._end(own, 70)
        reports = self._reports(120)
        self.assertIn(own.reference, str(reports[self.supervisor].body_html))
        self.assertNotIn(
            own.sudo().reference, str(reports[self.other_supervisor].body_html)
        )
        self.assertIn(
            other.sudo().reference, str(reports[self.other_supervisor].body_html)
        )

    def test_drill(self):
        """A drill that ended is named as one and counted apart."""
        stays = self._file_watched(10)
        drill = self._file_watched(10, is_drill=True)
        self._reports(60)
        words = ("drill_went_well", "drill_went_badly", "drill_change")
        drill.write(dict.fromkeys(words, "All of it"))
        self._end(drill, 70)
        mail = self._reports(120)[self.supervisor]
        self.assertNotIn("closed", mail.subject)
        body = str(mail.body_html)
        self.assertIn("0 open, 1 closed", body)
        self.assertIn(stays.reference, body)
        self.assertIn("DRILL", body.split(">Closed</p>")[1])

    def test_many(self):
        """A busy hour does not make the mail endless."""
        documents = self._file_watched(10, 13)
        self._reports(60)
        for document in documents:
            self._end(document, 70)
        body = self._body(120)
        self.assertEqual(sum(d.reference in body for d in documents), 10)
        self.assertIn("And 3 more", body)

    def test_two_desks_and_two_companies(self):
        """Who leads two desks or works for two companies gets all in one mail."""
        self.other_team.supervisor_id = self.supervisor
        self.manager.company_ids |= self.company_2
        self.foreign_team.manager_ids = self.manager
        portal = new_test_user(self.env, "portal_of_report", "base.group_portal")
        self.level.report_user_ids = [Command.link(portal.id)]
        own = self._file_watched(10)
        other = self._file_watched(
            10, user=self.other_agent, team_id=self.other_team.id
        )
        with self._at_minute(20):
            foreign = self._file(
                self.foreign_agent,
                level_id=self.level.id,
                team_id=self.foreign_team.id,
                company_id=self.company_2.id,
                name="A foreign matter",
            )
            self.env.flush_all()
        reports = self._reports(60)
        self.assertNotIn(portal, reports)
        for user, cases in (
            (self.supervisor, own | other),
            (self.manager, own | other | foreign),
        ):
            body = str(reports[user].body_html)
            self.assertEqual("A foreign matter" in body, foreign in cases)
            self.assertIn(f"{len(cases)} open", reports[user].subject)
