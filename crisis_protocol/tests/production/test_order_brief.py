from datetime import datetime

from odoo.fields import Command
from odoo.tests import tagged

from .common_order_making import OrderMakingCase

SCRIPT = "<script>steal()</script>"


@tagged("post_install", "-at_install")
class TestOrderBrief(OrderMakingCase):
    """When what is wanted changes, production is told what is different (S0-40)."""

    def setUp(self):
        super().setUp()
        self.document = self._customer_case()
        self.order = self._inform(self.monitoring, self.document, note="Hurry")
        self.flush_tracking()

    def _last(self, order=None):
        return str(self._tell(order or self.order)[0].body)

    def test_one_message_says_what_is_different(self):
        """One write is one message: each field with what it was and is now."""
        self.document.write({"keywords": "Poyraz, delay", "exclusions": "Holidays"})
        (message,) = self._tell(self.order)
        self.assertIn("Keywords: Poyraz → Poyraz, delay", message.body)
        self.assertIn("Exclusions: – → Holidays", message.body)
        self.assertEqual(message.author_id, self.agent.partner_id)
        self.assertTrue(message.subtype_id.internal)

    def test_told_once_without_tracking(self):
        """Together with a move, in an import with its history off, it is told once."""
        back = self._stage("customer_watch")
        silent = self.document.with_context(tracking_disable=True)
        silent.write(
            {
                "keywords": "Delay",
                "stage_id": back.id,
                "stage_reason": "It is not printed yet.",
            }
        )
        self.assertEqual(self.document.stage_id, back)
        self.assertEqual(len(self._tell(self.order)), 1)

    def test_people_are_told(self):
        """Who has the order gets it in the inbox; the customer gets nothing."""
        self.order.sudo().message_subscribe(self.customer.ids)
        self.document.keywords = "Delay"
        (message,) = self._tell(self.order)
        self.assertIn(self.production.partner_id, message.notified_partner_ids)
        self.assertNotIn(self.customer, message.notified_partner_ids)

    def test_brief_is_written_anew(self):
        """The brief says what is wanted now, and still what was said in addition."""
        self.order.with_user(self.production).description = "<p>My notes</p>"
        self.document.keywords = "Delay"
        self.assertIn("Delay", self.order.crisis_brief)
        self.assertNotIn("Poyraz", self.order.crisis_brief)
        self.assertIn("Hurry", self.order.crisis_brief)
        self.assertIn("My notes", self.order.description)

    def test_same_value_says_nothing(self):
        """Writing what stands there already tells nobody anything."""
        self.document.write(
            {
                "keywords": "Poyraz",
                "exclusions": "",
                "description": self.document.description,
                "media_ids": [Command.set(self.television.ids)],
                "date_first_delivery": False,
            }
        )
        self.document.write({"root_cause": "Nobody looked", "health_own": "good"})
        self.assertFalse(self._tell(self.order))

    def test_every_kind_of_value(self):
        """Media, times, hours and answers are said as people read them."""
        self.production.tz = "Europe/Istanbul"
        self.document.write(
            {
                "media_ids": [Command.link(self.radio.id)],
                "date_first_delivery": datetime(2027, 3, 2, 9, 0),
                "repeat_hours": 2,
                "has_video": "no",
                "description": f"<p>{'Long ' * 100}</p>",
            }
        )
        said = self._last()
        self.assertIn("Our television → Our television, Our radio", said)
        self.assertIn("12:00", said)
        self.assertIn("2 hours", said)
        self.assertIn("Not asked yet → No", said)
        self.assertIn("Passengers are stuck → Long", said)
        self.assertIn("…", said)
        self.assertLess(len(said), 1500)

    def test_escaped(self):
        """Markup in the words of the customer stays text."""
        self.document.write({"keywords": SCRIPT, "name": SCRIPT})
        self.assertNotIn("<script", self._last())
        self.assertIn("&lt;script", self._last())
        self.assertNotIn("<script", self.order.crisis_brief)

    def test_each_unit_in_its_language(self):
        """The people of each unit read their own language."""
        self.env["res.lang"]._activate_lang("tr_TR")
        field = self.env["ir.model.fields"]._get("crisis.document", "keywords")
        field.with_context(lang="tr_TR").field_description = "Anahtar kelimeler"
        self.editor.lang = "tr_TR"
        other = self._inform(self.report, self.document)
        self.document.keywords = "Delay"
        self.assertIn("Keywords:", self._last())
        self.assertIn("Anahtar kelimeler:", str(other.sudo().message_ids[:1].body))

    def test_new_files_reach_production(self):
        """A file that comes later is added to the order, and said."""
        file = self._file_of(self.agent)
        self.document.write({"has_bulletin": "yes", "bulletin_ids": file.ids})
        self.assertIn("late.pdf", self._last())
        (copy,) = self._files_of_the_order()
        self.assertEqual((copy.name, copy.raw), ("late.pdf", b"late"))
        self.document.keywords = "Delay"
        self.assertEqual(self._files_of_the_order(), copy)
        self.document.bulletin_ids = False
        self.assertIn("no longer valid: late.pdf", self._last())

    def test_files_of_others_stay_where_they_are(self):
        """Naming a file that the agent may not read brings it to nobody."""
        secret = self._file_of(self.foreign_manager)
        self.env.invalidate_all()
        self.document._send_material(self.order, secret.with_user(self.agent))
        self.assertFalse(self._files_of_the_order())

    def _file_of(self, user):
        return (
            self.env["ir.attachment"]
            .with_user(user)
            .create(
                {"name": "late.pdf", "raw": b"late", "res_model": "crisis.document"}
            )
        )

    def test_only_open_orders(self):
        """Finished orders, orders of other cases and plain tasks are left alone."""
        other = self._inform(self.monitoring, self._customer_case())
        done = self._inform(self.report, self.document)
        done.with_user(self.editor).state = "1_done"
        brief = done.crisis_brief
        self.document.keywords = "Delay"
        self.assertFalse(self._tell(other) | self._tell(done))
        self.assertEqual(done.crisis_brief, brief)

    def test_topic(self):
        """The order bears the new topic, unless somebody named it otherwise."""
        named = self._inform(self.report, self.document).with_user(self.editor)
        named.name = "The big report"
        self.document.name = "Another story"
        self.assertEqual(
            self.order.name, f"{self.document.reference} Watchers: Another story"
        )
        self.assertEqual(named.name, "The big report")

    def test_asks_for_a_new_receipt(self):
        """The unit has to say again that it knows what is wanted."""
        self.order.with_user(self.production).action_crisis_received()
        self.assertEqual(self.order.crisis_order_state, "received")
        with self.mock_datetime_and_now(datetime(2027, 1, 4, 9, 0)):
            self.document.keywords = "Delay"
        self.assertEqual(self.order.crisis_order_state, "new")

    def test_many_cases_at_once(self):
        """A change made in a list reaches each case's own orders, once."""
        second = self._customer_case()
        order = self._inform(self.monitoring, second)
        (self.document | second).write({"timing": "At noon"})
        for each in (self.order, order):
            self.assertEqual(len(self._tell(each)), 1)

    def test_customer_s_answers_are_one_message(self):
        """What the customer answers on his page is told at once, in his name."""
        questions = self.customer_protocol.question_ids
        given = {
            question: {"value": "As he said"}
            for question in questions
            if question.field_name in ("presentation", "timing")
        }
        bulletin = questions.filtered(lambda q: q.field_name == "has_bulletin")
        upload = ("his.pdf", b"%PDF-1.4", "application/pdf")
        given[bulletin] = {"value": "yes", "uploads": [upload]}
        visitor = self.document.with_user(self.env.ref("base.public_user"))
        visitor._receive_answers(given, self.contact)
        (message,) = self._tell(self.order)
        self.assertEqual(message.body.count("As he said"), 2)
        self.assertIn("his.pdf", message.body)
        self.assertEqual(message.author_id, self.contact)
        self.assertEqual(self._files_of_the_order().mapped("name"), ["his.pdf"])

    def _files_of_the_order(self):
        files = self.env["ir.attachment"].with_user(self.production)
        return files.search(
            [("res_model", "=", "project.task"), ("res_id", "=", self.order.id)]
        )

    def test_what_to_search_for_can_be_asked(self):
        """A manager adds the questions; the customer answers them on his page."""
        self.document.write({"keywords": False, "exclusions": False})
        names = ("keywords", "exclusions")
        questions = self.env["crisis.question"].with_user(self.manager)
        asked = questions.create(
            [
                {
                    "name": f"Which {name}?",
                    "protocol_id": self.customer_protocol.id,
                    "field_name": name,
                }
                for name in names
            ]
        )
        self.assertLessEqual(asked, self.document.missing_question_ids)
        visitor = self.document.with_user(self.env.ref("base.public_user"))
        visitor._receive_answers(
            {question.sudo(): {"value": question.name} for question in asked},
            self.contact,
        )
        self.assertEqual(self.document.keywords, "Which keywords?")
        self.assertEqual(self.document.exclusions, "Which exclusions?")
        self.assertFalse(asked & self.document.missing_question_ids)

    def test_nobody_writes_the_brief(self):
        """The brief says what the case says, whoever works on the task."""
        brief = self.order.crisis_brief
        for user in (self.production, self.agent, self.manager):
            self.order.with_user(user).write({"crisis_brief": "<p>Nothing</p>"})
        self.assertEqual(self.order.crisis_brief, brief)

    def test_case_keeps_that_production_was_told(self):
        """The case says what was told to whom."""
        self.document.keywords = "Delay"
        body = str(self.document.message_ids[0].body)
        self.assertIn("Keywords", body)
        self.assertIn("Watchers", body)

    def test_dialog_shows_the_same(self):
        """What the dialog shows is what the order says."""
        dialog = self._dialog(self.document)
        dialog.note = "Hurry"
        for words in ("Poyraz", "Passengers are stuck", "Our television", "Hurry"):
            self.assertIn(words, dialog.brief)
            self.assertIn(words, self.order.crisis_brief)
