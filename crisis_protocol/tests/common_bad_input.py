import psycopg2

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import CrisisCase

# What Odoo itself says to values that no field takes, before our code is asked.
OF_ODOO = (ValueError, psycopg2.Error)


class BadInputCase(CrisisCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file(timing="By noon")
        cls.env.flush_all()

    def _error_of(self, act):
        """Return the error that the act ends with, or None; nothing of it stays."""
        traces = self._traces()
        try:
            with mute_logger("odoo.sql_db"), self.cr.savepoint():
                act()
                self.env.flush_all()
                return None
        except (UserError, *OF_ODOO) as error:
            self.env.invalidate_all()
            self.assertEqual(self._traces(), traces)
            return error

    def _traces(self):
        """Return how much there is of all that a document sets off."""
        models = ("crisis.document", "mail.message", "mail.activity", "project.task")
        return [self.env[name].sudo().search_count([]) for name in models]

    def _both_ways(self, **vals):
        """Return the errors of filing with, and of writing, the values."""
        yield "create", self._error_of(lambda: self._file(**vals))
        yield "write", self._error_of(lambda: self.document.write(vals))

    def _assert_refused(self, kinds=UserError, **vals):
        for verb, error in self._both_ways(**vals):
            with self.subTest(verb=verb, **vals):
                self.assertIsInstance(error, kinds)
                self.assertTrue(str(error).strip())
                self.assertNotIn("singleton", str(error))
                self.assertNotIn("“False”", str(error))
