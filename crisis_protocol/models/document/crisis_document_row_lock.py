from psycopg2.errors import SerializationFailure

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class CrisisDocument(models.Model):
    """Two who act on the same case at the same moment come one after the other."""

    _inherit = "crisis.document"

    def _lock_rows(self):
        """Wait for whoever acts on these cases at this moment.

        Who comes second finds a conflict, and Odoo begins his request anew.
        """
        if self:
            self.env.execute_query(
                SQL(
                    "SELECT id FROM crisis_document WHERE id IN %s"
                    " ORDER BY id FOR NO KEY UPDATE",
                    tuple(self.ids),
                )
            )

    def _lock_rows_or_refuse(self):
        """Wait, too; but what is never done twice unasked is not begun anew.

        :raise UserError: for whoever comes second
        """
        if not self:
            return  # most messages are about something else
        try:
            with self.env.cr.savepoint(flush=False):
                self._lock_rows()
        except SerializationFailure:
            raise UserError(
                self.env._("Somebody else works on this case right now. Try again.")
            ) from None
