from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common_access import AccessCase
from ..duties.common_control import ControlCase


@tagged("post_install", "-at_install")
class TestAnswer(ControlCase):
    """What the customer said himself is never overwritten silently."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file(
            protocol_id=cls.customer_protocol.id, level_id=cls.level.id
        )

    def _question(self, field_name):
        return self.customer_protocol.question_ids.filtered(
            lambda q: q.field_name == field_name
        )

    def _say(self, document=None, remark="", **values):
        """Let the contact answer, as his page does."""
        document = document or self.document
        given = {
            self._question(name): value if isinstance(value, dict) else {"value": value}
            for name, value in values.items()
        }
        errors = document._receive_answers(given, self.contact, remark)
        self.assertFalse(errors)
        self.env.flush_all()
        self.env.invalidate_all()
        return document.answer_ids[: len(given)]

    def _last_words(self):
        return self.document.message_ids[:1].body

    def test_change_is_said(self):
        """Who changes what the customer said leaves his words in the chatter."""
        answer = self._say(timing="By noon")
        self.assertEqual(answer.state, "taken")
        self.document.with_user(self.agent).timing = "By the evening"
        self.assertEqual(answer.state, "replaced")
        self.assertIn("By noon", self._last_words())
        self.assertEqual(self.document.message_ids[:1].author_id, self.agent.partner_id)
        self.assertEqual(answer.value, "By noon", "it stays in the list")

    def test_link_to_material(self):
        """Where a video is to be seen is material, and production reads it."""
        link = "https://example.com/video/7"
        self._say(has_video={"value": "yes", "note": link})
        self.assertEqual(self.document.material_note, link)
        gaps = self.document._production_gaps(self.unit)
        self.assertFalse([line for line in gaps if "no file yet" in line])
        order = self.document._inform_production(self.unit).sudo()
        self.assertIn(link, order.crisis_brief)

    def test_note_of_another_question(self):
        """What was said to one question is not printed with the “no” to another."""
        self._say(after_hours_follow={"value": "yes", "note": "Until midnight"})
        self._say(after_hours_route="no")
        told = dict(
            (question.field_name, words)
            for question, words in self.document._paper_answers()
        )
        self.assertIn("Until midnight", told["after_hours_follow"])
        self.assertNotIn("Until midnight", told["after_hours_route"])

    def test_same_value_is_no_change(self):
        """Saving the form without a change of his words says nothing."""
        answers = self._say(timing="By noon", description="Two\nlines", has_video="no")
        before = self.document.message_ids
        self.document.with_user(self.agent).write(
            {
                "timing": "By noon",
                "description": self.document.description,
                "has_video": "no",
                "presentation": "A table",
            }
        )
        self.assertEqual(set(answers.mapped("state")), {"taken"})
        self.assertEqual(self.document.message_ids, before)

    def test_every_kind_of_change(self):
        """Media, markup, notes and files count like plain words."""
        media = self.env["crisis.media"].search([], limit=2)
        answers = self._say(
            media_ids=[str(medium.id) for medium in media],
            description="What he said",
            inform_oral={"value": "yes", "note": "Ms Kaya"},
            has_picture={
                "value": "yes",
                "uploads": [("a.png", b"\x89PNG", "image/png")],
            },
        )
        self.assertEqual(set(answers.mapped("state")), {"taken"})
        self.document.with_user(self.agent).write(
            {
                "media_ids": [(3, media[0].id)],
                "description": "<p>What we say</p>",
                "inform_oral_note": "Mr Can",
                "picture_ids": [(5,)],
            }
        )
        self.assertEqual(set(answers.mapped("state")), {"replaced"})

    def test_filled_before_waits(self):
        """Where somebody has answered already, the customer's answer waits."""
        self.document.timing = "By the evening"
        answer = self._say(timing="By noon")
        self.assertEqual(answer.state, "waiting")
        self.assertEqual(self.document.timing, "By the evening")
        answer.with_user(self.agent).action_take()
        self.assertEqual(self.document.timing, "By noon")
        self.assertEqual(answer.state, "taken")
        self.assertEqual(answer.decided_by_id, self.agent)
        self.assertIn("By the evening", self._last_words())

    def test_set_aside(self):
        """Set aside, his answer stays in the list and may be given anew."""
        self.document.timing = "By the evening"
        answer = self._say(timing="By noon")
        answer.with_user(self.agent).action_set_aside()
        self.assertEqual(answer.state, "set_aside")
        self.assertEqual(self.document.timing, "By the evening")
        with self.assertRaises(UserError):
            answer.with_user(self.agent).action_take()

    def test_his_newer_answer(self):
        """A second answer replaces his first one only by somebody's hand."""
        first = self._say(timing="By noon")
        second = self._say(timing="By ten")
        self.assertEqual(second.state, "waiting")
        second.with_user(self.agent).action_take()
        self.assertEqual(first.state, "replaced")
        self.assertEqual(self.document.timing, "By ten")

    def test_in_words_only(self):
        """What Odoo has no field for waits, and says what to do."""
        contact = self.env["crisis.question"].create(
            {
                "name": "Who speaks?",
                "field_name": "contact_id",
                "protocol_id": self.customer_protocol.id,
            }
        )
        self.document._receive_answers({contact: {"value": "Mr Can"}}, self.contact)
        answer = self.document.answer_ids[:1]
        self.assertEqual(answer.state, "waiting")
        with self.assertRaisesRegex(UserError, "by hand"):
            answer.with_user(self.agent).action_take()

    def test_question_is_gone(self):
        """An answer outlives its question."""
        answer = self._say(timing="By noon")
        self._question("timing").unlink()
        self.document.with_user(self.agent).timing = "By the evening"
        self.assertEqual(answer.question, "What do you expect of the timing?")
        self.assertEqual(answer.value, "By noon")

    def test_refused_value_keeps_the_rest(self):
        """What the document refuses is said; the other answers land."""
        first = self.env["crisis.question"].create(
            {
                "name": "From when?",
                "field_name": "date_first_delivery",
                "protocol_id": self.customer_protocol.id,
            }
        )
        self.document.date_repeat_until = "2026-03-01 08:00:00"
        errors = self.document._receive_answers(
            {
                first: {"value": "2026-03-09 08:00:00"},
                self._question("timing"): {"value": "By noon"},
            },
            self.contact,
        )
        self.assertIn("before the first one", errors[first])
        self.assertEqual(self.document.timing, "By noon")

    def test_closed_case(self):
        """On a case that has ended nothing is decided any more."""
        self.document.timing = "By the evening"
        answer = self._say(timing="By noon")
        end = self._stage("customer_not_crisis")
        self.document.with_user(self.supervisor).write(
            {"stage_id": end.id, "stage_reason": "It was a false alarm."}
        )
        with self.assertRaises(UserError):
            answer.with_user(self.agent).action_take()
        with self.assertRaises(UserError):
            self.document.with_user(self.agent).action_ask_customer()

    def test_ask_customer(self):
        """One message to the contact, with the protocol's words and the link."""
        action = self.document.with_user(self.agent).action_ask_customer()
        context = action["context"]
        template = self.env.ref("crisis_protocol.mail_template_information_customer")
        self.assertEqual(context["default_template_id"], template.id)
        self.assertEqual(context["default_partner_ids"], self.contact.ids)
        url = self.document.with_user(self.agent).information_url
        self.assertIn("/crisis/mine/information/", url, "his own comes by mail alone")

    def test_nothing_missing(self):
        """Nobody is asked for what is known."""
        document = self._complete(self._file(level_id=self.level.id))
        with self.assertRaisesRegex(UserError, "Nothing is missing"):
            document.action_ask_customer()


