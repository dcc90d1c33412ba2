from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestDrillStory(CrisisCase):
    """Both shipped stories are played to their end, as the README says."""

    def _start(self, name, user=None):
        story = self.env.ref(f"crisis_protocol.drill_story_{name}")
        start = self.env["crisis.drill.start"].with_user(user or self.agent)
        action = start.create({"story_id": story.id}).action_start()
        drill = self.env["crisis.document"].with_user(user or self.agent)
        return drill.browse(action["res_id"])

    def _next(self, drill, kind):
        """Press “What happens next”; it has to be of that kind."""
        self.assertEqual(drill._drill_events_left()[:1].kind, kind)
        action = drill.action_play_next()
        drill.invalidate_recordset()
        self.assertEqual(action["tag"], "display_notification")
        return action["params"]["message"]

    def _write(self, drill):
        """Write what the stage proposes, and send it."""
        context = drill.action_write_customer()["context"]
        composer = self.env["mail.compose.message"].with_user(self.agent)
        composer = composer.with_context(**context).create({})
        if not composer.body:
            composer.body = "<p>We are sorry. I will get back to you shortly.</p>"
        composer.subject = composer.subject or "News"
        composer._action_send_mail()
        drill.invalidate_recordset()

    def _step(self, drill, kind):
        """The line on top asks for this, and for nothing else."""
        self.assertEqual(drill.next_step_kind, kind, drill.next_step)

    def _move_on(self, drill, stage):
        self._step(drill, "stage")
        drill.action_next_stage()
        self.assertEqual(drill.stage_id, self._stage(stage))
        # a minute has passed since the last word
        drill._write_past_reactions(
            {"date_last_word": drill.date_last_word - timedelta(minutes=1)}
        )

    def _order(self, drill):
        wizard = self.env["crisis.production.inform"].with_user(self.agent)
        values = {"document_id": drill.id, "unit_ids": self.unit.ids}
        wizard.create(values).action_inform()

    def _pass_on(self, drill):
        """What came goes to the customer before the case goes on."""
        drill.invalidate_recordset()
        self._step(drill, "delivery")
        self._send_message(drill.action_pass_on())
        drill.invalidate_recordset()

    def _control_inside(self, drill):
        control = drill.control_ids.filtered(
            lambda c: c.kind == "system" and c.state == "open"
        )
        looked = {"checked_mails": True, "checked_report": True, "checked_system": True}
        control.write(looked | {"note": "All items of the day are there."})
        control.action_clean()

    def _accept_explanation(self, drill):
        self._step(drill, "answer")
        action = drill.action_explanation_answer()
        wizard = self.env[action["res_model"]].with_user(self.agent)
        wizard.with_context(**action["context"]).create({}).action_accept()
        drill.invalidate_recordset()

    def _evaluate(self, drill):
        self._step(drill, "evaluation")
        drill.write(
            {
                "drill_went_well": "The first word",
                "drill_went_badly": "The category",
                "drill_change": "We look at the categories",
            }
        )

    def _assert_told_to_its_end(self, drill):
        self.assertTrue(drill.is_closed)
        self.assertFalse(drill.can_play_next)
        self.assertFalse(drill._passed_gates())
        all_events = len(drill.sudo().drill_story_id.event_ids)
        self.assertIn(f"{all_events} of {all_events} told", drill.drill_line)

    def test_story_caused_by_us(self):
        """“Bültende olmayan haber”, from the call to the close, by an agent alone."""
        drill = self._start("own")
        self.assertIn("ana haberde", drill.description)
        self._step(drill, "message")
        self._write(drill)
        self._next(drill, "told")
        self.assertEqual(set(drill.notice_ids.mapped("state")), {"done"})
        self.assertIn("19.40", self._next(drill, "message"))
        self.assertTrue(drill.date_unanswered, "the customer waits for an answer")
        self._step(drill, "information")
        drill.write(
            {
                "category_id": self.env.ref(
                    "crisis_protocol.category_own_missed_summary"
                ).id,
                "date_occurred": "2026-03-02 05:00:00",
                "customer_effect": "The general manager heard it from others.",
                "timing": "The recording by noon",
                "after_hours_follow": "no",
            }
        )
        self._move_on(drill, "own_assessment")
        self._step(drill, "items")
        self._leave_items_out(drill)
        drill.invalidate_recordset()
        self._step(drill, "production")
        self._order(drill)
        self.assertIn("19.40", self._next(drill, "production"))
        self.assertTrue(drill.sudo().task_ids.is_closed)
        self._pass_on(drill)
        self._move_on(drill, "own_remedy")
        self._step(drill, "explanation")
        drill.write(
            {
                "explanation": "<p>The summary was closed at 19:30.</p>",
                "remedy": "<p>The recording and a corrected bulletin.</p>",
            }
        )
        drill.action_confirm_facts()
        context = drill.action_send_explanation()["context"]
        composer = self.env["mail.compose.message"].with_user(self.agent)
        composer.with_context(**context).create({})._action_send_mail()
        drill.invalidate_recordset()
        self._move_on(drill, "own_follow_up")
        self._step(drill, "message")
        self._write(drill)
        self._next(drill, "message")
        self._accept_explanation(drill)
        self._next(drill, "over")
        self.assertEqual(drill.customer_says_over, "yes")
        self._step(drill, "closing")
        drill.root_cause = "The list is closed before the main news."
        self._step(drill, "control")
        self._control_inside(drill)
        drill.invalidate_recordset()
        self._step(drill, "message")
        self._write(drill)
        self._evaluate(drill)
        self._move_on(drill, "own_closed")
        self._assert_told_to_its_end(drill)

    def test_story_concerning_the_customer(self):
        """“Sosyal medyada yayılan video”, with colleagues who are told."""
        drill = self._start("customer")
        self.assertEqual(drill.stage_id, self._stage("customer_information"))
        self._step(drill, "message")
        self._write(drill)
        self._next(drill, "told")
        self.assertTrue(drill.notice_ids)
        self.assertEqual(set(drill.notice_ids.mapped("state")), {"done"})
        self._next(drill, "message")
        drill.write(
            {
                "category_id": self.env.ref(
                    "crisis_protocol.category_customer_topic_current"
                ).id,
                "has_bulletin": "no",
                "has_picture": "no",
                "has_video": "yes",
                "media_ids": [
                    Command.set(self.env.ref("crisis_protocol.media_social").ids)
                ],
                "customer_effect": "Every journalist calls his press office.",
                "presentation": "A table of one page",
                "timing": "17:00, then every two hours",
                "after_hours_follow": "yes",
                "after_hours_route": "yes",
                "after_hours_note": "Until 22:00",
                "inform_written": "no",
                "inform_oral": "no",
            }
        )
        self._step(drill, "decision")
        self._decide(drill)
        drill.invalidate_recordset()
        self._move_on(drill, "customer_production")
        self._step(drill, "production")
        self._order(drill)
        self._next(drill, "production")
        self._pass_on(drill)
        self._move_on(drill, "customer_follow_up")
        self._step(drill, "message")
        self._write(drill)
        self._next(drill, "news")
        self._next(drill, "better")
        self._next(drill, "over")
        self.assertEqual(drill.clean_customer_count, 2)
        self._step(drill, "explanation")
        drill.explanation = "<p>46 posts, an old video of another plant.</p>"
        drill.action_confirm_facts()
        drill.invalidate_recordset()
        self._step(drill, "explain")
        self._send_explanation(drill)
        drill.root_cause = "An old video"
        for _number in range(2):
            drill.invalidate_recordset()
            self._control_inside(drill)
        drill.invalidate_recordset()
        self._evaluate(drill)
        self._move_on(drill, "customer_closed")
        self._assert_told_to_its_end(drill)

    def test_played_again_without_a_warning(self):
        """The agent is not warned of the customer whom everybody plays with."""
        first, again = self._start("own"), self._start("own")
        self.assertEqual(first.partner_id, again.partner_id)
        self.assertFalse(again.duplicate_ids)
        made_up = self._file(is_drill=True, partner_id=again.partner_id.id)
        self.assertEqual(made_up.duplicate_ids, first | again)
        again.invalidate_recordset(["duplicate_ids"])
        self.assertEqual(again.duplicate_ids, made_up)

    def test_a_call_is_read_out(self):
        """The telephone rings: the words stand in the chatter, the player logs it."""
        drill = self._start("own")
        story = drill.sudo().drill_story_id
        story.event_ids = [
            Command.create(
                {"name": "He calls", "kind": "call", "text": "Well?", "sequence": 1}
            )
        ]
        self.assertEqual(self._next(drill, "call"), "Well?")
        self.assertIn("Well?", drill.message_ids[:1].body)
        self.assertFalse(drill.date_last_customer_message, "the player logs the call")

    def test_not_before_its_stage(self):
        """What comes later in the protocol does not happen before."""
        drill = self._start("own")
        self._next(drill, "told")
        self._next(drill, "message")
        with self.assertRaises(UserError) as refusal:
            drill.action_play_next()
        self.assertIn(self._stage("own_assessment").name, str(refusal.exception))
        self.assertFalse(drill.next_stage_id.is_closed)

    def test_production_has_to_be_informed(self):
        drill = self._start("own")
        self._next(drill, "told")
        self._next(drill, "message")
        self._complete(drill)
        drill.production_needed = "not_asked"
        drill.stage_id = self._stage("own_assessment")
        with self.assertRaises(UserError), self.cr.savepoint():
            drill.action_play_next()
        self._no_production(drill)
        self._next(drill, "production")

    def test_only_who_works_on_it_plays(self):
        """Somebody of another desk does not go on with the story."""
        drill = self._start("own")
        with self.assertRaises(UserError):
            drill.with_user(self.other_agent).action_play_next()

    def test_stages_of_its_own_protocol(self):
        story = self.env.ref("crisis_protocol.drill_story_own").with_user(self.manager)
        with self.assertRaises(ValidationError):
            story.event_ids[:1].stage_id = self._stage("customer_closed")

    def test_told_in_turkish(self):
        """The shipped stories speak Turkish, and so do their customers."""
        self.env["res.lang"]._activate_lang("tr_TR")
        for name in ("own", "customer"):
            drill = self._start(name)
            self.assertEqual(drill.lang, "tr_TR")
            self.assertEqual(drill.sudo().drill_story_id.lang, "tr_TR")
