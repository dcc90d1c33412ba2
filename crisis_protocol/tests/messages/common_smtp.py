import asyncio
from contextlib import contextmanager
from socket import socket
from unittest.mock import patch

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from odoo.addons.base.models.ir_mail_server import IrMail_Server


class Moods:
    """A mail server that answers as it feels like, and keeps what it has taken."""

    def __init__(self):
        self.mail, self.rcpt, self.data = [], {}, []
        self.taken = []

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.mail:
            return self.mail.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if answers := self.rcpt.get(address):
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self.data.pop(0) if self.data else "250 OK"
        if answer == "gone":
            server.transport.close()
            await asyncio.sleep(0)
            return "250 OK"
        if answer.startswith("250"):
            self.taken += envelope.rcpt_tos
        return answer


class _Quick(Controller):
    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=True, ident="moody")


class SmtpMixin:
    """Lets mails leave to a real server, in the mood that a test wants."""

    def _start_server(self):
        self.moods = Moods()
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = _Quick(self.moods, hostname="127.0.0.1", port=port)
        controller.start()
        self.addCleanup(controller.stop)
        self.env["ir.mail_server"].search([]).active = False
        self.env["ir.mail_server"].create(
            {
                "name": "moody",
                "smtp_host": "127.0.0.1",
                "smtp_port": port,
                "smtp_encryption": "none",
                "smtp_authentication": "login",
            }
        )

    @contextmanager
    def _really_sending(self):
        with patch.object(IrMail_Server, "_disable_send", lambda self: False):
            yield
