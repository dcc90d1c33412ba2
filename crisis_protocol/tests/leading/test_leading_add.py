from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common_race import RaceCase
from .common_leading import LeadingCase


@tagged("post_install", "-at_install")
class TestMoreCustomers(LeadingCase):
    """One dialog files a case for each further customer, or finds the one there is."""

    def test_dialog(self):
        """It says what comes of it before, and each gets what the cause shares."""
        self.lead.write(
            {
                "category_id": self.env.ref(
                    "crisis_protocol.category_own_missed_item"
                ).id,
                "description": "<p>Akdeniz says: nothing opens.</p>",
                "date_occurred": "2026-03-02 08:00:00",
            }
        )
        action = self.lead.action_add_customers()
        adds = self.env[action["res_model"]].with_user(self.agent)
        with Form(adds.with_context(**action["context"])) as form:
            for customer in self.customers:
                form.partner_ids.add(customer)
            self.assertIn("Cemre", form.preview)
            form.description = "<p>Nothing opens.</p>"
        form.record.action_add()
        followers = self._led()
        self.assertEqual(followers.partner_id, self.customers)
        shared = ("category_id", "level_id", "protocol_id", "team_id", "date_occurred")
        for name in (*shared, "name", "user_id"):
            for follower in followers:
                self.assertEqual(follower[name], self.lead[name], name)
        self.assertNotIn("Akdeniz", "".join(followers.mapped("description")))
        self.assertIn(followers[0].reference, self._said(self.lead))

    def test_open_case_follows(self):
        """Who has an open case of this kind gets no second one."""
        there = self._file_at_start(partner_id=self.customers[0].id)
        add = self._add(self.customers[:2])
        self.assertIn(there.reference, add.preview)
        add.action_add()
        followers = self._led()
        self.assertEqual(len(followers), 2)
        self.assertIn(there, followers)

    def test_twice(self):
        """A second click says what is there already, and files nothing."""
        self._add(self.customers).action_add()
        followers = self._led()
        with self.assertRaisesRegex(UserError, "is there already"):
            self._add(self.customers | self.customer).action_add()
        self.assertEqual(self._led(), followers)

    def test_opens_no_foreign_case(self):
        """The dialog tells nothing of a case that its user may not read."""
        secret = self._file(
            self.other_agent,
            name="Secret topic",
            description="<p>Secret words</p>",
            team_id=self.other_team.id,
        )
        model = self.env["crisis.leading.add"].with_user(self.agent)
        spec = {
            "name": {},
            "description": {},
            "preview": {},
            "document_id": {"fields": {"display_name": {}}},
        }
        values = {"document_id": secret.id, "partner_ids": []}
        told = {"name": "Mine", "description": "<p>Mine</p>"}
        opened = model.with_context(default_document_id=secret.id)
        only_case = {"document_id": spec["document_id"]}
        for way, act in {
            "create": lambda: model.create(values),
            "create with words": lambda: model.create(values | told).web_read(spec),
            "save": lambda: model.web_save(values | told, spec),
            "change": lambda: model.onchange(values, ["document_id"], spec),
            "change, and ask for the case alone": lambda: model.onchange(
                values | {"company_id": self.company.id},
                ["document_id"],
                only_case | {"company_id": {}},
            ),
            "open": lambda: opened.onchange({}, [], spec),
            "open, and ask for the case alone": lambda: opened.onchange(
                {}, [], only_case
            ),
            "default": lambda: opened.default_get(list(spec)),
        }.items():
            with self.subTest(way), self.assertRaises(AccessError) as refusal:
                act()
            self.assertNotIn("Secret", str(refusal.exception))
            self.env.invalidate_all()

    def test_company_counts_once(self):
        """Two people of one company are one customer."""
        people = self.env["res.partner"].create(
            [{"name": name, "parent_id": self.customers[0].id} for name in "XY"]
        )
        self._add(people | self.customers[0]).action_add()
        self.assertEqual(len(self._led()), 1)

    def test_closed_case_is_history(self):
        """A customer whose case has ended gets a new one."""
        ended = self._file_at_start(partner_id=self.customers[0].id)
        out = self._stage("own_not_crisis")
        own = ended.with_user(self.supervisor)
        own.write({"stage_id": out.id, "stage_reason": "It was a false alarm."})
        self._add(self.customers[0]).action_add()
        self.assertEqual(len(self._led()), 1)
        self.assertNotIn(ended, self._led())

    def test_other_teams_case_is_named_only(self):
        """It is neither moved behind their back nor filed a second time."""
        theirs = self._file(
            user=self.other_agent,
            partner_id=self.customers[0].id,
            name="Secret",
            team_id=self.other_team.id,
        )
        add = self._add(self.customers[0])
        self.assertIn(theirs.reference, add.preview)
        self.assertNotIn("Secret", add.preview)
        with self.assertRaisesRegex(UserError, "another team"):
            add.action_add()
        self.assertFalse(theirs.leading_id)

    def test_follower_adds_nobody(self):
        """More customers are added where the group is led."""
        follower = self._follower()
        with self.assertRaisesRegex(UserError, self.lead.reference):
            follower.action_add_customers()

    def test_many_cost_as_few(self):
        """Further customers are filed together."""

        def cost(count):
            names = [f"Customer {number}" for number in range(count)]
            partners = self.env["res.partner"].create(
                [{"name": name, "is_company": True} for name in names]
            )
            add = self._add(partners)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            add.action_add()
            self.flush_tracking()
            return self.cr.sql_log_count - before

        cost(2)
        self.assertLess((cost(30) - cost(10)) / 20, 1)

    def test_write_to_all(self):
        """Each customer gets his own message, with his own time, in his language."""
        self._add(self.customers).action_add()
        documents = self.lead | self._led().with_user(self.agent)
        action = self.lead.action_write_all()
        composers = self.env["mail.compose.message"].with_user(self.agent)
        with self.mock_mail_gateway():
            form = Form(composers.with_context(**action["context"]))
            form.save().action_send_mail()
        for document in documents:
            contact = document.contact_id
            mails = [m for m in self._mails if contact.email in m["email_to"][0]]
            self.assertEqual(len(mails), 1, contact.email)
            (mail,) = mails
            self.assertEqual(len(mail["email_to"]), 1)
            self.assertIn(document.next_word_line, mail["body"])
            others = (documents - document).partner_id.mapped("name")
            self.assertFalse([name for name in others if name in mail["body"]])


