import re
from datetime import timedelta

from odoo.tests import tagged

from .common_page import CSRF, PageCase


@tagged("post_install", "-at_install")
class TestPageOver(PageCase):
    """Three large buttons: the customer's press is a control result (S0-42, S0-46)."""

    def _control(self):
        return self._open(self.document, "customer")

    def test_mail_buttons(self):
        """The mail has a button for each answer; following it records nothing."""
        before = self._trail()
        html = self.document.over_buttons
        self.assertEqual(html.count("<a "), 3)
        for answer, label in (("still", "still going on"), ("over", "It is over")):
            self.assertIn(f"?answer={answer}", html)
            self.assertIn(label, html)
        response = self._get(f"{self._over()}?answer=over")
        self.assertIn("Press once more to confirm", response.text)
        self.assertIn('value="over"', response.text)
        self.assertNotIn('value="still"', response.text)
        self.assertEqual(self._trail(), before)

    def test_mail_leaves_with_its_buttons(self):
        """Written by the agent, the mail goes out with buttons that look like some."""
        template = self.env.ref("crisis_protocol.mail_template_ask_over")
        template.body_html = '<div><t t-out="object.over_buttons" /></div>'
        action = self.document.with_user(self.agent).action_write_customer()
        context = action["context"] | {"default_template_id": template.id}
        composer = self.env["mail.compose.message"].with_user(self.agent)
        with self.mock_mail_gateway():
            composer.with_context(**context).create({})._action_send_mail()
        [mail] = self._mails
        path = re.search(r'href="[^"]*(/crisis/over/[^"]+)"', mail["body"])[1]
        self.assertIn("background-color", mail["body"])
        self.assertIn("Press once more to confirm", self._get(path).text)

    def test_over(self):
        """“Over” is a clean control with his own word that it has gone."""
        control = self._control()
        response = self._press(
            self._over(), answer="over", words="Thank you, all is in"
        )
        self.assertIn("Thank you, it is noted", response.text)
        self.assertEqual(control.state, "done")
        self.assertEqual(control.result, "clean")
        self.assertTrue(control.customer_says_over)
        self.assertEqual(control.customer_words, "Thank you, all is in")
        self.assertEqual(control.asked_partner_id, self.contact)
        self.assertEqual(control.channel, "email")
        self.assertFalse(control.done_by_id)
        self.assertFalse(control.activity_id.active)
        self.assertEqual(self.document.customer_says_over, "yes")
        self.assertEqual(self.document.health_customer, "good")
        self.assertEqual(self.document.clean_customer_count, 1)
        self.assertNotEqual(self._control(), control, "the series goes on")
        message = self.document.message_ids.filtered(lambda m: "all is in" in m.body)
        self.assertEqual(message.author_id, self.contact)
        tracked = self.document.message_ids.sudo().filtered("tracking_value_ids")[:1]
        self.assertEqual(tracked.author_id, self.contact)

    def test_contact_added_after_the_filing(self):
        """Who was added since, and presses, is told with who added him."""
        added = self.env["res.partner"].create(
            {
                "name": "New Voice",
                "parent_id": self.customer.id,
                "email": "voice@akdeniz.example.com",
            }
        )
        later = self.document.create_date + timedelta(minutes=5)
        self.env.cr.execute(
            "UPDATE res_partner SET create_uid = %s, create_date = %s WHERE id = %s",
            [self.agent.id, later, added.id],
        )
        self.env.invalidate_all()
        self._press(self._over(), answer="better")
        said = " ".join(self.document.message_ids.mapped("body"))
        self.assertNotIn("after the case was filed", said)
        url = self.document._over_url(added)
        self._press(url[url.index("/crisis/") :], answer="over")
        said = " ".join(self.document.message_ids.mapped("body"))
        self.assertIn("New Voice was added as a contact by", said)
        self.assertIn(self.agent.name, said)
        told = self.env["mail.message"].search(
            [
                ("res_id", "=", self.document.id),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.supervisor.partner_id.ids),
                ("body", "ilike", "New Voice was added"),
            ]
        )
        self.assertEqual(len(told), 1, "the supervisor is told")

    def test_better(self):
        """“Better” is clean too, but only one notch up; no answer is asked for."""
        self.document.health_customer = "bad"
        control = self._control()
        self._press(self._over(), answer="better")
        self.assertEqual(control.result, "clean")
        self.assertEqual(control.customer_words, "It is better")
        self.assertFalse(control.customer_says_over)
        self.assertEqual(self.document.health_customer, "strained")
        self.assertEqual(self.document.customer_says_over, "not_asked")
        self.assertTrue(self.document.date_last_customer_message)
        self.assertFalse(self.document.date_unanswered)
        self.assertFalse(self.document._answer_activities())

    def test_still_cancels_the_close(self):
        """“Still going on” breaks the clean row, and tells who answers for it."""
        self._press(self._over(), answer="over")
        self.assertEqual(self.document.customer_says_over, "yes")
        path = self._over()
        self._press(path, answer="still", words="Two items are missing")
        self.assertEqual(self.document.customer_says_over, "no")
        self.assertEqual(self.document.clean_customer_count, 0)
        self.assertEqual(self.document.health_customer, "strained")
        self.assertFalse(self.document.controls_clean)
        told = self.env["mail.message"].search(
            [
                ("model", "=", "crisis.document"),
                ("res_id", "=", self.document.id),
                ("message_type", "=", "user_notification"),
            ]
        )
        told = told.filtered(lambda m: "still going on" in m.body)
        people = self.agent.partner_id | self.supervisor.partner_id
        self.assertEqual(told.partner_ids & people, people)
        self.assertIn("Two items are missing", told[:1].body)
        self.assertEqual(self.document._answer_activities().user_id, self.agent)
        self.assertTrue(self.document.date_unanswered)

    def test_same_press_twice(self):
        """Pressed twice, or loaded anew, it is one answer."""
        path = self._over()
        self._press(path, answer="better", words="Nearly")
        before = self._trail()
        self._press(path, answer="better", words="Nearly")
        self.assertEqual(self._trail(), before)

    def test_one_link_is_one_clean_control(self):
        """However often he praises us by one link, the close needs another control."""
        path = self._over()
        self._press(path, answer="better")
        self._press(path, answer="over", words="Now it is")
        self._press(path, answer="better")
        self.assertEqual(self.document.clean_customer_count, 1)
        self.assertEqual(self.document.customer_says_over, "yes", "his word counts")
        self.assertEqual(len(self.document.control_ids.filtered("customer_answer")), 1)

    def test_mind_changed_to_still(self):
        """Who said that it is over may say by the same link that it is not."""
        path = self._over()
        self._press(path, answer="over")
        response = self._get(path)
        self.assertIn("Thank you, it is noted", response.text)
        self.assertIn('value="still"', response.text)
        self._press(path, answer="still")
        self.assertEqual(self.document.customer_says_over, "no")
        self.assertEqual(self.document.clean_customer_count, 0)
        results = self.document.control_ids.filtered("customer_answer").mapped("result")
        self.assertEqual(sorted(results), ["clean", "problem"])

    def test_control_done_by_telephone(self):
        """A link to a control that was done otherwise adds no clean one."""
        path = self._over()
        with self._minute(0):
            control = self._control()
            control.write({"channel": "phone", "customer_words": "Better now"})
            control.with_user(self.agent).action_clean()
        self._press(path, answer="over")
        self.assertEqual(self.document.clean_customer_count, 1)
        self.assertEqual(self.document.customer_says_over, "yes")

    def test_without_a_control(self):
        """His word counts even where no control is open to take it."""
        path = self._over()
        controls = self.document.control_ids.sudo()
        controls.filtered(lambda c: c.kind == "customer")._note_cancelled("A", True)
        self.env.flush_all()
        self._press(path, answer="still")
        self.assertEqual(self.document.customer_says_over, "no")
        self.assertEqual(self.document.health_customer, "strained")
        self._press(path, answer="over")
        self.assertEqual(self.document.customer_says_over, "yes")
        self.assertEqual(self.document.health_customer, "good")

    def test_after_the_case(self):
        """When the case has ended the link shows that, and does nothing."""
        path = self._over()
        self.document.with_user(self.supervisor).write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )
        csrf = self._csrf_of(self.other)
        before = self._trail()
        response = self._get(path)
        self.assertIn("This case has ended", response.text)
        self.assertNotIn("<form", response.text)
        self._post(path, csrf_token=csrf, answer="still")
        self.assertEqual(self._trail(), before)

    def test_after_reopening(self):
        """A link of before the end is dead in the new run of the case."""
        path = self._over()
        stage = self.document.stage_id
        end = self._stage("own_not_crisis")
        self.document.with_user(self.supervisor).write(
            {"stage_id": end.id, "stage_reason": "It was a false alarm."}
        )
        self.document.write({"stage_id": stage.id, "stage_reason": "It came back"})
        self.assertFalse(self.document.is_closed)
        self._assert_dead(self._get(path))
        self._press(self._over(), answer="better")
        self.assertEqual(self.document.customer_answer, "better")

    def test_unknown_answer(self):
        """A press of no button of ours changes nothing."""
        before = self._trail()
        for answer in ("", "done", "over'--", "<b>"):
            self._press(self._over(), answer=answer)
        self.assertEqual(self._trail(), before)

    def _csrf_of(self, document):
        return CSRF.search(self.url_open(self._over(document)).text)[1]
