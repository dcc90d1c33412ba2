from odoo import api, fields, models
from odoo.exceptions import UserError


class CrisisDocument(models.Model):
    """A case of missed news or wrong values lists them, or says why none (S0-06…13).

    The category says so. It is asked before production is informed, which searches for
    what is listed, and once more before the case closes.
    """

    _inherit = "crisis.document"

    lacks_items = fields.Boolean(
        compute="_compute_lacks_items", export_string_translation=False
    )

    @api.depends(
        "category_id.asks_items",
        "item_count",
        "override_ids.kind",
        "override_ids.is_in_force",
    )
    def _compute_lacks_items(self):
        for document in self:
            waived = document.override_ids.filtered(
                lambda o: o.kind == "items" and o.is_in_force
            )
            is_asked = document.category_id.asks_items
            document.lacks_items = is_asked and not document.item_count and not waived

    def action_waive_items(self):
        """Ask why the case has no items to list."""
        return self._ask_waiver("items", self.env._("Why are none listed?"))

    def _waive_items(self, reason):
        """Keep why there are no items to list.

        :param str reason: a sentence
        :raise UserError: without one, or where items are there or not asked for
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        if not self.lacks_items:
            raise UserError(self.env._("This is done already. Look again."))
        self.env["crisis.override"]._keep_waivers(
            [
                {
                    "document_id": self.id,
                    "kind": "items",
                    "gate_name": self.env._("Missed or wrong items"),
                    "reason": reason,
                }
            ]
        )
        self.invalidate_recordset(["override_ids", "lacks_items"])

    def _note_items_listed(self):
        """Why there were none holds no longer, now that there are some."""
        # who lists items need not see the trail
        waivers = self.sudo().override_ids.filtered(
            lambda o: o.kind == "items" and o.is_in_force
        )
        waivers.with_env(self.env)._end()

    def _inform_production(self, units, note=""):
        """Production searches for what is listed: that comes first.

        :raise UserError: where nothing is listed, nor said why
        """
        if self.lacks_items:
            raise UserError(
                self.env._(
                    "No missed or wrong item is listed. List them, or say why there "
                    "are none."
                )
            )
        return super()._inform_production(units, note)
