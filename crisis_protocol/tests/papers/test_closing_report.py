from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_closing_report import ClosingReportCase


@tagged("post_install", "-at_install")
class TestClosingReport(ClosingReportCase):
    """The report to the customer: begun from the case, read by a second person."""

    def _activity(self, document=None):
        kind = self.env.ref("crisis_protocol.mail_activity_type_report_review")
        return (
            (document or self.document)
            .sudo()
            .activity_ids.filtered(lambda activity: activity.activity_type_id == kind)
        )

    def test_not_before_the_end(self):
        """As long as the crisis runs there is nothing to report; then there is."""
        running = self._file()
        with self.assertRaisesRegex(UserError, "not over yet"):
            running.action_open_report()
        self._says_over(running, "yes")
        self.assertEqual(self._report(running).state, "draft")

    def test_one_for_each_end(self):
        """The button opens the one there is; nobody begins a second one."""
        report = self._report()
        again = self.document.with_user(self.colleague).action_open_report()
        self.assertEqual(again["res_id"], report.id)
        with self.assertRaisesRegex(UserError, "already"):
            report.create({"document_id": self.document.id})

    def test_after_a_relapse(self):
        """What came back after the report ends with a report of its own."""
        first = self._reviewed()
        with self.mock_mail_gateway():
            self._composer()._action_send_mail()
        self.assertEqual(self.document.action_open_report()["res_id"], first.id)
        later = first.date_sent.replace(year=first.date_sent.year + 1)
        self.document._write_past_reactions({"date_reopened": later})
        self.env.flush_all()
        second = self._report()
        self.assertNotEqual(second, first)
        self.assertEqual(self.document._closing_report(), second)

    def test_only_what_the_customer_may_know(self):
        """Proposed are words, good decisions and the end; never what is internal."""
        document = self._at("own_follow_up")
        document.write({"root_cause": "No second look at new keywords."})
        decisions = self.env["crisis.decision"].with_user(self.agent)
        decisions.create(
            [
                {
                    "document_id": document.id,
                    "name": f"Decided {effect}",
                    "reason": "Internal reason",
                    "effect": effect,
                    "stress": "Free of charge",
                    "soften": "We call before",
                }
                for effect in ("positive", "negative", "none")
            ]
        )
        document._log_word("Internal note of the call", document.create_date)
        document.stage_id = self._stage("own_closed")
        report = self._report(document)
        steps = "\n".join(report.step_ids.mapped("name"))
        for told in ("took up", "Decided positive", "it is over"):
            self.assertIn(told, steps)
        hidden_words = ("negative", "none", "Internal", "Free of charge", "Control")
        for hidden in (*hidden_words, "Supervisor"):
            self.assertNotIn(hidden, steps)
        self.assertEqual(report.cause, "No second look at new keywords.")
        # an explanation that he never got is none of his
        untold = self._file(
            description="<p>The item on channel 5 was not delivered.</p>",
            explanation="<p>The keyword was misspelt.</p>",
        )
        self._says_over(untold, "yes")
        report = self._report(untold)
        self.assertIn("was not delivered", report.happened)
        self.assertNotIn("misspelt", report.happened)

    def test_what_was_explained_is_what_happened(self):
        """What he was told in the explanation is what happened, in those words."""
        document = self._at("own_follow_up")
        document._note_explanation_sent()
        document.stage_id = self._stage("own_closed")
        report = self._report(document)
        self.assertIn("The keyword was misspelt", report.happened)
        self.assertIn("We explained to you", str(report.step_ids.mapped("name")))

    def test_items_and_words_are_counted_by_day(self):
        """Fifty items are one step, and ten messages of a day are another."""
        document = self._at("own_follow_up")
        rows = [{"document_id": document.id, "name": f"Item {n}"} for n in range(50)]
        items = self.env["crisis.item"].with_user(self.agent).create(rows)
        items.action_recovered()
        items.action_sent()
        for _number in range(4):
            document.action_log_word("We are looking into it.")
        told = len(document.word_ids.filtered(lambda w: w.direction == "us"))
        document.stage_id = self._stage("own_closed")
        steps = self._report(document).step_ids.mapped("name")
        self.assertIn("We sent you 50 items that had been missing.", steps)
        days = f"We informed you how it stood, {told - 1} times on this day."
        self.assertIn(days, steps)

    def test_cause_of_the_leading_case(self):
        """Each customer has his own report; the cause is that of the leading case."""
        lead = self._file(root_cause="The line was down.")
        other = self.env["res.partner"].create({"name": "Bozkir", "lang": "en_US"})
        follower = self._file(partner_id=other.id, leading_id=lead.id)
        self._says_over(follower, "yes")
        self.assertEqual(self._report(follower).cause, "The line was down.")
        self.assertFalse(lead.closing_report_ids)

    def test_in_the_customers_language(self):
        """What is proposed is written in his language, whoever begins it."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.contact.lang = "tr_TR"
        document = self._over(contact_id=self.contact.id, lang="tr_TR")
        self.assertEqual(self._report(document).lang, "tr_TR")

    # ------------------------------------------------------------------
    # Review
    # ------------------------------------------------------------------

    def test_life(self):
        """Written, given to a second person, read, ready."""
        report = self._report()
        self.assertEqual((report.state, report.author_id), ("draft", self.agent))
        report.action_ask_review()
        self.assertEqual(report.state, "review")
        self.assertEqual(self._activity().user_id, self.supervisor)
        report.with_user(self.supervisor).action_review()
        self.assertEqual(report.state, "reviewed")
        self.assertEqual(report.reviewer_id, self.supervisor)
        self.assertFalse(self._activity())

    def test_all_that_is_missing_is_said(self):
        """What we caused is not told without the cause and what changes."""
        report = self._report(cause=False, changes="  ", happened="<p><br></p>")
        report.step_ids.unlink()
        with self.assertRaises(UserError) as refusal:
            report.action_ask_review()
        self.assertEqual(len(str(refusal.exception).splitlines()), 4)

    def test_nobody_reviews_his_own(self):
        """Who wrote on it does not review it; a colleague of the desk may."""
        report = self._report()
        report.action_ask_review()
        self.assertFalse(report.can_review)
        with self.assertRaisesRegex(UserError, "Somebody else"):
            report.action_review()
        seen = report.with_user(self.colleague)
        self.assertTrue(seen.can_review)
        seen.cause = "The keyword was wrong."
        self.assertEqual((report.state, report.author_id), ("draft", self.colleague))
        seen.action_ask_review()
        with self.assertRaisesRegex(UserError, "Somebody else"):
            seen.action_review()
        # a word of his makes who wrote the rest no second person
        self.assertFalse(report.can_review)
        with self.assertRaisesRegex(UserError, "Somebody else"):
            report.action_review()
        report.with_user(self.supervisor).action_review()
        self.assertEqual(report.reviewer_id, self.supervisor)
        # what was read was read: from there on count those who write
        seen.cause = "The keyword was misspelt."
        seen.action_ask_review()
        report.action_review()
        self.assertEqual(report.reviewer_id, self.agent)

    def test_each_change_takes_the_review_back(self):
        """Whatever the customer would read otherwise has to be read again."""
        report = self._reviewed()
        step = report.step_ids[0]
        changes = {
            "text": lambda: report.write({"changes": "Three people read it."}),
            "title": lambda: report.write({"name": "Another title"}),
            "step": lambda: step.write({"name": "We answered."}),
            "new step": lambda: self._step(report, "We called you."),
            "step by itself": lambda: step.create(
                {"report_id": report.id, "name": "We wrote."}
            ),
            "no step": lambda: report.step_ids[-1:].unlink(),
            "reader": lambda: self.document.write({"partner_id": self.contact.id}),
        }
        for name, change in changes.items():
            with self.subTest(name):
                if report.state == "draft":
                    report.action_ask_review()
                    report.with_user(self.supervisor).action_review()
                change()
                self.assertEqual(report.state, "draft")
                self.assertFalse(report.reviewer_id or report.date_reviewed)
        report.action_ask_review()
        report.with_user(self.supervisor).action_review()
        report.happened = f"<div>{report.happened}</div>"
        self.assertEqual(report.state, "reviewed", "the same words")

    def test_sent_back_with_a_reason(self):
        """The reviewer says what is wrong; its author is told."""
        report = self._report()
        report.action_ask_review()
        seen = report.with_user(self.supervisor)
        with self.assertRaisesRegex(UserError, "Say what is wrong"):
            seen.action_return()
        seen.review_note = "Since when?"
        self.assertEqual(report.state, "review", "a note is no change")
        seen.action_return()
        self.assertEqual((report.state, report.author_id), ("draft", self.agent))
        message = self.document.message_ids[0]
        self.assertIn("Since when?", message.body)
        self.assertIn(self.agent.partner_id, message.notified_partner_ids)

    def test_asked_once_the_case_has_closed(self):
        """The close ends all activities, but not the one who has to read it."""
        document = self._at("own_follow_up")
        self._report(document).action_ask_review()
        document.stage_id = self._stage("own_closed")
        self.assertEqual(self._activity(document).user_id, self.supervisor)

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def test_nobody_writes_its_state(self):
        """State, author and reviewer are kept by Odoo alone, by any door."""
        report = self._report()
        claimed = {"state": "reviewed", "reviewer_id": self.agent.id}
        report.write(claimed | {"author_id": self.supervisor.id})
        self.assertEqual((report.state, report.author_id), ("draft", self.agent))
        other = self._over()
        new = report.create({"document_id": other.id} | claimed)
        self.assertEqual((new.state, new.reviewer_id), ("draft", self.env["res.users"]))
        self.document.write({"closing_report_ids": [Command.clear()]})
        self.assertTrue(report.exists())

    def test_who_may(self):
        """The desk of the case and the manager; nobody else, and nobody deletes."""
        report = self._report()
        step = report.step_ids[0]
        roles = ("agent", "supervisor", "manager")
        others = ("production", "plain", "portal", "other_agent", "foreign_manager")
        for login in (*roles, *others):
            user = getattr(self, login)
            seen = report.with_user(user)
            is_one = login in roles
            acts = {
                "read": lambda r=seen: r.read(["name"]),
                "write": lambda r=seen: r.write({"name": "Other"}),
                "step": lambda u=user: step.with_user(u).write({"name": "Other"}),
            }
            for name, act in acts.items():
                with self.subTest(login=login, act=name):
                    self.assertEqual(self._may(act), is_one)
            with self.subTest(login=login), self.assertRaises(AccessError):
                with self.env.cr.savepoint():
                    seen.unlink()
