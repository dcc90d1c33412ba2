from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common_access import VERBS, AccessCase

GROUPS = ("customer", "partner", "employee", "authority")


@tagged("post_install", "-at_install")
class TestStakeholder(AccessCase):
    """Who besides must hear of a case, each in the words of his group (S4-38…41)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file()
        cls.ministry = cls.env["res.partner"].create(
            {"name": "The <b>ministry</b>", "email": "ministry@example.com"}
        )
        cls.row = cls._row(cls.ministry, "authority")

    @classmethod
    def _row(cls, partner, audience, user=None, **vals):
        return (
            cls.env["crisis.stakeholder"]
            .with_user(user or cls.agent)
            .create(
                {
                    "document_id": cls.document.id,
                    "partner_id": partner.id,
                    "audience": audience,
                }
                | vals
            )
        )

    def _template(self, audience):
        return self.env.ref(f"crisis_protocol.mail_template_stakeholder_{audience}")

    def test_each_group_has_its_wording(self):
        """Each group gets its own template, which addresses nobody by itself."""
        bodies = set()
        for audience in GROUPS:
            row = self._row(self.ministry, audience)
            template = self._template(audience)
            self.assertEqual(row.template_id, template)
            self.assertFalse(template.use_default_to or template.partner_to)
            self.assertIn(self.document.name, row.body.replace("&#39;", "'"))
            bodies.add(row.body)
        self.assertEqual(len(bodies), len(GROUPS))

    def test_written_to_him(self):
        """The message greets its reader, escaped, and not the customer."""
        self.assertIn("Dear The &lt;b&gt;ministry&lt;/b&gt;", self.row.body)
        self.assertNotIn(self.customer.name, self.row.body)
        self.assertTrue(self.row.subject)

    def test_no_apology_for_others_crises(self):
        """Only what we caused is apologised for (S0-71)."""
        own = self._row(self.contact, "customer")
        self.assertIn("sorry", own.body)
        other = self._file(protocol_id=self.customer_protocol.id)
        row = self._row(self.contact, "customer", document_id=other.id)
        for words in ("sorry", "make up for", "understanding"):
            self.assertNotIn(words, row.body)

    def test_unconfirmed_explanation_stays_inside(self):
        """What nobody has confirmed is told to nobody."""
        self.document.explanation = "<p>A misspelt keyword</p>"
        for audience in GROUPS:
            self.assertNotIn("misspelt", self._row(self.contact, audience).body)
        self.document.action_confirm_facts()
        told = [a for a in GROUPS if "misspelt" in self._row(self.contact, a).body]
        self.assertEqual(told, ["customer", "employee", "authority"])
        other = self._row(self.ministry, "customer")
        self.assertNotIn("misspelt", other.body, "another customer's matter")

    def test_language_of_the_reader(self):
        """Each is written to in his language, as far as it is installed."""
        self.env["res.lang"]._activate_lang("de_DE")
        template = self._template("authority").with_context(lang="de_DE")
        template.write({"subject": "Auskunft", "body_html": "<p>Sehr geehrt</p>"})
        self.ministry.lang = "de_DE"
        row = self._row(self.ministry, "authority")
        self.assertEqual((row.lang, row.subject), ("de_DE", "Auskunft"))
        self.assertIn("Sehr geehrt", row.body)
        row.lang = "en_US"
        self.assertIn("We inform you", row.body)

    def test_changed_by_hand(self):
        """What the writer changes stays; another wording is a new text."""
        self.row.body = "<p>My own words</p>"
        self.row.invalidate_recordset()
        self.assertEqual(self.row.body, "<p>My own words</p>")
        self.row.template_id = self._template("partner")
        self.assertIn("hear this from us", self.row.body)

    def test_preview_before_it_is_kept(self):
        """The dialog shows the message as soon as the reader is chosen."""
        view = "crisis_protocol.crisis_stakeholder_view_form"
        model = self.env["crisis.stakeholder"].with_user(self.agent)
        with Form(model.with_context(default_document_id=self.document.id), view) as f:
            f.audience = "partner"
            f.partner_id = self.contact
            self.assertIn(self.contact.name, f.body)

    def test_several_at_once(self):
        """One dialog writes to many; who has one waiting gets no second."""
        action = self.document.action_add_stakeholders()
        model = self.env[action["res_model"]].with_user(self.agent)
        add = Form(model.with_context(**action["context"])).save()
        with self.assertRaisesRegex(UserError, "Choose who"):
            add.action_add()
        add.audience = "authority"
        self.assertEqual(add.template_id, self._template("authority"))
        add.partner_ids = self.ministry | self.contact
        add.action_add()
        rows = self.document.stakeholder_ids
        self.assertEqual(rows.partner_id, self.ministry | self.contact)
        self.assertEqual(len(rows), 2)
        self.assertEqual(self.document.unsent_stakeholder_count, 2)

    def test_nothing_is_claimed(self):
        """Nobody hands in that something was sent."""
        row = self._row(self.ministry, "partner", state="sent", date_sent="2026-01-01")
        self.assertEqual(row.state, "draft")
        row.write({"state": "sent", "sent_by_id": self.agent.id})
        self.assertEqual((row.state, row.sent_by_id.id), ("draft", False))

    def test_access_per_role(self):
        """Own desk, its supervisor and managers; nobody else."""
        may_all = (self.agent, self.supervisor, self.manager)
        others = (
            *(self.production, self.other_agent, self.other_supervisor),
            *(self.foreign_agent, self.foreign_manager, self.plain, self.portal),
        )
        acts = {
            "read": lambda row: row.read(["body"]),
            "write": lambda row: row.write({"subject": "New"}),
            "create": lambda row: self._row(self.contact, "partner", row.env.user),
            "unlink": lambda row: row.unlink(),
        }
        for user in (*may_all, *others):
            row = self.row.with_user(user)
            for verb in VERBS:
                with self.subTest(user=user.login, verb=verb):
                    may = self._may(lambda r=row, v=verb: acts[v](r))
                    self.assertEqual(may, user in may_all)

    def test_draft_is_thrown_away(self):
        """What was never sent leaves no trace."""
        self.row.action_discard()
        self.assertFalse(self.row.exists())

    def test_other_desk_sends_nothing(self):
        """Sending takes the same rights."""
        with self.assertRaises(AccessError):
            self.row.with_user(self.other_agent).action_send()
