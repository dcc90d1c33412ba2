from odoo.fields import Command
from odoo.tests import tagged

from ..watch.common_watch import DUE, WatchCase


@tagged("post_install", "-at_install")
class TestAlert(WatchCase):
    """How people are told: briefly, once, and each in his own way."""

    def _messages(self, user, minutes):
        """Run the job; return the messages that this user got from it."""
        before = self._notifications()
        self._sweep(minutes)
        new = self._notifications() - before
        return new.filtered(
            lambda n: n.res_partner_id == user.partner_id
        ).mail_message_id

    def test_line_in_the_chatter(self):
        """Each step stands in the chatter: what, whose, since when, who was told."""
        document = self._file_watched()
        self._sweep(DUE)
        alert = self._alerts(document)
        self.assertEqual(len(alert), 1)
        for words in (self._duty(document)._label(), "was due on", "Told: Agent"):
            self.assertIn(words, alert.body)
        self._sweep(DUE + 60)
        self.assertEqual(len(self._alerts(document)), 2)
        self.assertIn("Supervisor", self._alerts(document)[0].body)

    def test_time_in_the_chatter(self):
        """The line names the time as the desk reads it, whatever Odoo's own zone."""
        self.env.ref("base.user_root").tz = "UTC"
        self.agent.tz = "Europe/Istanbul"
        document = self._file_watched()
        self._sweep(DUE)
        self.assertIn("12:00", self._alerts(document).body)

    def test_chatter_tells_no_follower(self):
        """The line is a note: followers are not told in passing, nor the customer."""
        document = self._file_watched()
        document.message_subscribe((self.contact | self.production.partner_id).ids)
        self._sweep(DUE)
        self.assertFalse(self._alerts(document).notified_partner_ids)
        self.assertTrue(self._alerts(document).is_internal)

    def test_by_inbox(self):
        """Who reads in Odoo finds it there and gets no mail."""
        document = self._file_watched()
        message = self._messages(self.agent, DUE)
        self.assertEqual(message.notification_ids.notification_type, "inbox")
        self.assertFalse(self._mails_of(message))
        self.assertEqual(message.model, document._name)
        self.assertEqual(message.res_id, document.id)
        self.assertEqual(message.subject, document.display_name)

    def test_by_mail(self):
        """Who wants mails gets one; it queues, and no mail server is waited for."""
        self.agent.notification_type = "email"
        self._file_watched()
        mails = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.env.ref("mail.ir_cron_mail_scheduler_action").id)]
        )
        message = self._messages(self.agent, DUE)
        self.assertEqual(message.notification_ids.notification_type, "email")
        mail = self._mails_of(message)
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.recipient_ids, self.agent.partner_id)
        self.assertTrue(mails.search([("id", "not in", mails.ids)]))

    def _mails_of(self, message):
        return self.env["mail.mail"].search([("mail_message_id", "=", message.id)])

    def test_many_cases_are_one_message(self):
        """A user is told once in a sweep, however many cases; each has its line."""
        documents = self._file_watched(count=5)
        message = self._messages(self.agent, DUE)
        self.assertEqual(len(message), 1)
        for document in documents:
            self.assertEqual(message.body.count(f'/odoo/crises/{document.id}"'), 1)
            self.assertEqual(len(self._alerts(document)), 1)
        self.assertIn("5", message.subject)

    def test_several_duties_of_a_case_are_one_alert(self):
        """Two duties late at once are two lines of one alert, not two alerts."""
        self.level.control_customer_minutes = DUE
        document = self._file_watched()
        message = self._messages(self.agent, DUE)
        self.assertEqual(len(message), 1)
        self.assertEqual(len(self._alerts(document)), 1)
        for duty in document.sudo().control_ids:
            self.assertIn(duty._label(), message.body)
            self.assertIn(duty._label(), self._alerts(document).body)

    def test_after_an_outage(self):
        """Rungs that passed while Odoo was down are one alert for each case."""
        documents = self._file_watched(count=3)
        everybody = (self.agent, self.supervisor, self.manager)
        self._assert_told(DUE + 10_000, *everybody)
        for document in documents:
            self.assertEqual(len(self._alerts(document)), 1)
        self._assert_told(DUE + 10_001)

    def test_several_rungs_for_one_person(self):
        """Whom two rungs mean at once, as owner and as responsible, is told once."""
        self._file_watched()
        self._assert_told(DUE + 30, self.agent)

    def test_what_people_typed_stays_text(self):
        """A topic with tags in it reaches the reader as it was typed."""
        self._file_watched(name="<script>steal()</script>")
        message = self._messages(self.agent, DUE)
        self.assertIn("&lt;script&gt;", message.body)
        self.assertNotIn("<script", message.body)

    def test_own_language_and_time(self):
        """Each reads it in his own language and time zone."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.env.ref("base.user_root").tz = "UTC"
        kind = self.env.ref("crisis_protocol.mail_activity_type_control_system")
        kind.with_context(lang="tr_TR").name = "1 - Kontrol"
        self.agent.write({"lang": "tr_TR", "tz": "Europe/Istanbul"})
        self.level.step_ids = [Command.create({"minutes": 0, "target": "supervisor"})]
        document = self._file_watched()
        before = self._notifications()
        self._sweep(DUE)
        messages = (self._notifications() - before).mail_message_id
        turkish = messages.filtered(lambda m: self.agent.partner_id in m.partner_ids)
        english = messages - turkish
        duty = self._duty(document)
        self.assertIn("1 - Kontrol", turkish.body)
        self.assertIn("12:00", turkish.body)
        self.assertNotIn("1 - Kontrol", english.body)
        self.assertIn(duty.type_id.with_context(lang="en_US").name, english.body)

    def test_case_of_another_desk(self):
        """The sweep over several desks tells each its own cases, and no others."""
        foreign = self._file_watched(user=self.other_agent, team_id=self.other_team.id)
        own = self._file_watched()
        before = self._notifications()
        self._sweep(DUE)
        messages = (self._notifications() - before).mail_message_id
        told = {message.partner_ids: message.body for message in messages}
        self.assertIn(str(own.id), told[self.agent.partner_id])
        self.assertNotIn(f'/{foreign.id}"', told[self.agent.partner_id])
        self.assertIn(f'/{foreign.id}"', told[self.other_agent.partner_id])
