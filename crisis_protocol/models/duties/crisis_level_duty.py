from odoo import models
from odoo.fields import Domain


class CrisisLevel(models.Model):
    """A level that changes changes what is owed on its running cases."""

    _inherit = "crisis.level"

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(self._marked("plans_duties")):
            # also those of other companies, which the manager may not read
            documents = self.env["crisis.document"].sudo()
            # closed ones are still watched for a relapse
            watched = Domain("is_closed", "=", False) | Domain(
                "control_ids", "any", [("state", "=", "open")]
            )
            documents.search(
                Domain("level_id", "in", self.ids) & watched
            )._request_reconcile()
        return result
