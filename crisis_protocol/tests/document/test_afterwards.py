from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestAfterwards(CrisisCase):
    """What the end of a case rests on is not written over in silence."""

    def setUp(self):
        super().setUp()
        self.document = self._bring_to_end(self._complete(self._file()))

    def _lines(self):
        return self.document.sudo().message_ids.filtered(
            lambda message: "after the end" in (message.body or "")
        )

    def test_shows(self):
        """Cause, effect and what happened: each shows with what stood there."""
        old = self.document.root_cause
        self.document.write(
            {"root_cause": "Nobody is to blame", "description": "<p>Nothing.</p>"}
        )
        line = self._lines()
        self.assertEqual(len(line), 1)
        self.assertEqual(line.author_id, self.agent.partner_id)
        for words in (old, "Nobody is to blame", "The item on channel 5", "Nothing."):
            self.assertIn(words, line.body)

    def test_says_nothing_of_the_same(self):
        self.document.root_cause = self.document.root_cause
        self.assertFalse(self._lines())

    def test_explanation_stays(self):
        """What the customer was told is what he was told, until it is reopened."""
        text = self.document.explanation
        for name in ("explanation", "remedy"):
            with self.assertRaisesRegex(UserError, "Reopen it"), self.cr.savepoint():
                self.document[name] = "<p>Quite another thing.</p>"
            self.document.invalidate_recordset()
        self.assertEqual(self.document.explanation, text)
        stage = self._stage("own_remedy")
        self.document.write(
            {"stage_id": stage.id, "stage_reason": "It has come back today."}
        )
        self.document.explanation = "<p>Quite another thing.</p>"
        self.assertFalse(self.document.date_explanation_sent)
        self.assertFalse(self._lines())
