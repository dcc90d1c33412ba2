from odoo import models

from ...tools.constants import BOARD_CHANGED, BOARD_CHANNEL


class CrisisDocument(models.Model):
    """Open boards hear that something has changed, and ask for it themselves."""

    _inherit = "crisis.document"

    def unlink(self):
        self._tell_boards()
        return super().unlink()

    def _tell_boards(self, change=None):
        """Tell the boards of these companies, once in a transaction, nothing but that.

        What has changed is not said: the listener may not be allowed to see it.
        """
        # Of the end of the transaction: savepoints run what comes before the commit.
        # If one is rolled back the word is lost with it, and boards look in a minute.
        told = self.env.cr.postcommit.data.setdefault("crisis.board", set())
        # who has just passed a case on may not read it any more
        for company in self.sudo().company_id:
            if company.id not in told:
                told.add(company.id)
                self.env["bus.bus"]._sendone(
                    (company, BOARD_CHANNEL), BOARD_CHANGED, {}
                )
