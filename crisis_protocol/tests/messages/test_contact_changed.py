from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestContactChanged(CrisisCase):
    """Who speaks for a customer, and where he is reached, is not changed unseen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.agent | cls.supervisor:
            user.group_ids += cls.env.ref("base.group_partner_manager")
        cls.document = cls._file()
        cls.friend = cls.env["res.partner"].create(
            {"name": "Friend", "email": "friend@mail.example.org"}
        )
        cls.last = cls.env["mail.message"].search([], order="id desc", limit=1)

    def _said(self, document=None):
        """Return what stands on the case in notes."""
        document = (document or self.document).sudo()
        document.invalidate_recordset()
        kept = document.message_ids.filtered(lambda m: m.message_type != "comment")
        self.assertFalse(kept.filtered(lambda m: "→" in m.body and not m.is_internal))
        return " ".join(kept.mapped("body"))

    def _told(self, user, document=None):
        """Return what a user was told about the case."""
        found = self.env["mail.message"].search(
            [
                ("model", "=", "crisis.document"),
                ("res_id", "=", (document or self.document).id),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", user.partner_id.ids),
                ("id", ">", self.last.id),
            ]
        )
        return " ".join(found.mapped("body"))

    def _asked(self, partner):
        """Somebody says in control 2 that it is over."""
        self._control(
            self.document,
            "customer",
            asked_partner_id=partner.id,
            customer_says_over=True,
            customer_words="All is in by now, thank you.",
        ).action_clean()

    def _by(self, user, partner):
        return partner.with_user(user)

    def test_address(self):
        """Another address for the moment of sending: both changes stand on the case."""
        own = self.contact.email
        self._by(self.agent, self.contact).write({"email": "private@mail.example.org"})
        self._by(self.agent, self.contact).write({"email": own})
        for text in (self._said(), self._told(self.supervisor)):
            self.assertIn(f"{own} → private@mail.example.org", text)
            self.assertIn(f"private@mail.example.org → {own}", text)
            self.assertIn(f"{self.agent.name} changed a contact of the customer", text)
            self.assertIn("do not work any more", text)
        moments = self.document.sudo().moment_ids
        self.assertEqual(moments.partner_id, self.contact)
        rows = self.document.with_user(self.supervisor)._timeline()
        told = [row for row in rows if "changed a contact" in row.title]
        self.assertEqual(len(told), 2)
        self.assertNotIn("@", "".join(f"{row.title}{row.text}" for row in told))

    def test_second_address(self):
        """A further address beside his own is another one, too."""
        both = f"{self.contact.email}, private@mail.example.org"
        self._by(self.agent, self.contact).write({"email": both})
        self.assertIn("private@mail.example.org", self._told(self.supervisor))

    def test_same_address(self):
        """Written otherwise, or saved again, it is no other one."""
        email = f'"Elif" <{self.contact.email.upper()}>'
        self._by(self.agent, self.contact).write(
            {"email": email, "name": self.contact.name, "phone": "+90 212 555 01 01"}
        )
        self.assertNotIn("changed a contact", self._said())
        self.assertFalse(self.document.sudo().moment_ids)

    def test_friend_becomes_the_customer(self):
        """Moved in, named in control 2, moved out: all three stand there."""
        before = self.document.sudo().message_ids
        friend = self._by(self.agent, self.friend)
        friend.write({"parent_id": self.customer.id})
        self.assertIn("Speaks for the customer from now on", self._said())
        self.assertIn("Friend", self._told(self.supervisor))
        self._asked(self.friend)
        self.assertEqual(self.document.over_partner_id, self.friend)
        self.assertIn("The contact Friend was changed by", self._said())
        self.assertIn("was changed by", self.document.over_line)
        friend.write({"parent_id": False})
        said = self._said()
        self.assertIn("Does not speak for the customer any more", said)
        self.assertIn("The case rests on what this contact said", said)
        self.assertIn("see whether it holds", self._told(self.supervisor))
        self.assertEqual(self.document.customer_says_over, "yes", "nothing is reset")
        friend.write({"name": "Elif"})
        self.assertNotIn("Friend → Elif", self._said(), "he is nobody's by now")
        self.assertFalse(before - self.document.sudo().message_ids)

    def test_moved_in_by_the_companys_form(self):
        """The list of a company's contacts moves them as well."""
        # as it stands in a request: Odoo writes lines of contacts as its user
        own = self.env(user=self.agent)
        self.startPatcher(patch.object(self.env.transaction, "default_env", own))
        self._by(self.agent, self.customer).write(
            {"child_ids": [Command.link(self.friend.id)]}
        )
        self.assertIn("Friend", self._told(self.supervisor))
        firm = self._by(self.agent, self.customer).create(
            {
                "name": "Firm",
                "is_company": True,
                "child_ids": [Command.link(self.contact.id)],
            }
        )
        self.assertEqual(self.contact.parent_id, firm)
        # named on the case, Elif speaks for the customer wherever she belongs
        self.assertIn("Akdeniz → Firm", self._told(self.supervisor))

    def test_moved_in_with_a_department(self):
        """Who hangs on one who is moved is marked, too."""
        below = self.env["res.partner"].create(
            {"name": "Below", "parent_id": self.friend.id, "email": "b@example.org"}
        )
        self._by(self.agent, self.friend).write({"parent_id": self.customer.id})
        self._asked(below)
        self.assertIn("was changed by", self.document.over_line)

    def test_added_since_the_filing(self):
        """Who is new and says that it is over is told to the supervisor, once."""
        added = self._by(self.agent, self.friend).create(
            {"name": "New", "email": "n@x.test", "parent_id": self.customer.id}
        )
        self.assertNotIn("New", self._said(), "to add somebody is everyday work")
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = create_date + interval '5 minutes'"
            " WHERE id = %s",
            [added.id],
        )
        self.env.invalidate_all()
        self._asked(added)
        for text in (self._said(), self._told(self.supervisor)):
            self.assertIn(f"New was added as a contact by {self.agent.name}", text)
        self._asked(added)
        self.assertEqual(self._told(self.supervisor).count("was added"), 1)
        self.assertEqual(self._said().count("was added"), 2)

    def test_imported(self):
        """An import is no way around it."""
        self.contact.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "crisis_contact",
                "model": "res.partner",
                "res_id": self.contact.id,
            }
        )
        result = self.env["res.partner"].with_user(self.agent)
        result = result.load(
            ["id", "email"],
            [["__import__.crisis_contact", "private@mail.example.org"]],
        )
        self.assertTrue(result["ids"], result["messages"])
        self.assertIn("private@mail.example.org", self._told(self.supervisor))

    def test_customer_moved_under_a_firm(self):
        """The case follows its customer; that he was moved stands there."""
        firm = self.friend
        firm.is_company = True
        customer = self._by(self.agent, self.customer)
        customer.write({"parent_id": firm.id, "is_company": False})
        self.assertEqual(self.document.commercial_partner_id, firm)
        self.assertIn("– → Friend", self._told(self.supervisor))
        customer.write({"parent_id": False, "is_company": True})
        self.assertIn("Friend → –", self._told(self.supervisor))

    def test_contact_of_another_company(self):
        """An agency speaks for him by the case alone."""
        self.document.contact_id = self.friend
        self._by(self.agent, self.friend).write({"email": "other@mail.example.org"})
        self.assertIn("other@mail.example.org", self._told(self.supervisor))

    def test_archived_and_deleted(self):
        """Whoever is gone is named with where he was reached."""
        added = self.env["res.partner"].create(
            {"name": "Gone", "email": "gone@x.test", "parent_id": self.customer.id}
        )
        self._by(self.agent, added).write({"active": False})
        self.assertIn("Gone", self._told(self.supervisor))
        self._by(self.agent, added).unlink()
        for text in (self._said(), self._told(self.supervisor)):
            self.assertIn("deleted a contact of the customer: Gone, gone@x.test", text)

    def test_merged(self):
        """Two who become one are told of once."""
        self.friend.email = self.contact.email
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard = wizard.with_user(self.user_admin).create({})
        wizard._merge((self.contact | self.friend).ids, self.contact)
        self.env.invalidate_all()
        self.assertFalse(self.friend.exists())
        self.assertIn("merged Friend with Elif", self._told(self.supervisor))
        self.assertNotIn("deleted a contact", self._said())

    def test_by_the_supervisor(self):
        """What he does himself his managers are told of."""
        self._by(self.supervisor, self.contact).write({"name": "Defne"})
        self.assertIn("Elif → Defne", self._told(self.manager))
        self.assertFalse(self._told(self.supervisor))

    def test_not_running(self):
        """A case that is over, and watched no more, is told nothing."""
        other = self._file(name="Long over")
        other.sudo().control_ids.unlink()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crisis_document SET is_closed = true WHERE id = %s", [other.id]
        )
        self.env.invalidate_all()
        self._by(self.agent, self.contact).write({"name": "Defne"})
        self.assertIn("Elif → Defne", self._said())
        self.assertNotIn("Elif → Defne", self._said(other))
        self.assertNotIn("Elif → Defne", self._told(self.supervisor, other))

    def test_system(self):
        """What a job or an update changes is nobody's doing."""
        self.contact.write({"name": "Defne"})
        self.assertNotIn("Defne", self._said())

    def test_somebody_elses_contact(self):
        """Who has nothing to do with a case leaves no line."""
        self._by(self.agent, self.friend).write({"name": "Foe"})
        self.assertFalse(self._told(self.supervisor))

    def test_number_of_queries(self):
        """However many cases and contacts it concerns."""

        def count(cases, people):
            for number in range(cases):
                self._file(name=f"Case {number}")
            added = self.env["res.partner"].create(
                [{"name": "P", "parent_id": self.customer.id} for _n in range(people)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._by(self.agent, added).write({"name": "Q"})
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count(1, 1)
        few = count(1, 2)
        self.assertLessEqual(count(6, 12), few + 20)
