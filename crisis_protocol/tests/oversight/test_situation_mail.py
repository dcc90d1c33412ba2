from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from ..watch.common_watch import DUE
from .common_situation import SituationCase

SITUATION = "odoo.addons.crisis_protocol.models.oversight.crisis_document_situation"


@tagged("post_install", "-at_install")
class TestWhatSituationSays(SituationCase):
    """What stands in the report: how each case stands, and what is new."""

    def _speak(self, document, minutes):
        with self._at_minute(minutes):
            document.action_log_word("We are looking into it.")
            self.env.flush_all()

    def _drill(self, minutes=10):
        document = self._file_watched(minutes, name="Practice makes perfect")
        document.sudo()._write_past_reactions({"is_drill": True})
        self.env.flush_all()
        return document

    def test_one_case(self):
        """Level, stage, topic with its link, customer, responsible, how long open."""
        document = self._file_watched(10)
        body = self._body(60)
        for text in (
            "Hourly",
            document.stage_id.name,
            document.display_name.replace("'", "&#39;"),
            f'href="{document.get_base_url()}/odoo/crises/{document.id}"',
            "Akdeniz",
            "Agent",
            "Open for 50 minutes",
        ):
            self.assertIn(text, body)

    def test_summary(self):
        """On top: how many are open, late, and without news to the customer."""
        late = self._new_level(
            "Late", {"supervisor": 0}, report_minutes=60, control_system_minutes=30
        )
        spoken = self._file_watched(10, 2)
        self._file_watched(10, level_id=late.id)
        self._speak(spoken[0], 50)
        with self._at_minute(50):
            (late | self.level)._plan_report()
        mail = self._reports(60)[self.supervisor]
        summary = "3 open, 1 late, 2 without news to the customer"
        self.assertIn(summary, str(mail.body_html))
        self.assertIn(summary, mail.subject)
        # an hour later the one word is an hour old
        self.assertIn("3 without news", self._body(120))

    def test_customer_says_over(self):
        """For whom it is over, nobody has to speak to."""
        document = self._file_watched(10)
        with self._at_minute(20):
            self._says_over(document, "yes")
        self.assertNotIn("without news", self._body(60))

    def test_news(self):
        """What is new since the last report: how much, and the last of it in words."""
        document = self._file_watched(10)
        self.assertIn("New case. What has happened so far: ", self._body(60))
        self._speak(document, 70)
        body = self._body(120)
        self.assertIn("New since 9:00", body.replace("\u202f", " "))
        self.assertIn("Agent spoke to the customer.", body)
        self.assertNotIn("filed the case", body)
        self.assertIn("Last word to the customer: 9:10", body.replace("\u202f", " "))

    def test_nothing_new(self):
        """That nothing has happened is said, too, and since when."""
        self._file_watched(10)
        self._reports(60)
        body = self._body(120).replace("\u202f", " ")
        self.assertIn("Nothing new since 9:00 AM.", body)
        self.assertIn("The next report comes at 11:00 AM.", body)

    def test_long_story(self):
        """Of much that is new, the last five stand in the mail."""
        document = self._file_watched(10)
        self._reports(60)
        for number in range(7):
            with self._at_minute(61 + number):
                document.message_post(
                    body=f"Note {number}",
                    message_type="comment",
                    subtype_xmlid="mail.mt_note",
                )
                self.env.flush_all()
        body = self._body(120)
        self.assertIn(": 7</div>", body)
        self.assertEqual(body.count("Agent noted:"), 5)

    def test_duties(self):
        """What is late stands there, with its owner; else what comes next."""
        level = self._new_level("Due", {"supervisor": 0}, report_minutes=60)
        self._file_watched(0, level_id=level.id)
        with self._at_minute(1):
            level._plan_report()
        body = self._body(DUE).replace("\u202f", " ")
        self.assertRegex(body, r"Next: .*by 9:00 AM \(Agent\)")
        self.assertNotIn("<b>Late</b>", body)
        body = self._body(DUE + 60)
        self.assertIn("<b>Late</b>", body)
        self.assertRegex(body, r"was due on .*\(Agent\)")
        self.assertNotIn("Next: ", body)

    def test_reader_language_and_zone(self):
        """Each reads it in his language and by his clock."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.level.with_context(lang="tr_TR").name = "Saatlik"
        self.manager.write({"lang": "tr_TR", "tz": "Europe/Istanbul"})
        self.supervisor.write({"lang": "en_US", "tz": "Europe/Berlin"})
        self._file_watched(10)
        self._reports(60)
        reports = self._reports(120)
        turkish = str(reports[self.manager].body_html)
        english = str(reports[self.supervisor].body_html).replace("\u202f", " ")
        self.assertIn('lang="tr-TR"', turkish)
        self.assertIn("Saatlik", turkish)
        self.assertIn("12:00", turkish)
        self.assertIn("14:00", turkish)
        self.assertIn('lang="en-US"', english)
        self.assertIn("Hourly", english)
        self.assertIn("Nothing new since 10:00 AM.", english)
        self.assertIn("The next report comes at 12:00 PM.", english)

    def test_yesterday_has_its_date(self):
        """A time of another day is told with its day."""
        self._file_watched(10)
        self._reports(60)
        self.assertIn("Nothing new since 3/1/27", self._body(60 * 20))

    def test_markup_stays_text(self):
        """What people typed is shown as they typed it."""
        evil = "<img src=x onerror=alert(1)>"
        self.customer.name = f"Customer {evil}"
        document = self._file_watched(10, name=f"Topic {evil}")
        with self._at_minute(20):
            document.message_post(body=evil, message_type="comment")
        body = self._body(60)
        self.assertIn("Topic &lt;img", body)
        self.assertIn("Customer &lt;img", body)
        self.assertNotIn("<img", body)

    def test_drill_apart(self):
        """A drill is told of, clearly marked, below and not counted."""
        self._file_watched(10)
        self._drill()
        mail = self._reports(60)[self.supervisor]
        body = str(mail.body_html)
        self.assertIn("1 open", mail.subject)
        self.assertNotIn("2 open", body)
        real, _heading, played = body.partition("Drill: ")
        self.assertIn("TV news is missing", real)
        self.assertNotIn("Practice makes perfect", real)
        self.assertIn("Practice makes perfect", played)
        self.assertIn("No customer is concerned", played)

    def test_nothing_but_a_drill(self):
        """Where only a drill runs, the subject says so first."""
        self._drill()
        mail = self._reports(60)[self.supervisor]
        self.assertIn(": Drill: 1 open", mail.subject)

    def test_many_cases(self):
        """A long report is cut: the late ones are in it, all of them are counted."""
        self._file_watched(10, 4)
        late = self._new_level(
            "Late", {"supervisor": 0}, report_minutes=60, control_system_minutes=30
        )
        late.sequence = self.level.sequence
        last = self._file_watched(11, level_id=late.id)
        with self._at_minute(50):
            late._plan_report()
        with patch(f"{SITUATION}.MAX_CASES", 2):
            body = self._body(60)
        self.assertIn("5 open, 1 late", body)
        self.assertIn("And 3 more cases", body)
        self.assertIn(last.reference, body)
        self.assertEqual(body.count("Open for"), 2)

    # Asked for ---------------------------------------------------------------

    def _asked_for(self, documents):
        before = self._situation_mails()
        action = documents.action_send_situation()
        self.assertEqual(action["params"]["type"], "success")
        return self._situation_mails() - before

    def test_asked_for(self):
        """A supervisor has it sent to himself now, of some cases or of all he sees."""
        documents = self._file_watched(10, 2)
        other = self._file_watched(
            10, user=self.other_agent, team_id=self.other_team.id
        )
        with self._at_minute(20):
            some = self._asked_for(documents[0].with_user(self.supervisor))
            every = self._asked_for(
                self.env["crisis.document"].with_user(self.supervisor)
            )
        self.assertEqual(some.recipient_ids, self.supervisor.partner_id)
        self.assertIn("1 open", some.subject)
        self.assertIn(documents[1].reference, str(every.body_html))
        self.assertNotIn(other.reference, str(every.body_html))
        # the next report is not shorter for it
        self.assertIn("New case", self._body(60))

    def test_asked_for_in_vain(self):
        """Without rights, address or case, it says so."""
        document = self._file_watched(10)
        with self.assertRaises(AccessError):
            document.with_user(self.production).action_send_situation()
        with self.assertRaises(AccessError):
            document.with_user(self.other_supervisor).action_send_situation()
        self.supervisor.email = False
        with self.assertRaisesRegex(UserError, "no mail address"):
            document.with_user(self.supervisor).action_send_situation()
        documents = self.env["crisis.document"].with_user(self.foreign_manager)
        with self.assertRaisesRegex(UserError, "No case is open"):
            documents.action_send_situation()

    def test_mail_server_down(self):
        """A report that the mail server refused leaves when it is up again."""
        self._file_watched(10)
        mail = self._reports(60)[self.supervisor]
        error = ConnectionRefusedError(111, "Connection refused")
        with patch.object(IrMail_Server, "_connect__", side_effect=error):
            mail.send()
        self.assertEqual(mail.state, "exception")
        with self._at_minute(61):
            mail._cron_resend_crisis_mails()
        self.assertEqual(mail.state, "outgoing")
