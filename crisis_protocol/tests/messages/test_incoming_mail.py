from email import message_from_bytes, policy

from odoo.tests import BaseCase, tagged

from ...tools import incoming_mail as mail


def _mail(subject="Haber yok", body="x", sender="elif@a.example.com", **headers):
    lines = [f"From: {sender}", f"Subject: {subject}"]
    lines += [f"{n.replace('_', '-')}: {v}" for n, v in headers.items()]
    if "Content_Type" not in headers:
        lines.append("Content-Type: text/plain; charset=utf-8")
    raw = "\r\n".join(lines) + "\r\n\r\n" + body.replace("\n", "\r\n")
    message = message_from_bytes(raw.encode(), policy=policy.SMTP)
    mail.tidy(message)
    return message


AWAY = (
    "Otomatik yanıt: Haber",
    "OTOMATİK YANIT: Haber",
    "Otomatik Cevap: Haber",
    "Ynt: Ofis dışındayım",
    "Ofis Dışında: Haber",
    "İzindeyim",
    "Automatic reply: Haber",
    "Auto-Reply: Haber",
    "Out of Office Re: Haber",
    "Re: Out of the office until Monday",
    "I am on annual leave",
    "Respuesta automática: Haber",
    "Fuera de la oficina",
    "Estoy de vacaciones",
    "Automatische Antwort: Haber",
    "Abwesenheitsnotiz",
    "Nicht im Büro",
    # without the letters of their languages, or with something before them
    "Ofis disindayim",
    "OFIS DISINDAYIM: Haber",
    "Otomatik yanit: Haber",
    "YNT: Otomatik Yanıt: Haber",
    "[EXTERNAL] Otomatik yanıt: Haber",
    "Yillik izindeyim",
    "Yıllık iznimdeyim",
    "I will be out of the office",
    "Respuesta automatica: Haber",
    "Estaré fuera de la oficina",
    "Nicht im Buero",
    "Ausser Haus",
    "In Elternzeit",
)
RECEIPTS = (
    "Okundu: Haber",
    "Okunmadı: Haber",
    "Not read: Haber",
    "Leído: Haber",
    "Acuse de recibo",
    "Gelesen: Haber",
    "Lesebestätigung: Haber",
    "Return Receipt (displayed) - Haber",
)
# A person may begin so, too; in an answer it is the client that does.
IN_ANSWERS = (
    "AUTO: Elif is out",
    "Yıllık izin: 5 Aralık'a kadar",
    "Abwesend: Haber",
    "Teslim edildi: Haber",
    "İletildi: Haber",
    "Read: Haber",
    "Delivered: Haber",
    "Read: [K/2026/0001] Haber",
    "Yıllık izin [K/2026/0001] Haber",
    "Yillik izin: Haber",
    "[EXTERNAL] Yıllık izin: Haber",
    "Vacaciones: Haber",
    "Jahresurlaub: Haber",
)
# So it stands behind what it answers.
BEHIND = (
    "YNT: Haber - Otomatik Yanıt",
    "YNT: Haber (Ofis disinda)",
    "Re: Haber [Out of Office]",
    "RE: Haber – Respuesta automatica",
    "AW: Haber - Automatische Antwort",
)
PEOPLE = (
    *(subject for subject in IN_ANSWERS if "[K/" not in subject),
    *BEHIND,
    "Ofis dışı çekim haberi eksik",
    "Haber yok",
    "Otomatik yanıt sistemi çalışmıyor",
    "İzin vermediğimiz görüntü yayında",
    "Automatic monitoring is broken",
    "Read this please",
    "Okundu mu acaba",
    "Out of stock",
    "Ausente Aufnahmen",
    "Urlaubsmeldung fehlt",
    "Tatil haberleri eksik",
)
# A person answers with the subject that there was.
PEOPLE_ANSWER = (
    "Re: Yıllık izin haberi eksik",
    "YNT: Yıllık izin: yeni düzenleme haberi",
    "Re: Tatil: program haberi eksik",
    "Re: [K/2026/0001] Yıllık izin haberi eksik",
    "Re: Otomatik yanıt sistemi haberi",
    "İLT: Otomatik yanıt: Haber",
    "FW: Automatic reply: Haber",
    "Yıllık izin haberi eksik",
    "Read this: Haber",
    "Re: Ofis dışı çekim haberi",
)


