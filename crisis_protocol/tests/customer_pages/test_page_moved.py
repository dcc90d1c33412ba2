from odoo.tests import tagged

from .common_page import InformationPageCase, PageCase

MOVED = "This link went to another address"


@tagged("post_install", "-at_install")
class TestPageMoved(PageCase):
    """A link is for the address that it went to."""

    def _change(self, **vals):
        user = self.agent
        user.group_ids += self.env.ref("base.group_partner_manager")
        self.contact.with_user(user).write(vals)
        self.env.flush_all()
        self.env.invalidate_all()

    def test_address_for_the_moment_of_sending(self):
        """What went to a private mailbox is worth nothing once the address is back."""
        own = self.contact.email
        good = self._over()
        self._change(email="private@mail.example.org")
        paths = self._over(), self._accept(), self._information()
        self._change(email=own)
        before = self._trail()
        for path in paths:
            with self.subTest(path=path[:15]):
                page = self._get(path)
                self.assertIn(MOVED, page.text)
                self.assertNotIn("<form", page.text)
                for secret in (self.document.name, own, "private@"):
                    self.assertNotIn(secret, page.text)
        self.assertEqual(self._trail(), before)
        self.assertIn("<form", self._get(good).text)

    def test_address_changed_while_the_page_is_open(self):
        """The press is looked at as well."""
        self._change(email="private@mail.example.org")
        path = self._over()
        page = self._get(path)
        self.assertIn("<form", page.text)
        self._change(email="elif@akdeniz.example.com")
        self._post(path, answer="over")
        self.assertEqual(self.document.customer_says_over, "not_asked")

    def test_answer_from_a_changed_address(self):
        """It is taken, and stands there as what it is."""
        self._change(email="private@mail.example.org")
        self._press(self._over(), answer="over")
        self.assertEqual(self.document.customer_says_over, "yes")
        said = " ".join(self.document.message_ids.mapped("body"))
        self.assertIn(f"The contact Elif was changed by {self.agent.name}", said)
        self.assertIn(self.agent.name, self.document.over_line)

    def test_same_address(self):
        """Another name, or the address in capitals, makes no other one."""
        path = self._over()
        self._change(email=self.contact.email.upper(), name="Elif Çelik")
        self.assertIn("<form", self._get(path).text)


@tagged("post_install", "-at_install")
class TestInformationMoved(InformationPageCase):
    """The page of questions, too."""

    def test_moved(self):
        path = self._information()
        self.contact.email = "elif.celik@akdeniz.example.com"
        self.env.flush_all()
        self.assertIn(MOVED, self._get(path).text)
        self.assertIn("<form", self._get(self._information()).text)
