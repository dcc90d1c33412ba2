from datetime import timedelta

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import freeze_all_time

from ..watch.common_watch import START
from .common_situation import SituationCase

KPIS = ("kpi_crisis_open", "kpi_crisis_promises_kept", "kpi_crisis_first_word")
DAY, WEEK = 1440, 7 * 1440


@tagged("post_install", "-at_install")
class TestDigest(SituationCase):
    """Odoo's digest says what runs, how promises are kept and how fast we speak.

    It is read four days after the start. Counted by hand, of the agent's desk:

    =========  ===========  ==================  ===========================
    case       filed        first word          promise
    =========  ===========  ==================  ===========================
    old        day 0        after 30 minutes    kept on day 0
    closed     day 0        after 90 minutes    late on day 0; closed then
    running    day 3.5      after 60 minutes    kept on day 3.5
    drill      day 3.5      after 600 minutes   broken
    other's    day 3.5      after 120 minutes   (another desk)
    =========  ===========  ==================  ===========================
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crisis.document"].sudo().search([])._write_past_reactions(
            {"is_drill": True}
        )
        cls.team.member_ids = cls.agent
        cls.level = cls._new_reported("Quiet", 0)
        cls._case(0, 30, 60, 50)
        closed = cls._case(0, 90, 120, 150)
        with cls._at_minute(200):
            closed.with_user(cls.supervisor).write(
                {
                    "stage_id": cls._stage("own_not_crisis").id,
                    "stage_reason": "It was a false alarm.",
                }
            )
        cls.now = 4 * DAY
        recent = cls.now - DAY // 2
        cls.running = cls._case(recent, 60, 100, 90)
        drill = cls._case(recent, 600, 610, None)
        drill.sudo()._write_past_reactions({"is_drill": True})
        cls._case(
            recent, 120, None, None, user=cls.other_agent, team_id=cls.other_team.id
        )
        cls.digest = cls.env["digest.digest"].create(
            {"name": "Crises of the day", **dict.fromkeys(KPIS, True)}
        )
        cls.env.flush_all()

    @classmethod
    def _case(cls, filed, word, due, spoken, **vals):
        """A case filed at that minute; what follows counts from there.

        :param word: when the customer heard from us for the first time
        :param due: for when the next word was promised then, if it was
        :param spoken: when it was given
        """
        document = cls._file_watched(filed, **vals)
        with cls._at_minute(filed + word):
            document.action_log_word("We are looking into it.")
            if due:
                document._promise(START + timedelta(minutes=filed + due))
            cls.env.flush_all()
        if spoken:
            with cls._at_minute(filed + spoken):
                document.action_log_word("We are looking into it.")
                cls.env.flush_all()
        return document

    def _kpis(self, user):
        """Return {kpi: values of the last day, week and month} as the user gets them.

        No figure comes with an arrow.
        """
        with freeze_all_time(START + timedelta(minutes=self.now)):
            kpis = self.digest._compute_kpis(user.company_id, user)
        columns = ("kpi_col1", "kpi_col2", "kpi_col3")
        for kpi in kpis:
            self.assertFalse(any(kpi[column]["margin"] for column in columns))
        return {
            kpi["kpi_name"]: [kpi[column]["value"] for column in columns]
            for kpi in kpis
            if kpi["kpi_name"] in KPIS
        }

    def test_manager(self):
        """A manager gets the figures of his company."""
        self.assertEqual(
            self._kpis(self.manager),
            {
                # yesterday: the old, the running and the other desk's
                "kpi_crisis_open": [3, 4, 4],
                # one of one; two of three
                "kpi_crisis_promises_kept": ["100%", "67%", "67%"],
                # (60 + 120) / 2; (30 + 90 + 60 + 120) / 4
                "kpi_crisis_first_word": ["1:30", "1:15", "1:15"],
            },
        )

    def test_supervisor_and_agent(self):
        """Others get those of their own desk."""
        for user in (self.supervisor, self.agent):
            with self.subTest(user=user.name):
                self.assertEqual(
                    self._kpis(user),
                    {
                        "kpi_crisis_open": [2, 3, 3],
                        "kpi_crisis_promises_kept": ["100%", "67%", "67%"],
                        # (30 + 90 + 60) / 3
                        "kpi_crisis_first_word": ["1:00", "1:00", "1:00"],
                    },
                )

    def test_nothing_to_count(self):
        """No promise is no hundred percent, and no nought either."""
        self.assertEqual(
            self._kpis(self.foreign_manager),
            {
                "kpi_crisis_open": [0, 0, 0],
                "kpi_crisis_promises_kept": ["–", "–", "–"],
                "kpi_crisis_first_word": ["–", "–", "–"],
            },
        )

    def test_archived_still_counts(self):
        """What was filed away still happened."""
        closed = self.env["crisis.document"].search(
            [("is_closed", "=", True), ("level_id", "=", self.level.id)]
        )
        closed.action_archive()
        kpis = self._kpis(self.manager)
        self.assertEqual(kpis["kpi_crisis_open"], [3, 4, 4])
        self.assertEqual(kpis["kpi_crisis_first_word"], ["1:30", "1:15", "1:15"])

    def test_without_access(self):
        """Who may not see crises gets a digest without them."""
        self.assertEqual(self._kpis(self.production), {})
        with self.assertRaises(AccessError):
            self.digest.with_user(self.production).sudo(False).with_context(
                start_datetime=START, end_datetime=START
            ).read(["kpi_crisis_open_value"])

    def test_of_another_company(self):
        """A digest of another company counts that company's cases only."""
        self.digest.company_id = self.company_2
        self.manager.company_ids |= self.company_2
        kpis = self._kpis(self.manager)
        self.assertEqual(kpis["kpi_crisis_open"], [0, 0, 0])

    def test_mail(self):
        """The mail as it leaves: names, figures and links that open something."""
        self.digest.user_ids = self.manager
        with freeze_all_time(START + timedelta(minutes=self.now)):
            self.digest.action_send_manual()
        mail = self.env["mail.mail"].search(
            [("email_to", "=", self.manager.email_formatted)], limit=1
        )
        tree = html.fromstring(str(mail.body_html))
        for name, label, value in (
            ("kpi_crisis_open", "Open Crises", "3"),
            ("kpi_crisis_promises_kept", "Promises Kept", "100%"),
            ("kpi_crisis_first_word", "Hours to the First Word", "1:30"),
        ):
            with self.subTest(kpi=name):
                [table] = tree.xpath(f"//table[@data-field='{name}']")
                text = " ".join(table.text_content().split())
                self.assertIn(label, text)
                self.assertIn(value, text)
                [link] = table.xpath(".//a/@href")
                action = link.partition("/action-")[2].partition("?")[0]
                self.assertTrue(self.env.ref(action))

    def test_default_digest(self):
        """The digest that everybody gets has our figures."""
        digest = self.env.ref("digest.digest_digest_default")
        self.assertTrue(all(digest[name] for name in KPIS))
