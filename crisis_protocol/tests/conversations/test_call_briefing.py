from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common_call import READY, CallCase


@tagged("post_install", "-at_install")
class TestCallBriefing(CallCase):
    """Who dials has all before him that was thought of, and knows whom he calls."""

    def _log(self):
        """Open the log of the next call, as the agent's button does."""
        return self._form(self.document.action_log_call(), self.document)

    def test_all_that_was_prepared(self):
        """Goal, quotation, facts, solutions, what not to say: above the log (S2-28)."""
        also = {
            "offer": "A search of the archive, or a week free of charge",
            "avoid": "That it was the agency's fault",
        }
        self._prepared(**also)
        briefing = self._log().briefing
        texts = [READY[name] for name in ("quote", "facts", "goal")]
        for text in (*texts, "A search of the archive, or a week free of charge"):
            self.assertIn(text, briefing)
        shown = etree.HTML(briefing).xpath("//dd/text()")
        self.assertIn(also["avoid"], shown)
        self.assertEqual(len(shown), len(READY) - 1 + len(also))

    def test_trick_question(self):
        """A trick question stands there with its answer, and is kept as one (S2-12)."""
        trick = {"kind": "trick", "name": "So who was it?", "answer": "We look."}
        self._prepared(objection_ids=[(0, 0, trick)])
        briefing = self._log().briefing
        self.assertLess(briefing.index("So who was it?"), briefing.index("We look."))
        category = self.env.ref("crisis_protocol.category_own_missed_item")
        self.document.category_id = category
        later = self._plan(self._file(category_id=category.id))
        later.action_take_objections()
        self.assertEqual(later.objection_ids.kind, "trick")

    def test_heard_by_many(self):
        """Who is heard by many is marked; who calls unprepared is warned (S2-25)."""
        self.assertFalse(self._log().is_influential)
        self.document.is_influential = True
        self.flush_tracking()
        self.assertIn("Heard by Many", self._tracked())
        with self._minute(10):
            form = self._log()
        self.assertTrue(form.is_influential)
        self.assertFalse(form.is_prepared)
        self.assertTrue(self._warning(form), "the agent reads it before he dials")
        with self._minute(5):
            self._prepared()
        form = self._log()
        self.assertTrue(form.is_prepared)
        self.assertFalse(self._warning(form))

    def _tracked(self):
        tracked = self.document.sudo().message_ids.tracking_value_ids
        return tracked.field_id.mapped("field_description")

    def _warning(self, form):
        """Return whether the dialog warns that the call is not prepared."""
        (view_id, _kind) = self.document.action_log_call()["views"][0]
        calls = self.env["crisis.call"].with_user(self.agent)
        arch = etree.fromstring(calls.get_view(view_id, "form")["arch"])
        (warning,) = arch.xpath("//div[contains(@invisible, 'is_influential')]")
        self.assertIn("reaches many", "".join(warning.itertext()))
        hidden = warning.get("invisible")
        values = {
            "is_influential": form.is_influential,
            "is_prepared": form.is_prepared,
        }
        return not safe_eval(hidden, values)