@tagged("post_install", "-at_install")
class TestAutomatic(BaseCase):
    """Whether a person wrote a mail is read from its headers and its subject."""

    def test_away(self):
        """An out-of-office reply is known by its subject, in four languages."""
        for subject in AWAY:
            with self.subTest(subject=subject):
                self.assertEqual(mail.automatic_kind(_mail(subject)), "away")

    def test_receipts(self):
        """A receipt is known by its subject, in four languages."""
        for subject in RECEIPTS:
            with self.subTest(subject=subject):
                self.assertEqual(mail.automatic_kind(_mail(subject)), "receipt")

    def test_in_answers(self):
        """What a person may begin with is a client's title in an answer."""
        for subject in (*IN_ANSWERS, *BEHIND):
            with self.subTest(subject=subject):
                message = _mail(subject, In_Reply_To="<ours@example.com>")
                self.assertIn(mail.automatic_kind(message), ("away", "receipt"))
        for subject in (*IN_ANSWERS, *BEHIND):
            if "[K/" in subject:  # the number says whose answer it is
                with self.subTest(subject=subject):
                    self.assertTrue(mail.automatic_kind(_mail(subject)))

    def test_people(self):
        """What a person writes on the same things stays his word."""
        for subject in PEOPLE:
            with self.subTest(subject=subject):
                self.assertFalse(mail.automatic_kind(_mail(subject)))
        for subject in PEOPLE_ANSWER:
            with self.subTest(subject=subject):
                message = _mail(subject, In_Reply_To="<ours@example.com>")
                self.assertFalse(mail.automatic_kind(message))

    def test_address_without_answer(self):
        """Whose address says that nobody reads there is no person; a form's is one."""
        for sender in ("noreply@a.example.com", "no-reply-crm@a.example.com"):
            kind = mail.automatic_kind(_mail("Haber yok", sender=sender))
            self.assertEqual(kind, "robot")
        for sender in ("iletisim-formu@a.example.com", "reply@a.example.com"):
            self.assertFalse(mail.automatic_kind(_mail("Haber yok", sender=sender)))

    def test_headers(self):
        """Robots and newsletters say what they are."""
        for headers in (
            {"Auto_Submitted": "auto-replied"},
            {"Auto_Submitted": "auto-generated (rejected)"},
            {"Auto_Submitted": "auto-notified; owner"},
            {"Return_Path": "<>"},
            {"Precedence": "bulk"},
            {"Precedence": "auto_reply"},
            {"X_Autoreply": "yes"},
            {"X_Autorespond": "1"},
            {"List_Id": "<news.example.net>"},
            {"List_Unsubscribe": "<mailto:u@example.net>"},
        ):
            with self.subTest(headers=headers):
                self.assertTrue(mail.automatic_kind(_mail(**headers)))

    def test_headers_of_people(self):
        """What Exchange or a client writes on every mail says nothing."""
        for headers in (
            {"Auto_Submitted": "no"},
            {"X_Auto_Response_Suppress": "DR, RN, NRN, OOF, AutoReply"},
            {"Precedence": "normal"},
            {"Return_Path": "<elif@a.example.com>"},
        ):
            with self.subTest(headers=headers):
                self.assertFalse(mail.automatic_kind(_mail(**headers)))

    def test_list_of_the_house(self):
        """A list of our own house passes on what people write to the desk."""
        message = _mail(List_Id="<destek.ours.example.com>", Precedence="list")
        self.assertEqual(mail.automatic_kind(message), "list")
        self.assertFalse(mail.automatic_kind(message, ["ours.example.com"]))

    def test_ticket_robot(self):
        """A robot that has taken a ticket is none of the customer's people."""
        subject = "Talebiniz alındı [#4711]"
        robot = _mail(subject, sender="no-reply@a.example.com")
        self.assertEqual(mail.automatic_kind(robot), "robot")
        self.assertFalse(mail.automatic_kind(_mail(subject)))


