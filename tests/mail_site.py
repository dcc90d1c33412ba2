"""A mail server of the test, which keeps what really reaches it."""

from fault_site import HOST, MailServer


class RealMailMixin:
    """Odoo sends to `self.server`, as soon as the test lets it send at all."""

    def setUp(self):
        super().setUp()
        self.server = MailServer()
        self.server.open()
        self.addCleanup(self.server.close)
        mail_servers = self.env["ir.mail_server"]
        mail_servers.search([]).active = False
        mail_servers.create(
            {
                "name": "Mail server of the test",
                "smtp_host": HOST,
                "smtp_port": self.server.port,
                "smtp_encryption": "none",
            }
        )
