from odoo.addons.crisis_protocol.tests.duties.common_duty import MONDAY, CrisisDutyCase

WHAT = "The recording on a disk"


class ErrandCase(CrisisDutyCase):
    """A case whose customer wants something brought."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file(wants_errand=True, errand=WHAT)
        cls.errand = cls.document.errand_ids

    def _due(self):
        return self.errand.date_due - MONDAY
