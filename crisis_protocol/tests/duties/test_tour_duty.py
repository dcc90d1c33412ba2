from odoo.tests import tagged

from .common_tour_duty import DAY, DutyTourCase


@tagged("post_install", "-at_install")
class TestTourMorning(DutyTourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("tr_TR")
        cls.env["ir.module.module"]._load_module_terms(
            ["web", "mail", "crisis_protocol"], ["tr_TR"]
        )
        (cls.agent.partner_id | cls.contact).lang = "tr_TR"
        with cls._ago(DAY - 20):
            cls.first = cls._at("own_follow_up", name="Dünkü haberimiz bültende yok")
        with cls._ago(60):
            cls.second = cls._file(name="Raporumuz bu sabah gelmedi")
        cls.promise = cls._promise(cls.second, 30)

    def test_morning_of_an_agent(self):
        """An agent does from the clock menu what is due: two controls, a promise."""
        system, customer = (
            self._open(self.first, kind) for kind in ("system", "customer")
        )
        due = system | customer
        activities = due.activity_id | self.promise.activity_id
        self.start_tour(
            "/odoo/crisis", "crisis_duty_tour", login=self.agent.login, timeout=180
        )
        self._assert_clean(system)
        self._assert_problem(customer)
        self._assert_next_promise()
        left = activities.exists().filtered("active")
        self.assertFalse(left, "nothing of it stays in the clock menu")
        for duty in self._open(self.first) + self._open(self.second):
            self.assertEqual(duty.activity_id.user_id, self.agent)
            self.assertEqual(duty.activity_id.state, "planned")

    def _assert_clean(self, control):
        self.assertEqual((control.state, control.result), ("done", "clean"))
        self.assertEqual(control.done_by_id, self.agent)
        self.assertTrue(control.checked_mails)
        self.assertTrue(control.checked_report)
        self.assertTrue(control.checked_system)
        self.assertEqual(control.note, "Haber yerinde, rapor tam")
        self.assertEqual(self.first.health_own, "good")
        self._assert_next(control)

    def _assert_problem(self, control):
        words = "Bu sabah da gelmedi"
        self.assertEqual((control.state, control.result), ("done", "problem"))
        self.assertEqual(control.customer_words, words)
        self.assertEqual(control.asked_partner_id, self.contact)
        self._assert_next(control)
        case = self.first
        self.assertEqual(case.health_customer, "strained", "it was good before")
        self.assertEqual(case.customer_says_over, "no", "he said yes before")
        self.assertEqual(case.stage_id, self._stage("own_remedy"))
        self.assertIn(words, case.stage_reason)
        self.assertFalse(case.controls_clean)
        told = self.env["mail.notification"].search(
            [
                ("res_partner_id", "=", self.supervisor.partner_id.id),
                ("mail_message_id.res_id", "=", case.id),
                ("mail_message_id.body", "like", words),
            ]
        )
        self.assertTrue(told, "the supervisor hears of it")

    def _assert_next(self, control):
        """The series goes on, from when this one was done."""
        coming = self._open(control.document_id, control.kind)
        self.assertEqual(len(coming), 1)
        interval = (coming.date_due - control.date_done).total_seconds() / 60
        # due times count in whole minutes
        self.assertAlmostEqual(interval, DAY, delta=1)

    def _assert_next_promise(self):
        message = self.promise.kept_message_id
        self.assertEqual(self.promise.outcome, "kept")
        self.assertEqual(message.author_id, self.agent.partner_id)
        self.assertIn(self.contact, message.partner_ids)
        self.assertEqual(self.second.date_last_word, message.date)
        coming = self.second.promise_ids - self.promise
        self.assertEqual(len(coming), 1, "the next word is promised")
        self.assertEqual((coming.state, coming.message_id), ("open", message))
        self.assertEqual(coming.promised_by_id, self.agent)
        self.assertGreater(coming.date_due, self.promise.date_due)


@tagged("post_install", "-at_install")
class TestTourNotice(DutyTourCase):
    def setUp(self):
        super().setUp()
        self.level.inform_supervisor = True
        with self._ago(180):
            self.document = self._file()
        self.notice = self.document.notice_ids
        self.assertEqual(self.notice.user_id, self.supervisor)
        self.assertTrue(self.notice.is_late)

    def test_late_notice_on_the_case(self):
        """A supervisor sees on the case that she is late, and confirms there."""
        self._confirm("/odoo/crises", "crisis_notice_tour")

    def test_late_notice_in_my_duties(self):
        """A supervisor confirms in the dialog that opens from her duties."""
        self._confirm("/odoo/my-crisis-duties", "crisis_notice_dialog_tour")

    def _confirm(self, url, tour):
        activity = self.notice.activity_id
        self.start_tour(url, tour, login=self.supervisor.login, timeout=180)
        notice, partner = self.notice, self.supervisor.partner_id
        self.assertEqual((notice.state, notice.way), ("done", "written"))
        self.assertEqual(notice.done_by_id, self.supervisor)
        self.assertEqual(notice.confirmed_by_id, partner)
        self.assertTrue(notice.is_late, "that she was late stays to be seen")
        self.assertIn(f"{partner.name} has read it", self._chatter(self.document))
        self.assertFalse(self.document.with_user(self.supervisor).late_duties)
        self.assertFalse(activity.exists().filtered("active"))


@tagged("post_install", "-at_install")
class TestTourHandover(DutyTourCase):
    def setUp(self):
        super().setUp()
        with self._ago(60):
            self.document = self._file()
        self.promise = self._promise(self.document, 30)

    def test_hand_over_between_two(self):
        """An agent hands over, and a colleague finds it and takes it over."""
        self.start_tour(
            f"/odoo/crises/{self.document.id}",
            "crisis_handover_give_tour",
            login=self.agent.login,
            timeout=180,
        )
        handover = self.document.handover_ids
        self.assertEqual(handover.do_text, "Ring him at nine")
        self.assertEqual(handover.user_id, self.colleague)
        self.assertEqual(self.document.user_id, self.agent)
        self.assertEqual(self.promise.user_id, self.agent)
        self.assertTrue(self.document.handover_warning)
        self._accept(self.colleague)

    def test_hand_over_to_another_desk(self):
        """Somebody of another desk, who could not see the case, takes it over."""
        self.assertFalse(self.document.with_user(self.other_agent).has_access("read"))
        self.env["crisis.handover"].with_user(self.agent).create(
            {
                "document_id": self.document.id,
                "date_due": self.promise.date_due,
                "receiver_id": self.other_agent.id,
                "situation": "The director waits for the clip",
            }
        ).action_give()
        self._accept(self.other_agent)

    def _accept(self, receiver):
        self.start_tour(
            "/odoo/my-crisis-duties",
            "crisis_handover_accept_tour",
            login=receiver.login,
            timeout=180,
        )
        handover = self.document.handover_ids
        self.assertEqual((handover.state, handover.done_by_id), ("done", receiver))
        self.assertEqual(self.document.user_id, receiver)
        duties = self._open(self.document)
        self.assertIn(self.promise, duties)
        for duty in duties:
            self.assertEqual(duty.user_id, receiver)
            self.assertEqual(duty.activity_id.user_id, receiver)
        self.assertFalse(self.document.handover_warning)
        self.assertFalse(handover.activity_id.exists().filtered("active"))
        left = self.document.activity_ids.filtered(lambda a: a.user_id == self.agent)
        self.assertFalse(left, "the giver owes nothing on it any more")
