from odoo import fields, models


class CrisisGate(models.Model):
    """What gates may offer: the explanation is sent, and the customer is asked."""

    _inherit = "crisis.gate"

    next_step = fields.Selection(
        selection_add=[
            ("explain", "Send the explanation"),
            ("answer", "Ask whether he accepts it"),
        ],
        ondelete={"explain": "set null", "answer": "set null"},
    )
