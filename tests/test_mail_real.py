"""The message that asks whether it is over, as a real mail server gets it."""

import email
import email.policy
import re
from html import unescape
from unittest.mock import patch

from mail_site import RealMailMixin

from odoo.tests import tagged

from odoo.addons.crisis_protocol.tests.customer_pages.common_page import PageCase

LINK = re.compile(r'href="([^"]*/crisis/over/[^"]*)"')


@tagged("post_install", "-at_install")
class TestMailReal(RealMailMixin, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("tr_TR")
        cls.env["ir.module.module"]._load_module_terms(["crisis_protocol"], ["tr_TR"])
        (cls.agent.partner_id | cls.contact).lang = "tr_TR"
        cls.document = cls._file(name="Dünkü haber bültende yok", lang="tr_TR")
        cls.supervisor.notification_type = "email"
        cls.document.message_subscribe(cls.supervisor.partner_id.ids)
        cls.template = cls.env.ref("crisis_protocol.mail_template_ask_over")

    def _send(self, before="", after=""):
        """Send the message as the agent does, all the way to the mail server.

        :param str before: what he writes over in the draft
        :param str after: what he writes instead
        """
        case = self.document.with_user(self.agent).with_context(lang="tr_TR")
        context = case.action_write_customer()["context"]
        context |= {"default_template_id": self.template.id}
        composer = case.env["mail.compose.message"].with_context(**context).create({})
        self.assertIn(before, composer.body)
        composer.body = composer.body.replace(before, after, 1)
        mail_server = self.registry["ir.mail_server"]
        with patch.object(mail_server, "_disable_send", return_value=False):
            composer._action_send_mail()

    def _customers_mail(self):
        (mail,) = (m for m in self.server.mails if self.contact.email in m.rcpt_tos)
        return email.message_from_bytes(mail.content, policy=email.policy.default)

    def test_asked_whether_it_is_over(self):
        """The customer alone is asked, in his language, with three links that work."""
        self._send()
        mail = self._customers_mail()
        self._assert_headers(mail)
        html = mail.get_body(("html",)).get_content()
        links = [unescape(link) for link in LINK.findall(html)]
        labels = dict(self.document.with_context(lang="tr_TR")._over_labels())
        self.assertEqual(
            [link.partition("?answer=")[2] for link in links], list(labels)
        )
        self.assertNotIn("o_crisis", html)
        self.assertNotIn("<t ", html)
        self._assert_plain(mail, links, labels.values())
        self._assert_leads_to_the_page(links, labels)

    def test_signed(self):
        """Under the greeting stands who writes."""
        self._send()
        text = self._customers_mail().get_body(("plain",)).get_content()
        self.assertIn(self.agent.name, text)

    def test_what_was_typed_arrives(self):
        """What the agent writes beside the promised time is not lost with it."""
        line = self.document.with_context(lang="tr_TR").next_word_line
        # Enter gives the next paragraph the mark of this one
        enter = '</p><p class="o_crisis_next_word">'
        typed = ("Listeyi de ekledim.", "İyi günler.", "Bir şey daha var.")
        first, second, third = typed
        self._send(line, f"{first} {line} {second}{enter}{third}")
        text = self._customers_mail().get_body(("plain",)).get_content()
        for words in typed:
            self.assertIn(words, text)
        self.assertEqual(text.count(line), 1)

    def _assert_headers(self, mail):
        self.assertEqual(
            [address.addr_spec for address in mail["To"].addresses],
            [self.contact.email],
        )
        self.assertFalse(mail["Cc"])
        subject = self.template.with_context(lang="tr_TR").subject
        ending = subject.rpartition("}}")[2].strip()
        self.assertEqual(mail["Subject"], f"{self.document.name} {ending}")
        whole = mail.as_string()
        for insider in (self.supervisor, self.manager):
            self.assertNotIn(insider.email, whole)
        self.assertEqual(
            len(self.server.mails), 2, "who follows gets a mail of his own"
        )

    def _assert_plain(self, mail, links, labels):
        text = mail.get_body(("plain",)).get_content()
        for words in (self.document.name, self.contact.name, *links, *labels):
            self.assertIn(words, text)
        self.assertNotIn("<", text)
        self.assertNotIn("o_crisis", text)

    def _assert_leads_to_the_page(self, links, labels):
        for link, (answer, label) in zip(links, labels.items(), strict=True):
            page = self.url_open(link).text
            self.assertIn('lang="tr-TR"', page)
            self.assertIn(label, page)
            self.assertIn(f'value="{answer}"', page)
        self.env.invalidate_all()
        self.assertFalse(self.document.customer_answer, "looking changes nothing")
