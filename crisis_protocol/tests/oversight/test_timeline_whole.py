from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.oversight.crisis_timeline import PARTS
from ...tools.constants import DUTY_PARTS
from ..messages.common_promise import PromiseCase


@tagged("post_install", "-at_install")
class TestWholeTimeline(PromiseCase):
    """Nothing of a case is missing in its timeline, and each thing has its time."""

    def _rows(self, user=None, kinds=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.document.with_user(user or self.agent)._timeline(kinds)

    def test_broken_promise(self):
        """A word that was never given stands where it could not be given any more."""
        promise = self._promised(10, 60)
        self._sweep(60 + self.interval + 5)
        self.assertEqual(promise.outcome, "broken")
        row = self._rows().filtered(lambda row: row.part == "promise")
        self.assertEqual(row.date, self._moment(60) + timedelta(minutes=self.interval))
        self.assertIn("was not given", row.title)

    def test_everything_has_its_time(self):
        """Whatever was missed, cancelled or done is somewhere in the order."""
        self._promised(10, 60)
        self._sweep(60 + self.interval + 5)
        with self._minute(60 + self.interval + 10):
            self._complete(self.document)
            self._end(self.document)
        rows = self._rows()
        self.assertFalse(rows.filtered(lambda row: not row.date))
        self.assertEqual(rows.mapped("date"), sorted(rows.mapped("date")))
        self.assertTrue(all(row.title.strip() for row in rows))

    def test_kinds_that_are_none(self):
        """A kind that does not exist finds nothing, and breaks nothing."""
        self.assertFalse(self._rows(kinds=["nonsense", "'; --"]))
        self.assertEqual(self._rows(kinds=[]), self._rows())
        self.assertEqual(set(self._rows(kinds=("stage",)).mapped("kind")), {"stage"})

    def test_room_for_all_kinds(self):
        """Ids of rows of several kinds never meet, with room for those of addons."""
        kinds = self.env["crisis.duty.mixin"]._duty_models()
        self.assertLessEqual(len(kinds), DUTY_PARTS - 4)
        self.assertLessEqual(len(list(self.env["crisis.timeline"]._parts())), PARTS - 4)

    def test_each_role(self):
        """Who leads reads all of it, other desks none, and production is refused."""
        everything = self._rows(self.agent)
        for user in (self.supervisor, self.manager):
            self.assertEqual(self._rows(user).ids, everything.ids)
        for user in (self.other_agent, self.foreign_manager):
            with self.subTest(user=user.name):
                self.assertFalse(self._rows(user))
                with self.assertRaises(AccessError):
                    everything.with_user(user).read(["title"])
        with self.assertRaises(AccessError):
            self._rows(self.production)

    def test_other_case(self):
        """What happened on another case of the customer is not told here."""
        with self._minute(5):
            other = self._file(name="Another matter")
            other.action_log_word("Said on the other case.")
        self.assertEqual(self._rows().document_id, self.document)
        self.assertNotIn("Said on the other case.", self._rows().mapped("text"))

    def test_many_messages(self):
        """Numbers of messages as large as old databases have them fit in."""
        query = self.env["crisis.timeline"]._table_query
        self.assertIn("bigint", query.code)