@tagged("post_install", "-at_install")
class TestDelivery(BaseCase):
    """Only a failure says that something did not arrive."""

    def _report(self, action):
        return _mail(
            "Delivery Status Notification",
            "--b\nContent-Type: text/plain\n\nx\n--b\n"
            "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
            f"Final-Recipient: rfc822; elif@a.example.com\nAction: {action}\n\n--b\n"
            "Content-Type: text/rfc822-headers\n\nMessage-ID: <ours@example.com>\n\n"
            "--b--\n",
            sender="MAILER-DAEMON@mx.example.com",
            Content_Type='multipart/report; report-type=delivery-status; boundary="b"',
        )

    def test_actions(self):
        """A delay, a passing on and an arrival are no failure."""
        for action, verdict in (
            ("failed", "failed"),
            ("delayed", "report"),
            ("delivered", "report"),
            ("relayed", "report"),
        ):
            with self.subTest(action=action):
                self.assertEqual(mail.delivery_verdict(self._report(action)), verdict)

    def test_what_and_whom(self):
        """The report says which mail, and to whom."""
        report = self._report("failed")
        self.assertEqual(mail.failed_recipients(report), ["elif@a.example.com"])
        self.assertIn("<ours@example.com>", mail.earlier_ids(report))

    def test_plain(self):
        """Exim, Exchange and old servers say it in plain words."""
        for sender, subject, headers in (
            (
                "Mailer-Daemon@mx.example.com",
                "Mail delivery failed: returning message to sender",
                {"X_Failed_Recipients": "elif@a.example.com"},
            ),
            ("postmaster@a.example.com", "Undeliverable: Haber", {}),
            ("postmaster@a.example.com", "Teslim edilemedi: Haber", {}),
            ("postmaster@a.example.com", "Unzustellbar: Haber", {}),
            ("postmaster@a.example.com", "No se puede entregar: Haber", {}),
            ("MAILER-DAEMON@yahoo.com", "Failure Notice", {}),
            ("x@a.example.com", "Undelivered Mail", {"Return_Path": "<>"}),
        ):
            with self.subTest(subject=subject):
                body = "<elif@a.example.com>: unknown\n\nMessage-ID: <ours@example.com>"
                message = _mail(subject, body, sender, **headers)
                self.assertEqual(mail.delivery_verdict(message), "failed")
                self.assertIn("elif@a.example.com", mail.failed_recipients(message))
                self.assertIn("<ours@example.com>", mail.earlier_ids(message))

    def test_late(self):
        """A server that still tries has not failed."""
        message = _mail(
            "Warning: message 1abc delayed 24 hours", sender="Mailer-Daemon@mx.x"
        )
        self.assertEqual(mail.delivery_verdict(message), "report")


@tagged("post_install", "-at_install")
class TestSubject(BaseCase):
    """A topic is what somebody wrote, not what clients and gateways put before it."""

    def test_topic(self):
        """However many marks stand before it, the topic is left."""
        for subject in (
            "Haber yok",
            "İLT: YNT: RE: FW: Haber yok",
            "Ynt: Re[2]: Haber yok",
            "WG: AW: RV: Fwd: Haber yok",
            "[EXTERNAL] ***SPAM*** Haber yok",
            "RE: [External Sender] Haber yok",
            "[DIŞ KAYNAK] Haber yok",
            "*** SPAM *** Re : Haber yok",
            "Haber\u200b yok\u202c",
        ):
            with self.subTest(subject=subject):
                self.assertEqual(mail.topic(subject), "Haber yok")

    def test_topic_stays(self):
        """Words that only look like marks stay."""
        for subject in ("Reklam: yanlış", "[Kanal 5] haber yok", "Extra: x"):
            with self.subTest(subject=subject):
                self.assertEqual(mail.topic(subject), subject)


FORWARDS = {
    "gmail": "---------- Forwarded message ---------\nFrom: Elif Çelik <elif@a.tr>\n"
    "Date: Mon\nSubject: Haber\nTo: ayse@ours.tr\n\nHaber?",
    "gmail tr": "---------- Yönlendirilmiş ileti ----------\nGönderen: Elif Çelik "
    "<elif@a.tr>\n\nHaber?",
    "outlook tr": "Bilginize\n\n________________\nKimden: Elif Çelik "
    "[mailto:elif@a.tr]\nGönderildi: 3 Mart\nKime: Ayşe\nKonu: Haber",
    "outlook de": "Von: Elif Çelik <elif@a.tr>\nGesendet: Montag\nAn: Ayse\n"
    "Betreff: Haber",
    "outlook es": "De: Elif Çelik <elif@a.tr>\nEnviado el: lunes\nPara: Ayse\n"
    "Asunto: Haber",
    "apple": "Begin forwarded message:\n\n> From: Elif Çelik <elif@a.tr>\n"
    "> Subject: x\n> Date: 3 March",
    "thunderbird": "-------- Özgün İleti --------\nKonu: \tHaber\nTarih: \tMon\n"
    "Kimden: \tElif Çelik <elif@a.tr>\nKime: \tayse",
}


