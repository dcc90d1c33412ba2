from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_race import RaceCase


@tagged("post_install", "-at_install")
class TestDrillRace(RaceCase):
    """Two who play a drill together press “What happens next” at the same moment."""

    def setUp(self):
        super().setUp()
        with self._session() as env:
            story = env["crisis.drill.story"].create(
                {
                    "name": "Story in a race",
                    "protocol_id": env.ref("crisis_protocol.protocol_own").id,
                    "topic": "A race",
                    "customer": "Nobody Ltd.",
                    "contact": "Nobody",
                    "call": "Who was first?",
                    "event_ids": [
                        Command.create({"name": name, "kind": "news"})
                        for name in ("First news", "Second news", "Third news")
                    ],
                }
            )
            document = self._file(env(su=True), is_drill=True)
            document._write_past_reactions({"drill_story_id": story.id})
            self.story_id, self.document_id = story.id, document.id

    def _clean(self):
        result = super()._clean()
        with self._session() as env:
            env["crisis.drill.story"].browse(self.story_id).unlink()
        return result

    def _drill(self, env):
        return env["crisis.document"].browse(self.document_id)

    def _assert_played_once(self, outcomes):
        refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        self.assertEqual(len(refused), 1, outcomes)
        self.assertIsInstance(refused[0], UserError)
        with self._session() as env:
            drill = self._drill(env)
            self.assertEqual(drill.drill_event_id.sudo().name, "First news")
            news = drill.message_ids.filtered(lambda m: "news" in (m.body or ""))
            self.assertEqual(len(news), 1)
        return str(refused[0])

    @mute_logger("odoo.sql_db")
    def test_played_together(self):
        """One thing happens, and the other one is told."""
        refusal = self._assert_played_once(
            self._together(lambda env: self._drill(env).action_play_next())
        )
        self.assertIn("right now", refusal)

    @mute_logger("odoo.sql_db")
    def test_pressed_a_second_later(self):
        """Whose screen still shows the state before hears of it, too."""
        outcomes = []
        for _number in range(2):
            with self._session() as env:
                drill = self._drill(env).with_context(crisis_expected_told=0)
                try:
                    outcomes.append(drill.action_play_next())
                except UserError as error:
                    outcomes.append(error)
        self.assertIn("meanwhile", self._assert_played_once(outcomes))
