from odoo import api, models

from ...tools.inside import handed_inside


class IrMail_Server(models.Model):  # noqa: N801 as Odoo calls it
    """What becomes of a mail of a case is watched while it leaves."""

    _inherit = "ir.mail_server"

    @api.model
    def send_email(self, message, *args, **kwargs):
        attempt = handed_inside(self.env, "crisis_attempt")
        if attempt is None:
            return super().send_email(message, *args, **kwargs)
        with attempt.watching(kwargs.get("smtp_session")):
            return super().send_email(message, *args, **kwargs)
