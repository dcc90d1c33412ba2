from email.message import EmailMessage
from email.utils import make_msgid

from ..common import CrisisCase


class CrisisMailCase(CrisisCase):
    """Mails as they come from outside: whole and raw, through the mail gateway."""

    def _raw_mail(self, sender, subject=None, html="<p>Help</p>", **options):
        """Return a raw mail; options: to, reply_to_message, files {name: bytes}."""
        mail = EmailMessage()
        mail["From"] = sender
        mail["To"] = options.get("to") or self.team.alias_email
        mail["Message-Id"] = make_msgid(domain="mail.example.com")
        if subject is not None:
            mail["Subject"] = subject
        parent = options.get("reply_to_message")
        if parent:
            mail["In-Reply-To"] = mail["References"] = parent.message_id
        mail.set_content("The plain text of the mail")
        mail.add_alternative(html, subtype="html")
        for name, content in options.get("files", {}).items():
            mail.add_attachment(
                content, maintype="application", subtype="pdf", filename=name
            )
        return mail.as_bytes()

    def _receive(self, sender, subject=None, **options):
        """Let a mail come in; return the documents that it opened."""
        return self._process(self._raw_mail(sender, subject, **options))

    def _process(self, raw):
        documents = self.env["crisis.document"]
        before = documents.search([])
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(False, raw)
        self.flush_tracking()
        return documents.search([]) - before

    def _answer_activities(self, document):
        kind = self.env.ref("crisis_protocol.mail_activity_type_answer")
        return document.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )
