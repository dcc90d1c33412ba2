"""Mails as clients send them: what becomes of each, kind by kind.

The files in `mails` are made up, in the shape of real clients.
"""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_mail_kinds import MailKindsCase

OPENS = (
    # file, topic, customer, in the text, files
    ("01", "ACİL: Dünkü haberimiz raporda yok, şikâyetçiyiz", None, "İğneada", 0),
    ("02", "Haberler çıkmıyor", None, "Haberler çıkmıyor", 0),
    ("03", "Televizyon haberi eksik", None, "eksik", 0),
    ("04", None, None, "", 1),
    ("05", None, None, "", 3),
    ("06", "Rapor eksik", None, "", 0),
    ("07", "Haber yok", None, "", 0),
    ("08", None, None, "", 0),
    ("09", None, "Zeynep Ak", "", 0),
    ("10", None, None, "", 0),
    ("11", None, None, "", 0),
    ("23", "Haber yok", None, "", 0),
)


@tagged("post_install", "-at_install")
class TestMailKinds(MailKindsCase):
    """What each kind of mail becomes: a case, an answer, or nobody's word."""

    def test_opens_a_case(self):
        """A person's mail opens a case for his company, readable to the last letter."""
        for number, topic, customer, text, count in OPENS:
            with self.subTest(mail=number):
                document = self._get(number)
                self.assertEqual(len(document), 1)
                self.assertEqual(document.partner_id.name, customer or "Akdeniz Gıda")
                self.assertIn(text, document.description)
                if topic:
                    self.assertEqual(document.name, topic)
                files = self.env["ir.attachment"].search(
                    [("res_model", "=", document._name), ("res_id", "=", document.id)]
                )
                self.assertEqual(len(files), count)

    def test_what_can_t_be_stored(self):
        """A NUL or half a character takes nothing with it."""
        raw = (
            b"From: Elif <elif.celik@akdenizgida.example.com>\r\nTo: %s\r\n"
            b"Subject: Haber\x00 =?utf-8?q?yok=00?= \xed\xa0\xbd\r\n"
            b"Message-Id: <nul\x00@x>\r\nIn-Reply-To: <a\x00@b>\r\n"
            b"Content-Type: text/html; charset=utf-8\r\n\r\n"
            b"<p>Kanal 5\x00 &#0; &#xD83D; \xed\xa0\xbd eksik</p>"
        ) % self.team.alias_email.encode()
        document = self._process(raw)
        self.assertEqual(len(document), 1)
        self.assertIn("Haber yok", document.name)
        self.assertIn("Kanal 5", document.description)
        self.assertIn("eksik", document.description)

    def test_pictures_show(self):
        """A picture in the text shows in What Happened, to those who see the case."""
        document = self._get("04")
        picture = self.env["ir.attachment"].search([("res_id", "=", document.id)])
        self.assertIn(f"/web/image/{picture.id}", document.description)
        self.assertNotIn("access_token", document.description)
        self.assertNotIn("cid:", document.description)

    def test_new_colleague(self):
        """Who writes from a known company's domain becomes one of its people."""
        document = self._get("08")
        self.assertEqual(document.contact_id.name, "Murat Tan")
        self.assertEqual(document.contact_id.parent_id, self.customer)
        mail = document.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertEqual(mail.author_id, document.contact_id)

    def test_people_in_copy(self):
        """People in copy are kept and offered; colleagues of ours are not."""
        document = self._get("11")
        self.assertIn("murat.tan@akdenizgida.example.com", document.email_cc)
        self.assertIn("gm@akdenizgida.example.com", document.email_cc)
        self.assertNotIn("ayse@example.com", document.email_cc)
        offered = document.with_user(self.agent)._message_get_suggested_recipients()
        emails = str([row.get("email") for row in offered])
        self.assertIn("murat.tan@akdenizgida.example.com", emails)

    def test_form(self):
        """What a form sends is filed for whom it names to answer to."""
        document = self._get("10")
        self.assertEqual(document.contact_id, self.contact)

    def _raw(self, sender, subject, reply_to="", body="Bitti, teşekkürler"):
        lines = [
            f"From: {sender}",
            f"To: {self.team.alias_email}",
            f"Subject: {subject}",
            f"Message-ID: <{hash((sender, subject, reply_to))}@client.example.com>",
            "Content-Type: text/plain; charset=utf-8",
        ]
        lines += [f"Reply-To: {reply_to}"] if reply_to else []
        return "\r\n".join([*lines, "", body]).encode()

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_form_on_a_case(self):
        """Anybody fills in a form: on a case that runs it speaks for nobody."""
        number = f"[{self.document.reference}] Haber"
        customer = self.contact.email
        for sender in (
            "noreply@forms.example.com",
            "wordpress@forms.example.com",
            "attacker@evil.example.net",
            "noreply@akdenizgida.example.com",
        ):
            with self.subTest(sender=sender):
                before, words = self._clocks()[:2], self.document.word_ids
                self.assertFalse(self._process(self._raw(sender, number, customer)))
                self.assertEqual(self._clocks()[:2], before)
                self.assertEqual(self.document.word_ids, words)
                message = self.document.message_ids.filtered(
                    lambda m, s=sender: s in (m.email_from or "")
                )
                automatic = self.env.ref("crisis_protocol.mt_automatic")
                self.assertEqual(message.subtype_id, automatic)
                todo = self.document.activity_ids.filtered(
                    lambda a: "somebody else" in (a.summary or "")
                )
                self.assertEqual(todo.user_id, self.agent, "somebody looks at it")

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_automatic_by_its_subject(self):
        """An absence without a header is none of his words; he himself is heard."""
        number, customer = f"[{self.document.reference}] Haber", self.contact.email
        for subject in (
            f"Read: {number}",
            f"YNT: {number} - Otomatik Yanıt",
            f"Ofis disindayim {number}",
            f"Yıllık izin {number}",
        ):
            with self.subTest(subject=subject):
                before, words = self._clocks(), self.document.word_ids
                self.assertFalse(self._process(self._raw(customer, subject)))
                self.assertEqual(self._clocks(), before)
                self.assertEqual(self.document.word_ids, words)
        self._process(self._raw(customer, f"Re: {number} Yıllık izin haberi eksik"))
        self.assertTrue(self._clocks()[0])

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_address_without_answer(self):
        """Where nobody reads, nobody has written: it opens no case."""
        for sender in ("noreply@akdenizgida.example.com", "no-reply@x.example.com"):
            with self.subTest(sender=sender):
                self.assertFalse(self._process(self._raw(sender, "Haber yok")))

    def test_written_again(self):
        """The same person with the same subject is on the same matter."""
        document = self._get("03")
        self.assertFalse(self._get("12"))
        self.assertIn("Tekrar yazıyorum", str(document.message_ids.mapped("body")))

    def test_other_subject_of_the_same_person(self):
        """With another subject he is on another matter, and after the end as well."""
        document = self._get("03")
        self.assertTrue(self._get("05"))
        exits = document.protocol_id.stage_ids.filtered("is_exit")
        document.write({"stage_id": exits[0].id, "stage_reason": "Filed by mistake."})
        self.assertTrue(self._get("12"))

    def test_number_in_subject(self):
        """The number in a subject finds the case, where the customer names it."""
        self.assertFalse(self._get("13"))
        self.assertTrue(self.document.date_unanswered)

    def test_number_in_a_stranger_s_subject(self):
        """A stranger who knows a number gets no way into the case."""
        raw = self._read("13").replace(
            b"elif.celik@akdenizgida.example.com", b"eve@evil.example.net"
        )
        opened = self._process(raw)
        self.assertEqual(len(opened), 1)
        self.assertFalse(self.document.date_unanswered)

    def test_answers(self):
        """An answer is the customer's word, without what he quotes."""
        for number in ("14", "15"):
            with self.subTest(mail=number):
                self.assertFalse(self._get(number))
                said = self.document.word_ids.filtered(
                    lambda w: w.direction == "customer"
                )
                self.assertTrue(said)
                self.assertNotIn("QUOTEDWORD", str(said.mapped("text")))

    def test_third_party(self):
        """Somebody else's answer is kept and shown, and is no word of the customer."""
        before = self._clocks()[:2]
        self.assertFalse(self._get("16"))
        self.assertEqual(self._clocks()[:2], before)
        self.assertIn("gazeteciyim", str(self.document.message_ids.mapped("body")))
        self.assertFalse(self._answer_activities(self.document))
        todo = self.document.activity_ids.filtered(lambda a: "Gazeteci" in a.summary)
        self.assertEqual(todo.user_id, self.agent)

    def test_automatic_on_a_case(self):
        """An absence or a receipt stands on the case, marked, and nothing else."""
        for number in ("17", "19"):
            with self.subTest(mail=number):
                before, words = self._clocks(), self.document.word_ids
                self.assertFalse(self._get(number))
                self.assertEqual(self._clocks(), before)
                self.assertEqual(self.document.word_ids, words)
                self.assertFalse(self._answer_activities(self.document))
                message = self.document.message_ids[0]
                automatic = self.env.ref("crisis_protocol.mt_automatic")
                self.assertEqual(message.subtype_id, automatic)

    def test_automatic_without_a_case(self):
        """What no person wrote opens no case."""
        for number in ("18", "21", "22"):
            with self.subTest(mail=number):
                before = self._clocks()
                self.assertFalse(self._get(number))
                self.assertEqual(self._clocks(), before)

    def test_forwarded_by_a_colleague(self):
        """What a colleague passes on is filed for whose mail it was."""
        document = self._get("24")
        self.assertEqual(document.contact_id, self.contact)
        self.assertEqual(document.name, "Müşteri kızgın")
