from odoo import fields, models


class MailTemplate(models.Model):
    """A message may be a letter of apology."""

    _inherit = "mail.template"

    crisis_kind = fields.Selection(
        selection_add=[("apology", "Apology")], ondelete={"apology": "set null"}
    )
