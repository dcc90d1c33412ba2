from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_call import CallCase


@tagged("post_install", "-at_install")
class TestCallObjection(CallCase):
    """What customers said in earlier cases is offered with its answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.missed = cls.env.ref("crisis_protocol.category_own_missed_item")
        cls.document.category_id = cls.missed
        cls.earlier = cls._said("Why us?", "By mistake.")

    @classmethod
    def _said(cls, name, answer, user=None, **vals):
        """Let somebody have prepared an objection on another case."""
        vals = {"category_id": cls.missed.id} | vals
        document = cls._file(user, **vals)
        call = cls._plan(
            document, objection_ids=[(0, 0, {"name": name, "answer": answer})]
        )
        return call.objection_ids

    def _offered(self, **vals):
        return self._plan(**vals).earlier_objection_ids

    def test_same_branch(self):
        """Cases of the same branch of categories offer theirs, sisters included."""
        sister = (self.missed.parent_id.child_ids - self.missed)[:1]
        also = self._said("How many more?", "None.", category_id=sister.id)
        self.assertEqual(self._offered(), also | self.earlier)

    def test_other_branch(self):
        """Cases of another kind, or of another protocol, offer nothing."""
        parents = self.env["crisis.category"].search(
            [("parent_id", "=", False), ("protocol_id", "=", self.own.id)]
        )
        other = (parents - self.missed.parent_id)[:1]
        self._said("Who did it?", "We did.", category_id=other.id)
        news = self.env.ref("crisis_protocol.category_customer_news_out")
        self._said(
            "Who wrote it?",
            "The paper.",
            protocol_id=self.customer_protocol.id,
            category_id=news.id,
        )
        self._said("No kind?", "None.", category_id=False)
        self.assertEqual(self._offered(), self.earlier)

    def test_without_category(self):
        """A case without a category is like no other."""
        self.document.category_id = False
        self.assertFalse(self._offered())

    def test_without_answer(self):
        """An objection that nobody answered helps nobody."""
        self._said("And now?", False)
        self.assertEqual(self._offered(), self.earlier)

    def test_only_what_one_may_see(self):
        """Cases of another team or company offer nothing; the manager sees more."""
        team = self._said("Team?", "Other.", self.other_agent)
        company = self._said("Company?", "Other.", self.foreign_agent)
        self.assertEqual(self._offered(), self.earlier)
        call = self._plan(user=self.manager)
        known = team | company | self.earlier
        self.assertEqual(call.earlier_objection_ids & known, team | self.earlier)

    def test_each_wording_once(self):
        """The same words are offered once, with the newest answer, and not again."""
        newer = self._said("WHY  us?", "We don't know yet.")
        self.assertEqual(self._offered(), newer)
        own = [(0, 0, {"name": "why us?"})]
        self.assertFalse(self._offered(objection_ids=own))

    def test_closed_cases_offer(self):
        """What was learned in a case stays when it is closed."""
        self._end(self.earlier.document_id)
        self.assertEqual(self._offered(), self.earlier)

    def test_take_all(self):
        """All are taken over with their answers; a second time brings nothing."""
        self._said("How many more?", "None.")
        call = self._plan()
        for _twice in range(2):
            call.action_take_objections()
        self.assertEqual(
            set(call.objection_ids.mapped(lambda o: (o.name, o.answer))),
            {("Why us?", "By mistake."), ("How many more?", "None.")},
        )
        self.assertFalse(call.earlier_objection_ids)

    def test_take_one(self):
        """One is taken over from the list; the others stay offered."""
        other = self._said("How many more?", "None.")
        call = self._plan()
        chosen = self.earlier.with_user(self.agent)
        chosen.with_context(crisis_call_id=call.id).action_take()
        self.assertEqual(call.objection_ids.name, "Why us?")
        self.assertEqual(self.earlier.call_id, self.earlier.call_id - call)
        self.assertEqual(call.earlier_objection_ids, other)

    def test_take_without_a_call(self):
        """Before the call is kept, the button says so."""
        with self.assertRaisesRegex(UserError, "Keep the call first"):
            self.earlier.with_user(self.agent).action_take()

    def test_over(self):
        """What was prepared for a call that is over stays as it was."""
        call = self._plan(objection_ids=[(0, 0, {"name": "Why?", "answer": "So."})])
        waiting = self._plan(objection_ids=[(0, 0, {"name": "How?"})]).objection_ids
        self._hold(10, call)
        objection = call.objection_ids
        for act in (
            lambda: objection.write({"answer": "Never."}),
            lambda: objection.unlink(),
            lambda: objection.create({"call_id": call.id, "name": "Else?"}),
            lambda: waiting.write({"call_id": call.id}),
            lambda: call.action_take_objections(),
        ):
            with self.assertRaisesRegex(UserError, "is over"), self.cr.savepoint():
                act()
        self.assertEqual(call.objection_ids.answer, "So.")
        waiting.unlink()
        self.assertFalse(waiting.exists())
