from odoo import api, models


class CrisisPromise(models.Model):
    """A promise stands for the next word, and when it ends that is owed again."""

    _inherit = "crisis.promise"

    @api.model_create_multi
    def create(self, vals_list):
        promises = super().create(vals_list)
        if not self.env.su:
            # made by hand; else the word that it comes with plans what follows
            promises.document_id._plan_owed_words()
        return promises

    def _cancel(self, reason, is_personal=True):
        result = super()._cancel(reason, is_personal)
        if self:
            self.document_id._plan_owed_words()
        return result
