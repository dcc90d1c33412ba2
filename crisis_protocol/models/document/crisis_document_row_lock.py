from psycopg2.errors import SerializationFailure

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class CrisisDocument(models.Model):
    """Two who act on the same case at the same moment come one after the other.

    Whoever acts on a case, be it on a duty, an activity or an order of it, locks the
    case before anything else, as the scheduled job does: so two of them wait for one
    another, and never each for the other.
    """

    _inherit = "crisis.document"

    def _lock_rows(self):
        """Wait for whoever acts on these cases at this moment.

        Who comes second finds a conflict, and Odoo begins his request anew. Asked for
        again in the same transaction, it costs nothing.
        """
        ids = set(self.ids) - self._locked_ids()
        if ids:
            self.env.execute_query(
                SQL(
                    "SELECT id FROM crisis_document WHERE id IN %s"
                    " ORDER BY id FOR NO KEY UPDATE",
                    tuple(sorted(ids)),
                )
            )
            self._note_locked()

    def _lock_free_rows(self):
        """Lock those of the cases on which nobody acts at this moment.

        :return: the cases that are locked now
        """
        free = self.try_lock_for_update(allow_referencing=True)
        free._note_locked()
        return free

    def _note_locked(self):
        """Note that nobody else can act on these cases until the transaction ends."""
        self._locked_ids().update(self.ids)

    def _locked_ids(self):
        # the database forgets it at the same moment as the cursor: at the end
        return self.env.cr.cache.setdefault("crisis_locked_ids", set())

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
