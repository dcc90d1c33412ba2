from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestProtocolChange(CrisisCase):
    """Which stage a document starts in, and what may change while it is fresh."""

    def _file_customer(self, **vals):
        return self._file(protocol_id=self.customer_protocol.id, **vals)

    def _category(self, name):
        return self.env.ref(f"crisis_protocol.category_customer_{name}")

    def test_wrong_protocol_is_mended_at_once(self):
        """In its first stage a case may change its protocol, both ways."""
        document = self._file()
        document.protocol_id = self.customer_protocol
        self.assertEqual(document.stage_id, self._stage("customer_information"))
        self.assertTrue(document.grade)
        document.protocol_id = self.own
        self.assertEqual(document.stage_id, self._stage("own_reported"))
        self.assertFalse(document.grade)

    def test_wrong_protocol_without_a_responsible(self):
        """A case from a mail, which nobody has taken, may change its protocol."""
        document = self._file(user_id=False, team_id=self.team.id)
        document.with_user(self.supervisor).protocol_id = self.customer_protocol
        self.assertEqual(document.stage_id, self._stage("customer_information"))

    def test_wrong_protocol_is_mended_in_the_form(self):
        """The category of the old protocol goes with it."""
        category = self.env.ref("crisis_protocol.category_own_missed_item")
        document = self._file(category_id=category.id)
        with Form(document) as form:
            form.protocol_id = self.customer_protocol
            form.category_id = self._category("news_out")
        self.assertEqual(document.stage_id, self._stage("customer_information"))

    def test_protocol_is_kept_once_under_way(self):
        """A case under way keeps its protocol."""
        for stage in ("own_assessment", "own_closed"):
            document = self._at(stage)
            values = {"protocol_id": self.customer_protocol.id, "category_id": False}
            self._refused(document, lambda d=document, v=values: d.write(v))
            self.assertEqual(document.protocol_id, self.own)
            document.protocol_id = self.own  # the same again is no change

    def test_protocol_is_kept_after_a_return(self):
        """Having come back to the first stage does not make a case fresh."""
        document = self._at("own_assessment")
        back = {
            "stage_id": self._stage("own_reported").id,
            "stage_reason": "The trouble has come back.",
        }
        document.write(back)
        values = {"protocol_id": self.customer_protocol.id, "category_id": False}
        self._refused(document, lambda: document.write(values))

    def test_grades_of_the_customer(self):
        """A case is critical or a crisis; critical where nobody has judged (S0-51)."""
        self.assertEqual(self._file_customer().grade, "critical")
        self.assertEqual(self._file_customer(grade="crisis").grade, "crisis")
        self.assertFalse(self._file().grade)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._file(grade="crisis")

    def test_only_what_is_likely_is_watched(self):
        """Only grade “Watch” starts in the watch stage (S0-53)."""
        starts = {"watch": "watch", "critical": "information", "crisis": "information"}
        for grade, stage in starts.items():
            document = self._file_customer(grade=grade)
            self.assertEqual(document.stage_id, self._stage(f"customer_{stage}"))

    def test_category_proposes_the_watch(self):
        """What is likely to come out is watched without a word more (S0-53, S0-54)."""
        for name in ("news_likely", "topic_likely"):
            document = self._file_customer(category_id=self._category(name).id)
            self.assertEqual(document.grade, "watch")
            self.assertEqual(document.stage_id, self._stage("customer_watch"))
        for name in ("news_out", "topic_current"):
            document = self._file_customer(category_id=self._category(name).id)
            self.assertEqual(document.stage_id, self._stage("customer_information"))

    def test_form_follows_the_grade_while_filing(self):
        """In the form the stage follows category and grade until it is filed."""
        with Form(self.env["crisis.document"].with_user(self.agent)) as form:
            form.name = "A file is leaked"
            form.protocol_id = self.customer_protocol
            form.partner_id = self.customer
            self.assertEqual(form.stage_id, self._stage("customer_information"))
            form.category_id = self._category("news_likely")
            self.assertEqual(form.grade, "watch")
            self.assertEqual(form.stage_id, self._stage("customer_watch"))
            form.grade = "crisis"
            self.assertEqual(form.stage_id, self._stage("customer_information"))
            form.grade = "watch"
        self.assertEqual(form.record.stage_id, self._stage("customer_watch"))

    def test_watch_ends_when_the_grade_is_raised(self):
        """The watch goes on until somebody says that the news is out (S0-53)."""
        document = self._file_customer(grade="watch")
        message = self._refused(document, document.action_next_stage)
        self.assertIn(self._gate("customer_grade").name, message)
        document.grade = "critical"
        self.assertEqual(document.stage_id, self._stage("customer_watch"))
        document.action_next_stage()
        self.assertEqual(document.stage_id, self._stage("customer_information"))

    def test_watch_may_come_to_nothing(self):
        """What never came out ends as no crisis, with a reason (S0-53)."""
        document = self._file_customer(grade="watch")
        document.write(
            {
                "stage_id": self._stage("customer_not_crisis").id,
                "stage_reason": "The story was dropped",
            }
        )
        self.assertTrue(document.is_closed)

    def test_supervisor_deletes_what_is_fresh(self):
        """Only a case that never left its first stage can be deleted."""
        fresh = self._file().with_user(self.supervisor)
        fresh.unlink()
        self.assertFalse(fresh.exists())
        for stage in ("own_assessment", "own_closed", "own_not_crisis"):
            document = self._file()
            if stage == "own_not_crisis":
                document.write(
                    {
                        "stage_id": self._stage(stage).id,
                        "stage_reason": "It was a false alarm.",
                    }
                )
            else:
                self._complete(document).stage_id = self._stage(stage)
            self._assert_kept(document)

    def _assert_kept(self, document):
        for role in (self.supervisor, self.manager):
            with self.assertRaises(UserError), self.cr.savepoint():
                document.with_user(role).unlink()
        with self.assertRaises(UserError), self.cr.savepoint():
            document.sudo().unlink()
        self.assertTrue(document.exists())

    def test_one_kept_case_keeps_all(self):
        """Several are deleted together or not at all."""
        fresh, kept = self._file(), self._at("own_assessment")
        with self.assertRaises(UserError), self.cr.savepoint():
            (fresh | kept).with_user(self.manager).unlink()
        self.assertTrue(fresh.exists())

    def test_trail_can_not_be_lost_by_going_back(self):
        """A case that was brought back to its first stage is not fresh."""
        document = self._at("own_assessment")
        back = {
            "stage_id": self._stage("own_reported").id,
            "stage_reason": "The trouble has come back.",
        }
        document.write(back)
        self._assert_kept(document)

    def test_freshness_can_not_be_handed_in(self):
        """Nobody makes a case fresh again by saying so."""
        document = self._at("own_assessment")
        for value in (False, 0, None, ""):
            document.sudo().write({"is_under_way": value})
            self._assert_kept(document)

    def test_watched_case_is_kept_once_it_left_the_watch(self):
        """The start of a raised grade is not the start of this case."""
        document = self._file_customer(grade="watch")
        document.grade = "crisis"
        document.action_next_stage()
        self._assert_kept(document)

    def test_raised_grade_alone_keeps_a_case_fresh(self):
        """A case in its first stage is fresh whatever its grade has become."""
        document = self._file_customer(grade="watch")
        document.grade = "crisis"
        document.with_user(self.supervisor).unlink()
        self.assertFalse(document.exists())

    def test_agent_deletes_nothing(self):
        """Agents delete no documents, fresh or not."""
        document = self._file()
        with self.assertRaises(UserError), self.cr.savepoint():
            document.unlink()
