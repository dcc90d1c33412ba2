from lxml import html
from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common_closing_report import ClosingReportCase

FILE = "crisis_protocol.document_paper"
CUSTOMER = "crisis_protocol.closing_report_paper"
TURKISH = "İğneada ve Şırnak'ta ışık: öğün çağrısı"


@tagged("post_install", "-at_install")
class TestPaper(ClosingReportCase):
    """Two papers of a case: one for the file, one for the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._eventful()

    @classmethod
    def _eventful(cls):
        """A closed case with something in each part of the paper."""
        document = cls._file(name=TURKISH)
        gate = cls._missing_gate(document, cls._stage("own_closed"))
        cls.env["crisis.override"].with_user(cls.supervisor).create(
            {"document_id": document.id, "gate_id": gate.id, "reason": "He is abroad"}
        )
        cls._complete(document).stage_id = cls._stage("own_follow_up")
        document.description = "<p>Seen on <b>channel 5</b>.</p>"
        agent = cls.env(user=cls.agent)
        agent["crisis.item"].create(
            {"document_id": document.id, "name": "The new <terminal>"}
        ).action_recovered()
        document.item_ids.action_sent()
        agent["crisis.decision"].create(
            {
                "document_id": document.id,
                "name": "Search the archive",
                "reason": "Why we do it now",
                "effect": "positive",
                "stress": "We are thorough",
                "soften": "We call before",
            }
        )
        file = agent["ir.attachment"].create({"name": "Proof.png", "raw": b"proof"})
        control = cls._control(
            document, "system", attachment_ids=[Command.set(file.ids)]
        )
        control.action_clean()
        document.stage_id = cls._stage("own_closed")
        return document

    def _html(self, report, documents=None, user=None, **context):
        documents = self.document if documents is None else documents
        reports = self.env["ir.actions.report"].with_user(user or self.agent)
        self.env.flush_all()
        self.env.invalidate_all()
        rendered = reports.with_context(**context)._render_qweb_html(
            report, documents.ids
        )
        return rendered[0].decode()

    def _text(self, *arguments, **options):
        page = html.fromstring(self._html(*arguments, **options))
        main = page.xpath("//main")[0]
        for style in main.xpath(".//style"):
            style.drop_tree()
        return " ".join(main.text_content().split())

    # ------------------------------------------------------------------
    # For the file
    # ------------------------------------------------------------------

    def test_all_of_the_case_for_the_file(self):
        """Identity, timeline, words, proof, decisions, items, cause, overrides."""
        text = self._text(FILE)
        parts = {
            "identity": self.document.reference,
            "customer": "Akdeniz",
            "what": "channel 5",
            "effect": "could not answer its director",
            "cause": "No second look at new keywords",
            "explanation": "The keyword was misspelt",
            "information": "By noon",
            "timeline": "Agent filed the case.",
            "words": "We are looking into it.",
            "control": "It is better now.",
            "evidence": "Proof.png",
            "notice": "Supervisor",
            "decision": "Why we do it now",
            "item": "The new <terminal>",
            "override": "He is abroad",
            "printed": "Printed by Agent",
        }
        for name, words in parts.items():
            with self.subTest(name):
                self.assertIn(words, text)
        self.assertNotIn("DRILL", text)

    def test_proof_in_full(self):
        """Files can be told apart, a gate says where it led, no long word is cut."""
        file = self.document.control_ids.attachment_ids
        here = self.document.with_user(self.agent).with_context(tz="Europe/Istanbul")
        long = "Kelime " * 1500 + "son"
        self.document.message_post(
            body=Markup("<p>Sayın Yılmaz,</p><p><br></p><p><br></p><p>%s</p>") % long,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.contact.ids,
        )
        text = self._text(FILE, tz="Europe/Istanbul")
        time = " ".join(here._time(file.create_date).split())
        stage = self._stage("own_closed").name
        for words in (
            f"Proof.png (5.00 bytes, {time})",
            f"To enter: {stage}",
            long,
            "We are thorough",
            "We call before",
        ):
            self.assertIn(words, text)
        written = self.document.word_ids.sorted("id")[-1]
        self.assertIn("Sayın Yılmaz,\n\nKelime", here._paper_words(written))

    def test_what_was_asked_stands_once(self):
        """What a customer said in a control stands with the control, not twice."""
        document = self._at("own_follow_up")
        control = self._control(document, "customer", customer_words="Thank you all.")
        control.action_clean()
        self.assertEqual(self._text(FILE, document).count("Thank you all."), 1)

    def test_no_empty_parts(self):
        """A case on which nothing happened has no titles above nothing."""
        text = self._text(FILE, self._file())
        self.assertIn("Timeline", text)
        for title in ("Decisions", "Production", "Gates", "Information", "Remedy"):
            self.assertNotIn(title, text)

    def test_who_prints_it(self):
        """Whoever may read the case, and nobody else."""
        for user in (self.agent, self.colleague, self.supervisor, self.manager):
            with self.subTest(user.login):
                self.assertIn("channel 5", self._text(FILE, user=user))
        outside = (self.production, self.other_agent, self.foreign_manager, self.portal)
        for report in (FILE, CUSTOMER):
            for user in outside:
                with self.subTest(user.login), self.assertRaises(AccessError):
                    self._text(report, user=user)

    def test_offered_to_agents(self):
        """Both stand in the Print menu of agents; the second where there is one."""
        actions = self.env["ir.actions.report"]
        found = actions.search([("model", "=", "crisis.document")])
        self.assertEqual(set(found.mapped("report_name")), {FILE, CUSTOMER})
        group = self.env.ref("crisis_protocol.group_crisis_agent")
        for report in found:
            self.assertEqual(report.group_ids, group)
            self.assertEqual(report.binding_model_id.model, "crisis.document")
        name = self._file(name='A/B: "C"')._paper_name()
        self.assertFalse(set(name) & set('/:"'), name)

    def test_what_people_typed_stays_text(self):
        """Nothing typed becomes a tag."""
        page = self._html(FILE)
        self.assertIn("The new &lt;terminal&gt;", page)
        report = self._report()
        self._step(report, "<script>alert(1)</script>")
        report.cause = "<b>bold</b>"
        page = self._html(CUSTOMER)
        self.assertNotIn("<script>alert", page)
        self.assertIn("&lt;b&gt;bold", page)

    def test_in_the_readers_language_and_time(self):
        """Labels and times are the reader's, whoever wrote the case."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.document.date_occurred = "2026-03-02 22:30:00"
        here = self._text(FILE, lang="tr_TR", tz="Europe/Istanbul")
        self.assertIn("3.03.2026 01:30", here)
        self.assertIn("3/2/26, 10:30", self._text(FILE, lang="en_US", tz="UTC"))

    def test_drill_says_so(self):
        """On each page of a drill stands that it is one."""
        self.document._write_past_reactions({"is_drill": True})
        self._report()
        for report in (FILE, CUSTOMER):
            text = self._text(report)
            self.assertIn("nothing of this has happened", text)
            self.assertGreater(text.count("DRILL"), 100)

    def test_many_cost_as_much_as_one(self):
        """The number of queries does not grow with the cases that are printed."""
        documents = self.env["crisis.document"].with_user(self.agent)
        for _number in range(4):
            documents |= self._eventful()
        costs = []
        for some in (documents[:1], documents):
            self._html(FILE, some)  # what is read once for all
            before = self.env.cr.sql_log_count
            self._html(FILE, some)
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 2, costs)

    # ------------------------------------------------------------------
    # For the customer
    # ------------------------------------------------------------------

    def test_the_customer_reads_the_report_alone(self):
        """What is internal stands on no paper of his."""
        report = self._report(cause="The keyword was wrong.")
        self._step(report, "We called you.")
        text = self._text(CUSTOMER)
        told = ("Akdeniz", "We called you.", "The keyword was wrong.", "Two people")
        for words in told:
            self.assertIn(words, text)
        internal = (
            "He is abroad",
            "Why we do it now",
            "We are thorough",
            "Proof.png",
            "could not answer its director",
            "Printed by",
            "Supervisor",
            "Agent",
            "internal",
        )
        for words in internal:
            self.assertNotIn(words, text)

    def test_draft_says_so(self):
        """Until a second person has read it, a word behind the text says so."""
        report = self._report()
        self.assertIn("DRAFT", self._text(CUSTOMER))
        report.action_ask_review()
        self.assertIn("DRAFT", self._text(CUSTOMER))
        report.with_user(self.supervisor).action_review()
        self.assertNotIn("DRAFT", self._text(CUSTOMER))

    def test_in_the_customers_language_and_time(self):
        """Whoever prints it, the customer reads it in his language and time."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.document._customer_contact().sudo().tz = "Europe/Istanbul"
        report = self._report(lang="tr_TR", step_ids=[Command.clear()])
        report.step_ids = [
            Command.create({"date": "2026-03-02 22:30:00", "name": "We called."})
        ]
        text = self._text(CUSTOMER, lang="en_US", tz="UTC")
        self.assertIn("3.03.2026 01:30", text)
