from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_notice import NoticeCase


@tagged("post_install", "-at_install")
class TestNoticeGates(NoticeCase):
    """Told before the case leaves assessment, proven before it ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._complete(cls._file(level_id=cls.serious.id))
        cls.document.stage_id = cls._stage("own_assessment")
        cls.remedy, cls.closed = cls._stage("own_remedy"), cls._stage("own_closed")

    def _move(self, stage):
        self.document.write({"stage_id": stage.id})

    def test_not_told(self):
        """With somebody untold the case stays in assessment, and says so."""
        notice = self._by_hand(self.document, receiver_id=self.office.id)
        message = self._refused(self.document, lambda: self._move(self.remedy))
        self.assertIn(self._gate("own_told").name, message)
        notice.action_send()
        self._move(self.remedy)
        self.assertEqual(self.document.stage_id, self.remedy)

    def test_told_but_not_confirmed(self):
        """Who was told need not have confirmed yet for the case to go on."""
        self._by_hand(self.document, receiver_id=self.office.id).action_send()
        self._move(self._stage("own_follow_up"))
        self.flush_tracking()
        message = self._refused(self.document, lambda: self._move(self.closed))
        self.assertIn(self._gate("own_notices").name, message)

    def test_proven(self):
        """With the last proof the case may end."""
        notice = self._by_hand(self.document, receiver_id=self.office.id)
        notice.action_send()
        self.document.stage_id = self._stage("own_follow_up")
        notice._confirm(self.office)
        self._move(self.closed)
        self.assertTrue(self.document.is_closed)

    def test_manager_of_a_raised_level(self):
        """A level raised late holds the case until the managers have confirmed."""
        self._move(self.remedy)
        self.document.level_id = self.severe
        self.flush_tracking()
        message = self._refused(self.document, lambda: self._move(self.closed))
        self.assertIn(self._gate("own_notices").name, message)

    def test_customers_protocol(self):
        """The protocol of the customer's crises asks for the same."""
        document = self._complete(self._file(protocol_id=self.customer_protocol.id))
        document.stage_id = self._stage("customer_information")
        notice = self._by_hand(document, receiver_id=self.office.id)
        later = self._stage("customer_production")
        message = self._refused(
            document, lambda: document.write({"stage_id": later.id})
        )
        self.assertIn(self._gate("customer_told").name, message)
        notice.write(
            {"channel": "meeting", "note": "The director knows what happened."}
        )
        notice.action_told()
        document.stage_id = later
        self.assertEqual(document.stage_id, later)


@tagged("post_install", "-at_install")
class TestNobodyIsLeftOut(NoticeCase):
    """That somebody need not be told is decided by a supervisor, and kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file(level_id=cls.severe.id)
        cls.notice = cls._open(cls.document).filtered(
            lambda n: n.receiver_id == cls.manager.partner_id
        )

    def test_agent_cannot_cancel(self):
        """An agent can't decide that a manager is not told."""
        with self.assertRaisesRegex(UserError, "Only a supervisor"):
            self._cancel(self.notice, self.agent)
        self.assertEqual(self.notice.state, "open")

    def test_supervisor_cancels_with_a_reason(self):
        """A supervisor can; the reason stays with the case and nothing comes back."""
        self._cancel(self.notice, self.supervisor, "He is on the call with us")
        self.assertEqual(self.notice.state, "cancelled")
        self.assertEqual(self.notice.done_by_id, self.supervisor)
        self.assertEqual(self.notice.cancel_reason, "He is on the call with us")
        self.assertIn("on the call", self.document.message_ids[:1].body)
        with self._sent() as sent:
            self.document._reconcile_duties()
        self.assertFalse(sent)
        self.assertNotIn(self.manager.name, self._receivers(self.document))

    def test_supervisor_gives_a_reason(self):
        """Without a reason, or with a blank one, nobody is let off."""
        for reason in (False, "  "):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                self._cancel(self.notice, self.supervisor, reason)

    def test_agent_cancels_what_he_added(self):
        """Whom an agent added by hand he may also drop."""
        notice = self._by_hand(self.document, receiver_id=self.office.id)
        self._cancel(notice, self.agent, "It was the wrong office")
        self.assertEqual(notice.state, "cancelled")

    def test_agent_cannot_put_another_in_his_place(self):
        """An agent can't have somebody else told instead of the manager."""
        notice = self.notice.with_user(self.agent)
        other = self._role("Friends", self.agent)
        for vals in ({"receiver_id": self.office.id}, {"role_id": other.id}):
            with self.subTest(vals=vals):
                with self.assertRaises(UserError), self.cr.savepoint():
                    notice.write(vals)

    def _file_silently(self, **vals):
        """File a case as an import of old ones does, which writes to nobody."""
        cases = self.document.with_context(tracking_disable=True)
        values = {
            "name": "Of last year",
            "protocol_id": self.own.id,
            "partner_id": self.customer.id,
        }
        return cases.create(values | vals)

    def test_untold_one_neither(self):
        """The same holds as long as he has not been told yet."""
        silent = self._file_silently(level_id=self.severe.id)
        notice = self._notice(silent, self.manager.partner_id).with_user(self.agent)
        self.assertFalse(notice.date_told)
        with self.assertRaises(UserError):
            notice.write({"receiver_id": self.office.id})

    def test_agent_cannot_make_it_look_added_by_hand(self):
        """Why somebody is told can't be changed, and is not taken from outside."""
        notice = self._by_hand(
            self.document, receiver_id=self.office.id, source="supervisor"
        )
        self.assertEqual(notice.source, "manual")
        self.notice.with_user(self.agent).write({"source": "manual"})
        self.assertEqual(self.notice.source, "manager")

    def test_nobody_deletes(self):
        """A notice is cancelled or kept, never deleted."""
        for user in (self.agent, self.supervisor, self.manager):
            with self.subTest(user=user.login):
                notice = self.notice.with_user(user)
                self.assertFalse(self._may(lambda n=notice: n.unlink()))

    def test_ends_with_the_case(self):
        """What is not confirmed when the case ends asks nobody any more."""
        self.document.with_user(self.supervisor).write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )
        self.assertFalse(self._open(self.document))
        self.assertFalse(self.document.notice_ids.activity_id.filtered("active"))
        with self._sent() as sent:
            self.document._reconcile_duties()
        self.assertFalse(sent)