@tagged("post_install", "-at_install")
class TestAnswerAccess(AccessCase):
    """Answers are read by those who read the case, and written by nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file(timing="By the evening")
        question = cls.own.question_ids.filtered(lambda q: q.field_name == "timing")
        cls.document._receive_answers({question: {"value": "By noon"}}, cls.contact)
        cls.answer = cls.document.sudo().answer_ids

    def test_read(self):
        may = {
            user: self._may(lambda u=user: self.answer.with_user(u).read(["value"]))
            for user in (
                self.agent,
                self.supervisor,
                self.manager,
                self.other_agent,
                self.other_supervisor,
                self.foreign_manager,
                self.production,
                self.plain,
                self.portal,
            )
        }
        allowed = self.agent | self.supervisor | self.manager
        self.assertEqual(
            {user for user, is_allowed in may.items() if is_allowed}, {*allowed}
        )

    def test_nobody_writes(self):
        for user in (self.agent, self.manager):
            answer = self.answer.with_user(user)
            for act in (
                lambda a=answer: a.write({"value": "I never said that"}),
                lambda a=answer: a.unlink(),
                lambda a=answer: a.copy(),
            ):
                self.assertFalse(self._may(act))
        document = self.document.with_user(self.agent)
        document.write({"answer_ids": [(5,)], "customer_answer": "over"})
        self.assertTrue(self.answer.exists())
        self.assertFalse(document.customer_answer)

    def test_decision_is_the_desks(self):
        with self.assertRaises(AccessError):
            self.answer.with_user(self.other_agent).action_take()
        self.answer.with_user(self.manager).action_take()
        self.assertEqual(self.document.timing, "By noon")