@tagged("post_install", "-at_install")
class TestForwarded(BaseCase):
    """Whose mail a colleague passes on stands in its text, or in the file with it."""

    def test_blocks(self):
        """Each client has a block of its own."""
        for client, text in FORWARDS.items():
            with self.subTest(client=client):
                found = mail.forwarded_senders(_mail(body=text), text)
                self.assertEqual(found, [("Elif Çelik", "elif@a.tr")])

    def test_file(self):
        """A mail that hangs on a mail says itself who wrote it."""
        message = _mail(
            body="--b\nContent-Type: text/plain\n\nBak\n--b\n"
            "Content-Type: message/rfc822\n\nFrom: Elif <elif@a.tr>\nSubject: x\n\ny\n"
            "--b--\n",
            Content_Type='multipart/mixed; boundary="b"',
        )
        self.assertEqual(
            mail.forwarded_senders(message, "Bak"), [("Elif", "elif@a.tr")]
        )

    def test_words(self):
        """Who only writes of somebody passes nothing on."""
        text = "Elif aradı.\nKimden: bilmiyorum\nelif@a.tr adresine yazın"
        self.assertFalse(mail.forwarded_senders(_mail(body=text), text))


@tagged("post_install", "-at_install")
class TestBytes(BaseCase):
    """What nobody declared is read as it was meant, and nothing is lost."""

    def _raw(self, headers, body):
        raw = headers + b"\r\n\r\n" + body
        message = message_from_bytes(raw, policy=policy.SMTP)
        mail.tidy(message)
        return message

    def test_undeclared(self):
        """Letters that no header declares are Turkish ones, or UTF-8."""
        for charset in ("utf-8", "windows-1254"):
            with self.subTest(charset=charset):
                message = self._raw(
                    "Subject: Şikâyet: İğneada\r\nFrom: Elif Çelik <e@a.tr>".encode(
                        charset
                    ),
                    "çıkmıyor".encode(charset),
                )
                self.assertEqual(message["Subject"], "Şikâyet: İğneada")
                self.assertEqual(
                    mail.address(message["From"]), ("Elif Çelik", "e@a.tr")
                )
                self.assertIn("çıkmıyor", message.get_content())

    def test_unknown_charset(self):
        """A charset that nobody knows loses no mail."""
        message = self._raw(
            b"Subject: x\r\nContent-Type: text/plain; charset=x-nobody", b"words"
        )
        self.assertIn("words", message.get_content())

    def test_nul(self):
        """NUL and lone surrogates can't be stored, and take nothing with them."""
        message = self._raw(
            b"Subject: =?utf-8?q?Ha=00ber?= yok\x00\r\nFrom: e@a.tr", b"x"
        )
        self.assertEqual(message["Subject"], "Haber yok")
        self.assertEqual(mail.clean_text("a\0b\ud83dc"), "ab\ufffdc")

    def test_folded_beside_untidy(self):
        """A header over two lines stands beside one that nobody declared."""
        message = self._raw(
            b"Subject: \xddzmir\r\nReferences: <one@a.example.com>\r\n <two@b.example>",
            b"x",
        )
        self.assertIn("<two@b.example>", message["References"])

    def test_address_in_encoded_word(self):
        """Some clients encode the address together with the name."""
        message = self._raw(
            b"Cc: =?utf-8?b?TXVyYXQgVGFuIDxtdXJhdEBhLnRyPg==?=, ayse@b.tr", b"x"
        )
        emails = [address.addr_spec for address in message["Cc"].addresses]
        self.assertEqual(emails, ["murat@a.tr", "ayse@b.tr"])


@tagged("post_install", "-at_install")
class TestAddresses(BaseCase):
    """Who can be written to, and who is whose colleague."""

    def test_freemail(self):
        """Freemail is known in all countries; a company's mail server is none."""
        for email in ("a@gmail.com", "a@hotmail.com.tr", "a@yahoo.co.uk", "a@web.de"):
            self.assertTrue(mail.is_freemail(email), email)
        for email in ("a@mail.akdeniz.com", "a@akdeniz.com", "a@me.akdeniz.com"):
            self.assertFalse(mail.is_freemail(email), email)

    def test_robot(self):
        """An address that nobody reads says so."""
        for email in ("no-reply@a.tr", "noreply@a.tr", "wordpress@a.tr", "form@a.tr"):
            self.assertTrue(mail.is_robot(email), email)
        for email in ("elif@a.tr", "info@a.tr", "destek@a.tr", "norep.lyon@a.tr"):
            self.assertFalse(mail.is_robot(email), email)
