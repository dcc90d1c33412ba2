from odoo import api, models

# Whoever has the board open listens here; see `ir.websocket`.
CHANNEL = "crisis_board"
CHANGED = "crisis_board/changed"


class CrisisDocument(models.Model):
    """Open boards hear that something has changed, and ask for it themselves."""

    _inherit = "crisis.document"

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._tell_boards()
        return documents

    def write(self, vals):
        result = super().write(vals)
        self._tell_boards()
        return result

    def unlink(self):
        self._tell_boards()
        return super().unlink()

    def _keep(self, vals):
        result = super()._keep(vals)
        self._tell_boards()
        return result

    def _tell_boards(self):
        """Tell the boards of these companies, once in a transaction, nothing but that.

        What has changed is not said: the listener may not be allowed to see it.
        """
        # Of the end of the transaction: savepoints run what comes before the commit.
        # If one is rolled back the word is lost with it, and boards look in a minute.
        told = self.env.cr.postcommit.data.setdefault("crisis.board", set())
        for company in self.sudo().company_id:
            if company.id not in told:
                told.add(company.id)
                self.env["bus.bus"]._sendone((company, CHANNEL), CHANGED, {})
