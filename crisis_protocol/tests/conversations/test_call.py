from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_call import READY, CallCase

ARTICLE = "https://news.example.com/a?id=1&page=2"


@tagged("post_install", "-at_install")
class TestCallPreparation(CallCase):
    """Nobody dials without knowing the source, the facts and what to say."""

    def _propose(self, document=None):
        """Open the preparation of a call, as its button does."""
        document = document or self.document
        return self._form(document.action_prepare_call(), document)

    def test_proposes_what_is_known(self):
        """His words, the link in them and the facts need not be typed again."""
        self.document.write(
            {
                "description": "<p>“It is not in, see "
                f'<a href="{ARTICLE.replace("&", "&amp;")}">here</a>.”</p>',
                "explanation": "<p>The keyword was <b>misspelt</b>.</p>",
            }
        )
        form = self._propose()
        self.assertIn("It is not in", form.quote)
        self.assertEqual(form.link, ARTICLE)
        self.assertEqual(form.facts.replace("*", ""), "The keyword was misspelt.")
        self.assertEqual(form.contact_id, self.contact)
        self.assertEqual(form.user_id, self.agent)

    def test_quotes_his_last_words(self):
        """What he said in the last control or call is quoted, not what he wrote."""
        self.document.description = "<p>It is not in.</p>"
        self._result(
            self.document, "customer", "clean", 10, customer_words="Better now."
        )
        self.assertEqual(self._propose().quote, "Better now.")
        self._hold(20, words="It is gone again!")
        self.assertEqual(self._propose().quote, "It is gone again!")

    def test_says_what_is_missing(self):
        """All that is missing is said at once, and then nothing."""
        call = self._plan()
        for label in ("Said", "Our Records", "Facts", "Want to Say"):
            self.assertIn(label, call.missing)
        self.assertFalse(call.is_prepared)
        call.write(READY)
        self.assertFalse(call.missing)
        self.assertTrue(call.is_prepared)
        call.goal = "   "
        self.assertIn("Want to Say", call.missing)
        self.assertFalse(call.is_prepared)

    def test_original_is_read(self):
        """A link counts as read when it was opened, and only then."""
        call = self._prepared(link=ARTICLE)
        self.assertIn("Original Text", call.missing)
        with self._minute(5):
            action = call.action_open_link()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertEqual(action["url"], ARTICLE)
        with self._minute(8):
            call.action_open_link()
        self.assertEqual(call.date_link_opened, self._moment(5))
        self.assertTrue(call.is_prepared)

    def test_another_link_is_not_read(self):
        """Another text has to be read, too; saving the same one changes nothing."""
        call = self._prepared(link=ARTICLE)
        call.action_open_link()
        call.link = ARTICLE
        self.assertTrue(call.is_prepared)
        call.link = "https://news.example.com/b"
        self.assertFalse(call.date_link_opened)
        self.assertFalse(call.is_prepared)

    def test_only_web_addresses(self):
        """What a click would run, or could not find, is no link."""
        for link in ("javascript:alert(1)", "news.example.com", "https://", "//x", "["):
            with self.subTest(link=link), self.assertRaises(ValidationError):
                self._plan(link=link)

    def test_no_link_to_open(self):
        """Without a link the button says so."""
        with self.assertRaisesRegex(UserError, "no link"):
            self._plan().action_open_link()

    def test_one_preparation(self):
        """The button comes back to what is being prepared, one's own first."""
        other = self._plan(user=self.supervisor)
        self.assertEqual(self.document.action_prepare_call()["res_id"], other.id)
        own = self._plan()
        self.document.invalidate_recordset()
        self.assertEqual(self.document.action_prepare_call()["res_id"], own.id)
        self.assertEqual(self.document.action_log_call()["res_id"], own.id)

    def test_hold(self):
        """Who has nothing good to say does not call, and says why."""
        call = self._prepared()
        for reason in (False, "-", "tamam"):
            call.hold_reason = reason
            with self.assertRaisesRegex(UserError, "Say why"):
                call.action_hold()
        call.hold_reason = "The cause is not known yet"
        call.action_hold()
        self.assertEqual(call.state, "cancelled")
        self.assertIn("The cause is not known yet", self._last_note())
        self.assertFalse(self.document.date_last_word)
        for act in (call.action_log, call.action_call, call.action_hold):
            with self.subTest(act=act.__name__), self.assertRaises(UserError):
                act()

    def test_order_carries_the_facts(self):
        """Who has a colleague call gives him the facts; he is told."""
        with self.assertRaisesRegex(UserError, "Write down the facts"):
            self._plan(user=self.supervisor, user_id=self.agent.id)
        self._plan(
            user=self.supervisor, user_id=self.agent.id, facts="It was misspelt."
        )
        told = self.env["mail.message"].search(
            [("partner_ids", "in", self.agent.partner_id.ids)], order="id desc", limit=1
        )
        self.assertIn("It was misspelt.", told.body)
        self.assertIn(self.contact.name, told.body)

    def test_order_passed_on(self):
        """A call may pass to a colleague later, under the same condition."""
        call = self._plan()
        with self.assertRaises(UserError), self.cr.savepoint():
            call.user_id = self.supervisor
        call.write({"user_id": self.supervisor.id, "facts": "It was misspelt."})
        self.assertEqual(call.user_id, self.supervisor)

    def test_order_to_who_may(self):
        """Nobody is told to call who does not work with crisis documents."""
        for user in (self.production, self.foreign_agent):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._plan(user_id=user.id, facts="It was misspelt.")

    def test_ended_case(self):
        """On a case that has ended no call is prepared; a planned one is not made.

        A call that was held all the same can be logged.
        """
        call = self._prepared()
        self._end(self.document)
        self.assertEqual(call.state, "cancelled")
        with self.assertRaisesRegex(UserError, "Reopen it first"):
            self.document.action_prepare_call()
        late = self._plan(customer_words="Thank you")
        late.action_log()
        self.assertEqual(late.state, "done")
        self.assertFalse(late.date_promised)

    def test_nothing_is_claimed(self):
        """That a call was held, or a text read, follows from what was done."""
        claimed = {
            "state": "done",
            "is_reached": True,
            "attempt": 7,
            "date_link_opened": "2026-03-01 08:00:00",
            "date_prepared": "2026-03-01 08:00:00",
            "is_prepared": True,
        }
        defaults = {f"default_{name}": value for name, value in claimed.items()}
        calls = self.env["crisis.call"].with_user(self.agent)
        handed_in = calls.create({"document_id": self.document.id} | claimed)
        by_context = calls.with_context(**defaults).create(
            {"document_id": self.document.id}
        )
        written = self._plan()
        written.write(claimed)
        for call in handed_in | by_context | written:
            self.assertEqual(call.state, "prepared")
            self.assertEqual(call.attempt, 0)
            for name in ("is_reached", "date_link_opened", "is_prepared"):
                self.assertFalse(call[name], name)

    def test_not_through_the_document(self):
        """A call is no field of the case that an import could fill in."""
        self.document.write(
            {"call_ids": [(0, 0, {"state": "done", "is_reached": True})]}
        )
        self.assertFalse(self.document.call_ids)
