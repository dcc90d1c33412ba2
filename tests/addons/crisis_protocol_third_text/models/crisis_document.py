from odoo import fields, models


class CrisisDocument(models.Model):
    """A letter of apology: who wrote it, how far it is, and who has read it."""

    _inherit = "crisis.document"

    apology_state = fields.Selection(
        [
            ("draft", "Draft"),
            ("review", "To be read"),
            ("reviewed", "Read"),
            ("sent", "Sent"),
        ],
        default="draft",
        readonly=True,
        copy=False,
    )
    apology_author_id = fields.Many2one(
        "res.users", "Apology Written By", readonly=True, copy=False
    )
    date_apology_written = fields.Datetime(readonly=True, copy=False)
    date_apology_read = fields.Datetime(readonly=True, copy=False)

    def action_write_apology(self):
        """Write the letter, which makes the current user its author."""
        self.check_access("write")
        self._write_past_reactions(
            {
                "apology_state": "review",
                "apology_author_id": self.env.uid,
                "date_apology_written": fields.Datetime.now(),
                "date_apology_read": False,
            }
        )
        self.env["crisis.reviewed.apology"]._ask(self)
