from odoo import models


class CrisisControl(models.Model):
    """In a drill, hours are played in minutes: every control comes in its time."""

    _inherit = "crisis.control"

    def _is_early(self):
        return not self.document_id.is_drill and super()._is_early()