@tagged("post_install", "-at_install")
class TestMoreCustomersInARace(RaceCase):
    """Two agents who add the same customer at the same moment file one case."""

    @mute_logger("odoo.sql_db")
    def test_same_customer(self):
        """The second finds the case of the first, and that it is there already."""
        with self._session() as env:
            lead = self._file(env)
            lead_id = lead.id
            other = env["res.partner"].create({"name": "Hit in a race"})
            other_id = other.id
        self.addCleanup(self._clean_other, lead_id, other_id)

        def add(env):
            return (
                env["crisis.leading.add"]
                .create({"document_id": lead_id, "partner_ids": [other_id]})
                .action_add()
            )

        self._together(add)
        with self._session() as env:
            found = env["crisis.document"].search([("partner_id", "=", other_id)])
            self.assertEqual(len(found), 1)
            self.assertEqual(found.leading_id.id, lead_id)
            self.assertEqual(found.leading_id.led_count, 1)

    def _clean_other(self, lead_id, other_id):
        """Leave the cases to the usual cleaning, under the usual customer."""
        with self._session() as env:
            env.cr.execute(
                "UPDATE crisis_document SET partner_id = %s, leading_id = NULL"
                " WHERE partner_id = %s",
                [self.partner_id, other_id],
            )
            env.invalidate_all(flush=False)
            env(su=True)["res.partner"].browse(other_id).unlink()
