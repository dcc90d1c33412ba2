from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestAddress(CrisisCase):
    """Whose address is whose tells who has said something on a case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file()

    def _merge(self, partners, target):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge(partners.ids, target, extra_checks=False)

    def test_colleague_takes_a_customers_address(self):
        """Not as a preference of his own either: the customer would be silenced."""
        own = self.agent.with_user(self.agent)
        for address in (self.contact.email, f"X <{self.contact.email.upper()}>"):
            with self.subTest(address=address):
                with self.assertRaisesRegex(ValidationError, "customer's contact"):
                    with self.cr.savepoint():
                        own.write({"email": address})
        own.write({"email": "another.address@example.com"})
        self.assertEqual(self.agent.email, "another.address@example.com")

    def test_address_of_nobodys_customer(self):
        """A contact who has no case is none of our business."""
        other = self.env["res.partner"].create(
            {"name": "Other", "email": "other@example.com"}
        )
        self.agent.with_user(self.agent).write({"email": other.email})
        self.assertEqual(self.agent.email, other.email)

    def test_colleague_and_customer_are_not_merged(self):
        """What one of them said would be the other's."""
        partners = self.contact | self.agent.partner_id
        for target in partners:
            with self.assertRaisesRegex(UserError, "two people"), self.cr.savepoint():
                self._merge(partners, target)
        twin = self.contact.copy({"name": "Twin"})
        self._merge(self.contact | twin, self.contact)
        self.assertFalse(twin.exists())
