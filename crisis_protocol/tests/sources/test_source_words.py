from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from .common_source import SourceCase


@tagged("post_install", "-at_install")
class TestSourceWords(SourceCase):
    """What is said on the task counts on the case, and the other way round."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls.env["res.partner"].create(
            {
                "name": "Murat",
                "parent_id": cls.customer.id,
                "email": "murat@akdeniz.example.com",
            }
        )
        cls.stranger = cls.env["res.partner"].create(
            {"name": "Supplier", "email": "supplier@example.com"}
        )
        cls.task.message_subscribe((cls.contact | cls.colleague | cls.stranger).ids)

    def _customer_writes(self, author, task=None, **values):
        return (task or self.task).message_post(
            body="When do we get it?",
            author_id=author.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            **values,
        )

    def _agent_writes(self, **values):
        return self.task.with_user(self.agent).message_post(
            body="Good morning, it is on its way.",
            message_type="comment",
            **({"subtype_xmlid": "mail.mt_comment"} | values),
        )

    def test_customer_writes_there(self):
        """Whoever of the customer writes on the task has written on the case."""
        case = self._declare(self.task)
        self._tell(case)
        self.assertFalse(case.date_unanswered)
        with freeze_all_time(fields.Datetime.now()):
            message = self._customer_writes(self.colleague)
        self.assertEqual(case.date_last_customer_message, message.date)
        self.assertEqual(case.date_unanswered, message.date)
        self.assertIn("When do we get it?", case.message_ids[0].body)
        self.assertIn("Murat", case.message_ids[0].body)
        reminder = self.env.ref("crisis_protocol.mail_activity_type_answer")
        self.assertIn(reminder, case.activity_ids.activity_type_id)

    def test_production_needs_no_right_on_the_case(self):
        """Who may not read the case can write on the task and be heard there."""
        case = self._declare(self.task)
        self.task.with_user(self.production).message_post(
            body="Good morning.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.contact.ids,
        )
        self.assertTrue(case.date_last_word)

    def test_answer_there_is_a_word(self):
        """Answering on the task settles that the customer waits; a note does not."""
        case = self._declare(self.task)
        self._customer_writes(self.contact)
        self._agent_writes(subtype_xmlid="mail.mt_note")
        self.assertTrue(case.date_unanswered)
        self.assertFalse(case.date_last_word)
        self._agent_writes()
        self.assertFalse(case.date_unanswered)
        self.assertTrue(case.date_last_word)

    def test_time_is_now(self):
        """Whatever time a message on the task bears, the case's clocks count now."""
        case = self._declare(self.task)
        now = fields.Datetime.now()
        for date in ("2020-01-01 10:00:00", "2100-01-01 10:00:00"):
            with self.subTest(date=date), freeze_all_time(now):
                self._agent_writes(date=date)
                self.assertEqual(case.date_last_word, now)
                self.assertEqual(case.word_ids.sorted("id")[-1:].date, now)
                self.assertEqual(set(case.check_ids.mapped("date")), {now})

    def test_header_does_not_decide(self):
        """Nor does the time that the header of the customer's mail names."""
        case = self._declare(self.task)
        now = fields.Datetime.now()
        for date in ("2020-01-01 10:00:00", "2100-01-01 10:00:00"):
            with self.subTest(date=date), freeze_all_time(now):
                mail = self._customer_writes(self.contact, date=date)
                self.assertEqual(fields.Datetime.to_string(mail.date), date)
                self.assertEqual(case.date_last_customer_message, now)
                self.assertEqual(case.date_unanswered, now)

    def test_words_are_looked_at_there_too(self):
        """A message on the task is held against the phrases like one of the case."""
        case = self._declare(self.task)
        message = self._agent_writes()
        self.assertEqual(case.check_ids.message_id, message)

    def test_over_is_over(self):
        """What is said on the task after the case is none of its business."""
        case = self._declare(self.task)
        case.write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )
        self._customer_writes(self.contact)
        self.assertFalse(case.date_last_customer_message)

    def test_word_stands_there_once(self):
        """The word stands on the task; who was told by the case is not told twice."""
        case = self._declare(self.task, post_on_sources=True)
        before = self.task.message_ids
        with self.mock_mail_gateway():
            self._tell(case)
        posted = self.task.message_ids - before
        self.assertEqual(len(posted), 1)
        self.assertIn("we are at it", posted.body)
        self.assertEqual(posted.author_id, self.agent.partner_id)
        self.assertFalse(posted.subtype_id.internal)
        self.assertEqual(posted.notified_partner_ids, self.colleague)
        told = [mail["email_to"] for mail in self._mails]
        for name in ("elif", "murat"):
            with self.subTest(name=name):
                self.assertEqual(sum(name in str(to) for to in told), 1)
        self.assertFalse([to for to in told if "supplier" in str(to)])

    def test_word_counts_once(self):
        """The copy on the task is no second word, and no second look at it."""
        case = self._declare(self.task, post_on_sources=True)
        message = self._tell(case)
        self.assertEqual(case.check_ids.message_id, message)

    def test_only_if_wanted(self):
        """Without the option nothing is posted; a note is never posted."""
        case = self._declare(self.task)
        before = self.task.message_ids
        self._tell(case)
        case.post_on_sources = True
        case.with_user(self.agent).message_post(body="For us alone")
        self.assertEqual(self.task.message_ids, before)

    def test_files_come_along(self):
        """What was sent with the word stands on the task as a copy of its own."""
        case = self._declare(self.task, post_on_sources=True)
        file = self._attach(case, "bulletin.pdf")
        self._tell(case, attachment_ids=file.ids)
        self.assertEqual(file.res_model, "crisis.document")
        self.assertEqual(self._files(self.task).mapped("name"), ["bulletin.pdf"])

    def test_not_for_another_customer(self):
        """Words to this customer never stand where another one may read them."""
        self.task.partner_id = self.stranger
        case = self._declare(self.task, post_on_sources=True, partner_id=self.customer)
        before = self.task.message_ids
        self._tell(case)
        self.assertEqual(self.task.message_ids, before)


