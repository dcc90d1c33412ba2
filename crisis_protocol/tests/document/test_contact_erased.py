from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestContactErased(CrisisCase):
    """A person's name goes, the trail stays."""

    def _told(self, partner):
        """Return a notice of a case: the contact was told by telephone."""
        document = self._file()
        notice = (
            self.env["crisis.notice"]
            .with_user(self.agent)
            .create({"document_id": document.id, "receiver_id": partner.id})
        )
        notice.write({"channel": "phone", "note": "He knows, and asks to be called."})
        notice.action_told()
        return notice.sudo()

    def test_one_who_was_told(self):
        """The contact can be erased; that somebody was told, and how, is kept."""
        press = self.env["res.partner"].create({"name": "Kerem", "email": "k@x.test"})
        notice = self._told(press)
        press.with_user(self.user_admin).unlink()
        self.env.invalidate_all()
        self.assertTrue(notice.exists())
        self.assertNotIn("Kerem", notice.name)
        self.assertTrue(notice.date_told)
        self.assertIn("He knows", notice.note)

    def test_proof_is_not_deleted(self):
        """What was done stays, even if a look-up wants it deleted as the system."""
        notice = self._told(self.manager.partner_id)
        with self.assertRaisesRegex(UserError, "is proof"):
            notice.unlink()
        controls = notice.document_id.control_ids
        controls._write_as_system({"state": "done"})
        with self.assertRaisesRegex(UserError, "is proof"):
            controls.unlink()

    def test_customer(self):
        """Who deletes a customer is told what to do instead."""
        self._file()
        with self.assertRaisesRegex(UserError, "write over his name"):
            self.customer.with_user(self.user_admin).unlink()

    def test_merged(self):
        """Two contacts that are one person are told once."""
        twice = self.env["res.partner"].create(
            [{"name": "Kerem", "email": f"{number}@x.test"} for number in range(2)]
        )
        document = self._file()
        notices = self.env["crisis.notice"].with_user(self.agent)
        first, second = notices.create(
            [{"document_id": document.id, "receiver_id": p.id} for p in twice]
        )
        second.write({"channel": "phone", "note": "He knows, and asks to be called."})
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard.sudo()._merge(twice.ids, twice[0], extra_checks=False)
        self.env.invalidate_all()
        self.assertEqual(
            sorted((first | second).mapped("state")), ["cancelled", "open"]
        )
