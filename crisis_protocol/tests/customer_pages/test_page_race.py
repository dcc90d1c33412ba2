from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_race import RaceCase


@tagged("post_install", "-at_install")
class TestPageRace(RaceCase):
    """Two presses at the same moment are one answer."""

    def setUp(self):
        super().setUp()
        with self._session() as env:
            document = self._file(env, user_id=env.uid)
            # the press comes in the time of the control
            document.control_ids._write_as_system({"date_counts": False})
            self.document_id = document.id

    def _case(self, env):
        document = env["crisis.document"].browse(self.document_id)
        return document, env["res.partner"].browse(self.partner_id)

    @mute_logger("odoo.sql_db")
    def test_two_presses(self):
        """Pressed on the telephone and at the desk: one control, one message."""

        with self._session() as env:
            asked_id = self._case(env)[0]._over_control().id

        def press(env):
            document, partner = self._case(env)
            return document._note_over_answer("better", "Nearly", partner, asked_id)

        outcomes = self._together(press)
        self.assertEqual(sorted(outcomes), [False, True])
        with self._session() as env:
            document, partner = self._case(env)
            self.assertEqual(document.clean_customer_count, 1)
            self.assertEqual(len(document.control_ids.filtered("customer_answer")), 1)
            posted = document.message_ids.filtered(
                lambda m: m.author_id == partner and m.message_type == "comment"
            )
            self.assertEqual(len(posted), 1)

    @mute_logger("odoo.sql_db")
    def test_two_sends(self):
        """The form sent twice at once is one answer."""

        def send(env):
            document, partner = self._case(env)
            questions = document.protocol_id.question_ids
            timing = questions.filtered(lambda q: q.field_name == "timing")
            return document._receive_answers({timing: {"value": "By noon"}}, partner)

        self.assertEqual(self._together(send), [{}, {}])
        with self._session() as env:
            document, _partner = self._case(env)
            self.assertEqual(document.timing, "By noon")
            self.assertEqual(document.answer_ids.mapped("state"), ["taken"])
