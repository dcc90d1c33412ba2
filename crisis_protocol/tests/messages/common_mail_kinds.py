from pathlib import Path

from odoo.tools import mute_logger

from .common_mail import CrisisMailCase

MAILS = Path(__file__).parent / "mails"


class MailKindsCase(CrisisMailCase):
    """A case with a word to the customer, and mails of all kinds that come in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # demo data may know the same people
        known = [("email_normalized", "=like", "%@akdenizgida.example.com")]
        cls.env["res.partner"].search(known).write({"email": False})
        cls.customer = cls.env["res.partner"].create(
            {"name": "Akdeniz Gıda", "is_company": True}
        )
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "Elif Çelik",
                "email": "elif.celik@akdenizgida.example.com",
                "parent_id": cls.customer.id,
            }
        )
        cls.agent.partner_id.email = "ayse@example.com"
        cls.document = cls._file(partner_id=cls.customer.id)
        cls.word = cls._write_to_customer()

    @classmethod
    def _write_to_customer(cls, partners=None):
        return cls.document.with_user(cls.agent).message_post(
            body="You hear from us at noon.",
            subject="Haber",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=(partners or cls.contact).ids,
        )

    def _read(self, number, word=None):
        (path,) = MAILS.glob(f"{number}-*.eml")
        document = self.document
        places = {
            "desk-alias@example.com": self.team.alias_email,
            "our-message-id@example.com": (word or self.word).message_id.strip("<>"),
            "REFERENCE": document.reference,
            "SUBJECT_OF_OUR_MAIL": "Haber",
            "SUBJECT OF OUR MAIL": "Haber",
            "catchall@example.com": self.company.catchall_email,
        }
        raw = path.read_bytes()
        for place, value in places.items():
            raw = raw.replace(place.encode(), value.encode())
        return raw

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def _get(self, number, word=None):
        """Let a mail come in; return the cases that it opened."""
        return self._process(self._read(number, word))

    def _clocks(self):
        self.document.invalidate_recordset()
        names = ("date_last_customer_message", "date_unanswered", "date_last_entry")
        return [self.document[name] for name in names]
