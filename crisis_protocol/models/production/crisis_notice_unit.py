from odoo import api, fields, models


class CrisisNotice(models.Model):
    """The manager of a unit is told of its order, and of its fault (S0-27, S0-49)."""

    _inherit = "crisis.notice"

    source = fields.Selection(
        selection_add=[
            ("unit", "His unit has an order"),
            ("fault", "It went wrong in his unit"),
        ]
    )

    @api.model
    def _plan_key(self, document_id, values):
        """That his unit caused it is told to him besides whatever he knows already."""
        key = super()._plan_key(document_id, values)
        return *key, values.get("source") == "fault"

    def _is_same_plan(self, vals):
        """It is wanted by when the order was given, or the cause was known."""
        of_unit = self.source in ("unit", "fault")
        return of_unit or super()._is_same_plan(vals)

    def _reasons(self):
        reasons = super()._reasons()
        if any(notice.source == "unit" for notice in self):
            reasons.append(self.env._("Your unit has an order of this case."))
        if any(notice.source == "fault" for notice in self):
            reasons.append(self.env._("What caused it went wrong in your unit."))
        return reasons
