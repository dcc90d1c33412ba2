from odoo.tests import tagged

from ..test_performance import PerformanceCase
from .common_situation import SituationCase


@tagged("post_install", "-at_install")
class TestWhoReadsSituation(SituationCase):
    """Who leads is told, and of nothing that he may not see."""

    def test_each_his_own(self):
        """A supervisor reads of his desk, a manager of his company."""
        own = self._file_watched(10)
        other = self._file_watched(
            10, user=self.other_agent, team_id=self.other_team.id
        )
        # each of them is at one desk only
        self.team.member_ids = self.agent
        reports = self._reports(60)
        wanted = {
            self.supervisor: own,
            self.other_supervisor: other,
            self.manager: own | other,
        }
        self.assertEqual(set(reports), set(wanted))
        for user, documents in wanted.items():
            for document in (own | other).sudo():
                with self.subTest(user=user.name, document=document.reference):
                    body = str(reports[user].body_html)
                    self.assertEqual(document.reference in body, document in documents)

    def test_other_company(self):
        """A manager of another company is not told, though the level is the same."""
        self.other_team.manager_ids = self.foreign_manager
        self.level.report_user_ids = self.foreign_manager
        self._file_watched(10)
        self._file_watched(10, team_id=self.other_team.id)
        self.assertNotIn(self.foreign_manager, self._reports(60))
        with self._at_minute(70):
            foreign = self._file(
                self.foreign_agent,
                level_id=self.level.id,
                team_id=self.foreign_team.id,
                company_id=self.company_2.id,
            )
            self.env.flush_all()
        reports = self._reports(120)
        self.assertIn(foreign.reference, str(reports[self.foreign_manager].body_html))
        summary = str(reports[self.foreign_manager].subject)
        self.assertIn("1 open", summary)
        self.assertIn("2 open", str(reports[self.manager].subject))

    def test_others_named_on_the_level(self):
        """Others can be named; whoever may see no case gets no mail."""
        self.level.report_user_ids = self.agent | self.production | self.other_agent
        self.team.member_ids = self.agent
        self._file_watched(10)
        readers = set(self._reports(60))
        self.assertEqual(readers, {self.supervisor, self.manager, self.agent})

    def test_who_has_left(self):
        """Nobody without a login is told."""
        self.supervisor.active = False
        self._file_watched(10)
        self.assertEqual(set(self._reports(60)), {self.manager})

    def test_inbox_or_mail(self):
        """It is a mail for those, too, who read their other messages in Odoo."""
        self.supervisor.notification_type = "inbox"
        self.manager.notification_type = "email"
        self._file_watched(10)
        self.assertEqual(set(self._reports(60)), {self.supervisor, self.manager})

    def test_no_address(self):
        """Without a mail address it is found in the inbox."""
        self.supervisor.email = False
        document = self._file_watched(10)
        before = self._notifications()
        self.assertEqual(set(self._reports(60)), {self.manager})
        told = (self._notifications() - before).filtered(
            lambda told: "Situation" in (told.mail_message_id.subject or "")
        )
        self.assertEqual(told.res_partner_id, self.supervisor.partner_id)
        self.assertIn(document.reference, told.mail_message_id.body)

    def test_mail_leaves(self):
        """The mail goes out to its reader, and nothing of it stays behind."""
        self._file_watched(10)
        mail = self._reports(60)[self.supervisor]
        message = mail.mail_message_id
        with self.mock_mail_gateway(mail_unlink_sent=True):
            mail.send()
        [sent] = self._mails
        self.assertIn(self.supervisor.email_normalized, str(sent["email_to"]))
        self.assertFalse(mail.exists() or message.exists())


@tagged("post_install", "-at_install")
class TestCostOfSituation(SituationCase, PerformanceCase):
    """What a report costs follows from its readers, not from the cases."""

    def test_filing_costs_nothing(self):
        """A case of a level that is reported costs what any other costs."""
        plain = self._new_reported("Plain", 0)
        costs = [
            self._cost(lambda level=level: self._file_watched(5, level_id=level.id))
            for level in [plain, self.level] * 3
        ]
        self.assertLessEqual(min(costs[1::2]), min(costs[::2]))

    def test_many_cases(self):
        """Further cases cost no statements of their own."""
        documents = self._file_watched(10, 3)
        since = {self.level: self.level.date_last_report}

        def tell(cases):
            with self._at_minute(60):
                cases._mail_situation(self.supervisor, since)

        self._cost(tell, documents.sudo())
        few = self._cost(tell, documents.sudo())
        documents |= self._file_watched(20, 20)
        self.assertLessEqual(self._cost(tell, documents.sudo()), few + 2)
