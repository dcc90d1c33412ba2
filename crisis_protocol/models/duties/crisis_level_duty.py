from odoo import models
from odoo.fields import Domain

# What decides about the times of duties: a change is felt by the cases under way.
CLOCK_FIELDS = {
    "clock",
    "first_word_minutes",
    "customer_word_minutes",
    "silence_minutes",
    "control_system_minutes",
    "control_customer_minutes",
    "control_unreached_minutes",
    "control_widening",
    "control_widest",
    "notice_minutes",
    "relapse_days",
    "step_ids",
    "inform_supervisor",
    "inform_managers",
    "inform_role_ids",
    "inform_partner_ids",
}


class CrisisLevel(models.Model):
    """A level that changes changes what is owed on its running cases."""

    _inherit = "crisis.level"

    def write(self, vals):
        result = super().write(vals)
        if CLOCK_FIELDS & vals.keys():
            documents = self.env["crisis.document"].sudo()
            # closed ones are still watched for a relapse
            watched = Domain("is_closed", "=", False) | Domain(
                "control_ids", "any", [("state", "=", "open")]
            )
            documents.search(Domain("level_id", "in", self.ids) & watched)._look_again()
        return result
