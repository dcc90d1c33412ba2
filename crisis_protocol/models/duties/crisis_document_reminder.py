from odoo import models


class CrisisDocument(models.Model):
    """What Odoo reminds of on a case it reminds of, whoever acts and how.

    A client may send the key with which Odoo leaves out activities of its own.
    """

    _inherit = "crisis.document"

    def activity_schedule(self, *args, **kwargs):
        reminding = self.with_context(mail_activity_automation_skip=False)
        return super(CrisisDocument, reminding).activity_schedule(*args, **kwargs)

    def activity_unlink(self, *args, **kwargs):
        reminding = self.with_context(mail_activity_automation_skip=False)
        return super(CrisisDocument, reminding).activity_unlink(*args, **kwargs)
