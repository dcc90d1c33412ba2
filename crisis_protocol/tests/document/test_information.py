from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import CrisisCase

ASKED = {
    "own": {"description", "date_occurred", "customer_effect", "timing"}
    | {"after_hours_follow"},
    "customer": {"description", "has_bulletin", "has_picture", "has_video"}
    | {"media_ids", "presentation", "timing", "after_hours_follow"}
    | {"after_hours_route", "inform_written", "inform_oral"},
}


@tagged("post_install", "-at_install")
class TestInformation(CrisisCase):
    """The meter: how much the protocol wants to know, and how much is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.media = cls.env["crisis.media"].create({"name": "Evening news"})
        cls.answers = {
            "description": "<p>The item is missing</p>",
            "date_occurred": "2026-03-02 08:00:00",
            "customer_effect": "No answer for the director",
            "timing": "By noon",
            "presentation": "A table",
            "media_ids": [Command.set(cls.media.ids)],
        }

    def _file_customer(self, **vals):
        return self._file(protocol_id=self.customer_protocol.id, **vals)

    def _question(self, name):
        return self.env.ref(f"crisis_protocol.question_{name}")

    def _new_question(self, field_name="has_bulletin", protocol=None):
        return (
            self.env["crisis.question"]
            .with_user(self.manager)
            .create(
                {
                    "name": "One more thing?",
                    "protocol_id": (protocol or self.own).id,
                    "field_name": field_name,
                }
            )
        )

    # What is asked -------------------------------------------------------

    def test_each_protocol_asks_its_own(self):
        """Each protocol asks what its text says (S0-55…58, S0-72…82)."""
        protocols = {"own": self.own, "customer": self.customer_protocol}
        for origin, protocol in protocols.items():
            names = protocol.question_ids.mapped("field_name")
            self.assertEqual(set(names), ASKED[origin])
            document = self._file(protocol_id=protocol.id)
            self.assertEqual(set(document.information_asked.split()), ASKED[origin])
            self.assertEqual(document.missing_question_ids, protocol.question_ids)
            self.assertEqual(document.information_progress, 0)

    def test_each_answer_counts(self):
        """Each answer, given alone, takes exactly its question off the list."""
        for question in (self.own | self.customer_protocol).question_ids:
            with self.subTest(question.field_name):
                document = self._file(protocol_id=question.protocol_id.id)
                value = self.answers.get(question.field_name, "yes")
                document.write({question.field_name: value})
                others = question.protocol_id.question_ids - question
                self.assertEqual(document.missing_question_ids, others)
                share = 100 // len(others | question)
                self.assertEqual(document.information_progress, share)
                document.write({question.field_name: self._no_answer(question)})
                self.assertEqual(document.information_progress, 0)

    def _no_answer(self, question):
        kind = self.env["crisis.document"]._fields[question.field_name].type
        return {"selection": "not_asked", "many2many": [Command.clear()]}.get(
            kind, False
        )

    def test_no_is_an_answer(self):
        """“No” is an answer; “not asked yet” and nothing at all are none."""
        document = self._file_customer(has_bulletin="no")
        question = self._question("customer_has_bulletin")
        self.assertNotIn(question, document.missing_question_ids)
        for nothing in ("not_asked", False):
            document.has_bulletin = nothing
            self.assertIn(question, document.missing_question_ids)

    def test_nothing_is_assumed(self):
        """A filed document knows no answer that nobody gave."""
        document = self._file_customer()
        for name in ("has_bulletin", "after_hours_route", "inform_written"):
            self.assertEqual(document[name], "not_asked")

    def test_blanks_are_no_answers(self):
        """An emptied editor and spaces are no answers."""
        blank = {"description": "<p><br></p>", "timing": "  ", "customer_effect": "\n"}
        self.assertEqual(self._file(**blank).information_progress, 0)
        document = self._complete(self._file())
        self.assertEqual(document.information_progress, 100)
        document.write(blank)
        self.assertEqual(document.information_progress, 40)

    def test_what_does_not_apply_counts(self):
        """What makes no sense in a case is said so, and counts as known."""
        document = self._file_customer()
        video = self._question("customer_has_video")
        self._leave_out(document, video)
        self.assertNotIn(video, document.missing_question_ids)
        self.assertEqual(document.information_progress, 9)
        document.has_video = "yes"
        self.assertEqual(document.information_progress, 9, "it counts once")
        self._leave_out(document, self.customer_protocol.question_ids)
        self.assertEqual(document.information_progress, 100)
        document.not_applicable_ids = False
        self.assertEqual(document.information_progress, 9)

    def test_question_of_another_protocol_does_not_apply(self):
        """Only questions of the own protocol can be said not to apply."""
        document = self._file()
        with self.assertRaises(UserError), self.cr.savepoint():
            self._leave_out(document, self._question("customer_has_video"))

    def test_meter_goes_to_the_gate(self):
        """At four fifths the customer's case may go to production, not below."""
        document = self._file_customer()
        document.category_id = self.env.ref(
            "crisis_protocol.category_customer_news_out"
        )
        waived = self.customer_protocol.question_ids
        self._leave_out(document, waived[:8])
        self.assertEqual(document.information_progress, 72)
        self._refused(document, document.action_next_stage)
        self._leave_out(document, waived[:9])
        self.assertEqual(document.information_progress, 81)
        document.customer_effect = "His director asks him every hour."
        self._decide(document)
        document.action_next_stage()
        self.assertEqual(document.stage_id, self._stage("customer_production"))

    def test_meter_follows_what_is_typed(self):
        """In the form the meter moves while the agent types."""
        with Form(self._file()) as form:
            self.assertEqual(form.information_progress, 0)
            form.timing = "By noon"
            self.assertEqual(form.information_progress, 20)
            self.assertNotIn(
                self._question("own_timing").name, form.missing_information
            )
            form.after_hours_follow = "no"
            self.assertEqual(form.information_progress, 40)
        self.assertEqual(form.record.information_progress, 40)

    def test_missing_is_listed_in_words(self):
        """What is missing is listed as one asks it, safe for the page."""
        self._question("own_timing").name = "By <b>when</b>?"
        document = self._file(description="<p>The report never arrived.</p>")
        self.assertIn("By &lt;b&gt;when&lt;/b&gt;?", document.missing_information)
        self.assertNotIn(
            self._question("own_description").name, document.missing_information
        )
        whole = self._complete(self._file())
        self.assertIs(
            whole.read(["missing_information"])[0]["missing_information"], False
        )

    def test_meter_can_not_be_handed_in(self):
        """The meter is worked out: no API or import sets it (S0-56)."""
        document = self._file()
        document.write({"information_progress": 100})
        self.env.flush_all()
        document.invalidate_recordset()
        self.assertEqual(document.information_progress, 0)
        self.assertEqual(self._file(information_progress=100).information_progress, 0)
        proposing = document.with_context(default_information_progress=100)
        self.assertEqual(proposing.copy().information_progress, 0)
        values = self._complete(self._file()).copy_data()[0] | {"timing": False}
        copied = self._file(**values, information_progress=100)
        # of the five answers only what happened is copied
        self.assertEqual(copied.information_progress, 20)

    def test_protocol_without_questions(self):
        """Where nothing is asked, all is known."""
        protocol = self.own.copy()
        protocol.question_ids.unlink()
        document = self._file(protocol_id=protocol.id)
        self.assertEqual(document.information_progress, 100)
        self.assertFalse(document.missing_question_ids)

    def test_change_of_protocol_asks_anew(self):
        """A case that changes its protocol is measured by the new one."""
        document = self._file(
            timing="By noon", description="<p>The report never arrived.</p>"
        )
        self.assertEqual(document.information_progress, 40)
        document.protocol_id = self.customer_protocol
        self.assertEqual(document.information_progress, 18)

    # When the questions change ----------------------------------------------

    def test_new_question_counts_for_open_cases(self):
        """A question more: open cases know less, closed ones stay as they were."""
        still_open = self._complete(self._file())
        closed = self._at("own_closed")
        out = self._file()
        out.write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )
        still_open.has_bulletin = closed.has_bulletin = "not_asked"
        self.env.flush_all()
        self._new_question()
        documents = still_open | closed | out
        self.assertEqual(documents.mapped("information_progress"), [83, 100, 0])

    def test_question_less_counts_for_open_cases(self):
        """A question less: open cases know more."""
        document = self._file(timing="By noon")
        question = self._question("own_description")
        question.with_user(self.manager).unlink()
        self.assertEqual(document.information_progress, 25)

    def test_question_that_asks_for_something_else(self):
        """A question that asks for something else is measured by that."""
        document = self._file(timing="By noon", has_bulletin="no")
        self._question("own_description").with_user(self.manager).write(
            {"field_name": "has_bulletin"}
        )
        self.assertEqual(document.information_progress, 40)

    def test_question_that_moves_counts_in_both(self):
        """A question that goes to another protocol is counted there, not here."""
        document = self._file(timing="By noon")
        other = self._file_customer()
        self._question("own_customer_effect").write(
            {"protocol_id": self.customer_protocol.id}
        )
        self.assertEqual(document.information_progress, 25)
        self.assertEqual(other.information_progress, 0)
        self.assertEqual(len(other.missing_question_ids), 12)

    def test_reopened_case_answers_the_questions_of_today(self):
        """A case that reopens is measured by what is asked now."""
        document = self._at("own_closed")
        document.has_bulletin = "not_asked"
        self.env.flush_all()
        self._new_question()
        self.assertEqual(document.information_progress, 100)
        back = {
            "stage_id": self._stage("own_assessment").id,
            "stage_reason": "The trouble has come back.",
        }
        document.write(back)
        self.assertEqual(document.information_progress, 83)
        self._refused(document, document.action_next_stage)
