from odoo import SUPERUSER_ID, models


class CrisisDutyMixin(models.AbstractModel):
    """What somebody has done of what he owed breaks the silence on its case.

    A control, a delivery, a notice that is confirmed: something happens there, whether
    or not anything is written on the case beside it.
    """

    _inherit = "crisis.duty.mixin"

    def _write_as_system(self, vals):
        done_by = vals.get("state") == "done" and vals.get("done_by_id")
        if not (done_by and self._is_colleague(done_by)):
            return super()._write_as_system(vals)
        # who does his duty need not see the case
        cases = self.sudo().document_id
        cases._lock_rows()
        result = super()._write_as_system(vals)
        cases._note_deed()
        return result

    def _is_colleague(self, user_id):
        """Whether it was done by a person of ours, and not by Odoo or a customer."""
        # he may be of another company
        user = self.env["res.users"].sudo().browse(user_id)
        return user_id != SUPERUSER_ID and not user.share
