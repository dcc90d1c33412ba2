from odoo import fields, models


class CrisisControl(models.Model):
    """A control 2 that was done in a logged call."""

    _inherit = "crisis.control"

    call_id = fields.Many2one(
        "crisis.call",
        "Asked in Call",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )

    def _said_in(self):
        return "call" if self.call_id else super()._said_in()

    def _was_conversation(self):
        """The call itself counts as the word, at the time when it was held."""
        return not self.call_id and super()._was_conversation()
