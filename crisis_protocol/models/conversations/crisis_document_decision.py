from odoo import fields, models


class CrisisDocument(models.Model):
    """What was decided on the case, and how it affects the customer (S1-14…22)."""

    _inherit = "crisis.document"

    decision_ids = fields.One2many(
        "crisis.decision", "document_id", "Decisions", copy=False, readonly=True
    )
