from odoo import models


class CrisisDocument(models.Model):
    """A case on which somebody confirmed that he knows, or did a control, is kept."""

    _inherit = "crisis.document"

    def _with_proof(self):
        proven = super()._with_proof()
        done = [
            ("document_id", "in", self.ids),
            ("state", "=", "done"),
            ("done_by_id", "!=", False),
        ]
        for name in ("crisis.control", "crisis.notice"):
            # what proves something counts also for who may not see it
            shown = self.env[name].sudo().search(done)
            proven |= shown.document_id.with_env(self.env)
        return proven