@tagged("post_install", "-at_install")
class TestSourceEnd(SourceCase):
    """How the task ends, and begins again, with the case."""

    def test_closed_and_opened_with_the_case(self):
        """If wanted the task is done with the case, and goes on when it comes back."""
        case = self._declare(self.task, close_sources=True)
        self._close(case)
        self.assertEqual(self.task.state, "1_done")
        self.assertIn(case.reference, self.task.message_ids[0].body)
        case._reopen_for_relapse("It is late again")
        self.assertEqual(self.task.state, "01_in_progress")
        self.assertEqual(self.task.crisis_case_id, case)

    def test_what_was_done_before_stays_done(self):
        """The case that comes back opens what it has closed itself, and only that."""
        done = self._new_task("Done in the first hour")
        case = self._declare(self.task | done, close_sources=True)
        done.state = "1_done"
        self._close(case)
        case._reopen_for_relapse("It is late again")
        self.assertEqual(self.task.state, "01_in_progress")
        self.assertEqual(done.state, "1_done")

    def test_only_if_wanted(self):
        """Without the option the task goes on as it was, and says that it is over."""
        case = self._declare(self.task)
        self._close(case)
        self.assertEqual(self.task.state, "01_in_progress")
        self.assertIn(case.reference, self.task.message_ids.mapped("body")[0])

    def test_no_crisis_closes_nothing(self):
        """What was no crisis after all is still a task to be done."""
        case = self._declare(self.task, close_sources=True)
        case.write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )
        self.assertEqual(self.task.state, "01_in_progress")

    def test_task_may_be_done_before(self):
        """A task is our own work: it can be done while the case goes on."""
        self._declare(self.task)
        self.task.with_user(self.production).state = "1_done"
        self.assertEqual(self.task.state, "1_done")

    def test_nobody_is_rated(self):
        """The customer is not asked how satisfied he is while his crisis goes on."""
        template = self.env.ref("project.rating_project_request_email_template")
        self._declare(self.task)
        with self.mock_mail_gateway():
            self.task.rating_send_request(template)
        self.assertFalse(self._new_mails)
        other = self._new_task("No crisis")
        with self.mock_mail_gateway():
            (self.task | other)[1].rating_send_request(template)
        self.assertTrue(self._new_mails)

    def test_silence_is_answered_there(self):
        """An answer on the task takes the silence of the case away."""
        case = self._declare(self.task)
        case._write_past_reactions(
            {"date_unanswered": fields.Datetime.now() - timedelta(days=1)}
        )
        self.task.message_subscribe(self.contact.ids)
        self.task.with_user(self.agent).message_post(
            body="Good morning",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertFalse(case.date_unanswered)
